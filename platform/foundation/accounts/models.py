from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin, UserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from foundation.accounts.enums import Gender
from foundation.kernel.language import Language
from foundation.kernel.models import Entity, Revised
from foundation.kernel.names import name_key_field


class User(Entity, Revised, AbstractBaseUser, PermissionsMixin):
    """A person. `email` and `phone` are contact details that brother and sister may share; the addresses with which one signs
    in, verified and unique, are allauth's `EmailAddress`. `claimed_at` is null for an invited person who can't sign in yet.
    The row of an erased person says nothing of her; it goes as soon as nothing points at it."""

    username = models.CharField(
        _("username"),
        max_length=64,
        validators=[UnicodeUsernameValidator()],
        help_text=_("Letters, digits and @ . + - _"),
    )
    name = models.CharField(_("name"), max_length=200)
    name_key = name_key_field("name")
    name_latin = models.CharField(_("name in Latin letters"), max_length=200, blank=True, default="")
    email = models.EmailField(_("contact e-mail"), blank=True, default="")
    phone = models.CharField(_("phone"), max_length=20, blank=True, default="")
    gender = models.CharField(_("gender"), max_length=10, choices=Gender.choices, blank=True, default="")
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.ENGLISH)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    country = models.CharField(_("country"), max_length=2, blank=True, default="")
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True, editable=False)
    signed_out_at = models.DateTimeField(_("signed out everywhere at"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(fields=["username"], name="accounts_username_exact"),  # what Django looks it up by
            models.UniqueConstraint(Lower("username"), name="accounts_username_unique"),
            models.CheckConstraint(condition=~models.Q(username=""), name="accounts_username_filled"),
        ]
        indexes = [
            models.Index(Lower("email"), condition=~models.Q(email=""), name="accounts_email_lower"),
            models.Index(fields=["phone"], condition=~models.Q(phone=""), name="accounts_phone"),
            models.Index(fields=["name_key", "birth_date"], name="accounts_name_birth"),
            models.Index(fields=["erased_at"], condition=models.Q(erased_at__isnull=False), name="accounts_erased"),
        ]

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """Sessions and tokens hold it: another password ends them all, and so does another `signed_out_at`."""
        since = self.signed_out_at.isoformat() if self.signed_out_at else ""
        salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        return salted_hmac(salt, f"{self.password}{since}", secret=secret, algorithm="sha256").hexdigest()

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.consents.enums import Method, Purpose
from foundation.consents.rules import CLEARLY_ADULT, YOUNGEST_CONSENT
from foundation.kernel.ages import ADULT_AGE
from foundation.kernel.models import Entity
from foundation.programmes.models import MemberState

AGES = (YOUNGEST_CONSENT, CLEARLY_ADULT)
MONTHS = (1, 60)


class StateRule(Entity):
    """Below `consent_age` a guardian decides about `guardian_purposes`; the other purposes need nobody's consent."""

    state = models.OneToOneField(MemberState, models.PROTECT, related_name="+", verbose_name=_("member state"))
    consent_age = models.PositiveSmallIntegerField(
        _("age of consent"), default=ADULT_AGE, validators=[MinValueValidator(AGES[0]), MaxValueValidator(AGES[1])]
    )
    guardian_purposes = ArrayField(
        models.CharField(max_length=20, choices=Purpose.choices), verbose_name=_("what a guardian decides about")
    )
    source = models.CharField(
        _("source"), max_length=500, help_text=_("The law, decree or letter in which the state says so")
    )
    decided_on = models.DateField(_("decided on"))
    renew_months = models.PositiveSmallIntegerField(
        _("months until a consent is renewed"),
        default=12,
        validators=[MinValueValidator(MONTHS[0]), MaxValueValidator(MONTHS[1])],
    )

    class Meta:
        verbose_name = _("rule about consent")
        verbose_name_plural = _("rules about consent")
        constraints = [
            models.CheckConstraint(condition=Q(consent_age__range=AGES), name="consents_rule_age"),
            models.CheckConstraint(condition=Q(renew_months__range=MONTHS), name="consents_rule_months"),
            models.CheckConstraint(
                condition=Q(guardian_purposes__contained_by=Purpose.values), name="consents_rule_purposes"
            ),
        ]

    def __str__(self) -> str:
        return str(self.state)


class Guardian(Entity):
    """Whom a coordinator named as a learner's parent or guardian, and where she is reached. An erased person's row waits until
    this is gone: it may still have to follow her place to another account."""

    person = models.OneToOneField(User, models.PROTECT, related_name="+", verbose_name=_("learner"))
    name = models.CharField(_("name"), max_length=200, blank=True, default="")
    relationship = models.CharField(_("relationship"), max_length=80, blank=True, default="")
    email = models.EmailField(_("e-mail"), blank=True, default="")
    phone = models.CharField(_("phone"), max_length=20, blank=True, default="")

    class Meta:
        verbose_name = _("guardian")
        verbose_name_plural = _("guardians")

    def __str__(self) -> str:
        return self.name


class ConsentRequest(Entity):
    """A guardian's link: one that is mailed to `guardian`, and one on paper for whoever it is. Its code follows from `id`,
    `counter` and a key of the server, so that a sheet prints again; only its hash is kept. `asked_at`: when it was mailed, and
    `asked_about` what the guardian was to decide then; `failed_at`: when that letter was given up."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False, verbose_name=_("learner"))
    guardian = models.OneToOneField(
        Guardian, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("guardian")
    )
    counter = models.PositiveIntegerField(_("issue"), default=1)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("expires at"))
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    asked_about = ArrayField(models.CharField(max_length=20), verbose_name=_("asked about"), default=list, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("request for consent")
        verbose_name_plural = _("requests for consent")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "guardian"], nulls_distinct=False, name="consents_request_one_each"
            ),
            models.CheckConstraint(condition=Q(code_hash__regex="^[0-9a-f]{64}$"), name="consents_request_hash"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Answer(Entity):
    """What a guardian decided at one time, and how we know. `actor` entered it for her; null where she did so by her link. An
    erased person's row waits until this is gone, too: what was refused may have to follow her place."""

    person = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("learner"))
    decided_at = models.DateTimeField(_("decided at"))
    guardian_name = models.CharField(_("name of the guardian"), max_length=200, blank=True, default="")
    relationship = models.CharField(_("relationship"), max_length=80, blank=True, default="")
    method = models.CharField(_("how it came"), max_length=10, choices=Method.choices)
    evidence = models.CharField(_("evidence"), max_length=500, blank=True, default="")
    actor = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )

    class Meta:
        verbose_name = _("guardian's answer")
        verbose_name_plural = _("guardians' answers")

    def __str__(self) -> str:
        return str(self.id)


class Consent(Entity):
    """The decision about one purpose, on the text of that `version`. The latest is the one that isn't superseded."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("learner"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    version = models.PositiveSmallIntegerField(_("version of the text"))
    granted = models.BooleanField(_("granted"))
    answer = models.ForeignKey(Answer, models.CASCADE, related_name="consents", verbose_name=_("answer"))
    valid_until = models.DateField(_("valid until"))
    superseded_at = models.DateTimeField(_("superseded at"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(superseded_at__isnull=True), name="consents_consent_latest"
            ),
        ]
        indexes = [
            models.Index(
                fields=["valid_until"], condition=Q(superseded_at__isnull=True, granted=True), name="consents_renewal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.granted}"


class StateReadiness(MemberState):
    """A member state as the desk asks of it: is it open to minors, and what does it lack?"""

    class Meta:
        proxy = True
        verbose_name = _("state's readiness for minors")
        verbose_name_plural = _("states' readiness for minors")

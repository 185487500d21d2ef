"""How a person comes to be, and how she comes to sign in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from foundation.accounts import rules
from foundation.accounts.errors import AlreadyClaimed, UnderAge, UsernameTaken, WeakPassword
from foundation.accounts.models import User
from foundation.accounts.services.profile import checked
from foundation.audit.services import record
from foundation.kernel.ages import is_adult
from foundation.kernel.clock import now, today
from foundation.kernel.errors import FieldError, Invalid
from foundation.outbox import publish
from foundation.outbox.events.foundation import PersonSignedUp

USERNAME_FAULTS = {
    "username_length": _("A username has 3 to 64 characters."),
    "username_characters": _(
        "A username has letters, digits, dots, hyphens and underscores, and starts with a letter or digit."
    ),
    "username_reserved": _("This username is kept for invitations. Please choose another one."),
}


def create_person(
    *,
    name: str,
    language: str,
    birth_date: date | None = None,
    email: str = "",
    phone: str = "",
    name_latin: str = "",
    gender: str = "",
    country: str = "",
) -> User:
    """An invited person: no password, a username that only holds the place until she claims the account."""
    if birth_date is not None and not rules.is_plausible(birth_date, today()):
        raise Invalid(errors=[FieldError("/birth_date", "implausible", _("Please check the birth date."))])
    person = User(
        name=name,
        language=language,
        birth_date=birth_date,
        email=email.lower(),
        phone=checked("phone", phone),
        name_latin=name_latin,
        gender=gender,
        country=country,
        password=make_password(None),
    )
    person.username = rules.placeholder(person.id)
    person.save(force_insert=True)
    return person


@transaction.atomic
def sign_up(
    *,
    username: str,
    password: str,
    name: str,
    birth_date: date | None,
    country: str,
    language: str,
    email: str = "",
) -> User:
    """An adult's own account. `email` becomes a contact address at once, and a sign-in address when it is verified."""
    if not is_adult(birth_date, today()):
        raise UnderAge
    person = User(
        username=checked_username(username),
        name=name,
        birth_date=birth_date,
        country=country,
        language=language,
        email=email.lower(),
        claimed_at=now(),
    )
    _give_password(person, password)
    with _refusing_a_taken_username():
        person.save(force_insert=True)
    record(actor_id=person.id, action="person.signed_up", subject_type="person", subject_id=person.id)
    publish(PersonSignedUp(person_id=person.id))
    return person


@transaction.atomic
def claim_account(*, person: User, username: str, password: str, email: str = "") -> User:
    """The invited person chooses how to sign in. Her e-mail address stays unverified: it signs in only once it is."""
    row = User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    if row.claimed_at is not None:
        raise AlreadyClaimed
    row.username = checked_username(username)
    row.email = email.lower() or row.email
    row.claimed_at = now()
    _give_password(row, password)
    with _refusing_a_taken_username():
        row.advance(["username", "password", "email", "claimed_at"])
    if row.email:
        EmailAddress.objects.create(user=row, email=row.email, primary=True)
    record(actor_id=row.id, action="person.claimed", subject_type="person", subject_id=row.id)
    return row


@transaction.atomic
def set_password(*, person: User, password: str) -> None:
    """A new password ends every other session: their marks no longer fit."""
    _give_password(person, password)
    person.save(update_fields=["password"])
    record(actor_id=person.id, action="person.password_changed", subject_type="person", subject_id=person.id)


def checked_username(username: str) -> str:
    chosen = rules.normal_username(username)
    if fault := rules.username_fault(chosen):
        raise Invalid(errors=[FieldError("/username", fault, USERNAME_FAULTS[fault])])
    return chosen


def _give_password(person: User, password: str) -> None:
    try:
        validate_password(password, person)
    except ValidationError as fault:
        errors = [FieldError("/password", error.code or "weak", " ".join(error.messages)) for error in fault.error_list]
        raise WeakPassword(errors=errors) from None
    person.set_password(password)


@contextmanager
def _refusing_a_taken_username() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "username" not in _constraint(error):
            raise
        raise UsernameTaken(errors=[FieldError("/username", UsernameTaken.code, UsernameTaken.detail)]) from None


def _constraint(error: IntegrityError) -> str:
    return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", ""))

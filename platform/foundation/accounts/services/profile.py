from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.accounts import rules
from foundation.accounts.enums import Gender
from foundation.accounts.models import User
from foundation.accounts.policies import get_own_row
from foundation.audit.services import record
from foundation.kernel.clock import today
from foundation.kernel.errors import FieldError, Invalid, Words
from foundation.kernel.language import LANGUAGES
from foundation.kernel.models import check_revision
from foundation.outbox import publish
from foundation.outbox.events.foundation import TimeZoneChanged


@transaction.atomic
def change_profile(*, actor: User, revision: int | None, changes: Mapping[str, Any]) -> User:
    """What a person may change of herself. Birth date and country are not hers to change; addresses go through sign-in."""
    row = get_own_row(actor)
    check_revision(row, revision)
    changed = {field: value for field, value in _checked(changes).items() if getattr(row, field) != value}
    if not changed:
        return row
    _write(row, changed)
    _record(actor, row.id, "person.changed", fields=sorted(changed))
    return row


@transaction.atomic
def correct_person(*, actor: User, person_id: UUID, changes: Mapping[str, Any]) -> None:
    """The office mends what a person may not: a birth date, a country. The admin's form has checked the values."""
    row = User.objects.select_for_update(of=("self",), no_key=True).get(pk=person_id)
    _write(row, changes)
    _record(actor, row.id, "person.corrected", fields=sorted(changes))


def _write(row: User, changes: Mapping[str, Any]) -> None:
    for field, value in changes.items():
        setattr(row, field, value)
    row.advance(changes)
    if "time_zone" in changes:
        publish(TimeZoneChanged(person_id=row.id))


@transaction.atomic
def heed_birth_date(*, person: User, listed: date | None) -> None:
    """A state's list beside what the person said when she signed up: nobody grows up by opening another account."""
    row = get_own_row(person)
    counts = rules.heeded_birth_date(row.birth_date, listed, today())
    if counts == row.birth_date:
        return
    row.birth_date = person.birth_date = counts
    row.advance(["birth_date"])
    _record(person, row.id, "person.birth_date_heeded")


@transaction.atomic
def grant_staff(*, person_id: UUID, is_staff: bool, is_office: bool = False) -> None:
    """Whether the person holds any role: it decides who needs a second factor; the office may use the whole admin. Set by
    whoever grants roles."""
    flags = {"is_staff": is_staff, "is_superuser": is_office}
    User.objects.filter(pk=person_id).exclude(**flags).update(**flags)


@transaction.atomic
def set_active(*, actor: User, person_id: UUID, is_active: bool) -> None:
    """A closed account is refused from the next request on, whatever sessions it has."""
    if User.objects.filter(pk=person_id).exclude(is_active=is_active).update(is_active=is_active):
        _record(actor, person_id, "person.opened" if is_active else "person.closed")


@transaction.atomic
def reset_second_factor(*, actor: User, person_id: UUID) -> None:
    """For someone who lost the phone and the recovery codes."""
    Authenticator.objects.filter(user_id=person_id).delete()
    _record(actor, person_id, "person.second_factor_reset")


@transaction.atomic
def note_second_factor(*, person: User, has_one: bool) -> None:
    _record(person, person.id, "person.second_factor_added" if has_one else "person.second_factor_removed")


def _record(actor: User, person_id: UUID, action: str, **details: Any) -> None:
    record(actor_id=actor.id, action=action, subject_type="person", subject_id=person_id, details=details or None)


Check = Callable[[str], str | None]


def _checked(changes: Mapping[str, Any]) -> dict[str, str]:
    """The changes as they will be stored, or `Invalid` with everything that is wrong with them."""
    values: dict[str, str] = {}
    errors = []
    for field, given in changes.items():
        check, words = CHECKS.get(field, (_refuse, READ_ONLY))
        value = check(given)
        if value is None:
            errors.append(FieldError(f"/{field}", "read_only" if words is READ_ONLY else "invalid", words))
        else:
            values[field] = value
    if errors:
        raise Invalid(errors=errors)
    return values


def checked(field: str, given: str) -> str:
    """One value as it will be stored, or `Invalid`."""
    return _checked({field: given})[field]


def _refuse(_given: str) -> None:
    return None


def _filled(given: str) -> str | None:
    return given.strip()[:200] or None


def _one_of(*allowed: str) -> Check:
    return lambda given: given if given in allowed else None


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


READ_ONLY = _("This can't be changed here.")
CHECKS: dict[str, tuple[Check, Words]] = {
    "name": (_filled, _("Please give a name.")),
    "name_latin": (lambda given: given.strip()[:200], READ_ONLY),
    "phone": (rules.normal_phone, _("Give the number with 6 to 15 digits, for example +212 612 345 678.")),
    "gender": (_one_of("", *Gender.values), _("Choose one of: female, male, other, or leave it empty.")),
    "language": (_one_of(*LANGUAGES), _("Choose one of: ar, en, fr.")),
    "time_zone": (
        lambda given: given if given in _time_zones() else None,
        _("Give the name of a time zone, for example Africa/Casablanca."),
    ),
}

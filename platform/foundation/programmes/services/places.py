"""Organisations, programmes, cohorts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.kernel.clock import now as present
from foundation.kernel.errors import FieldError, Invalid
from foundation.kernel.models import Revised, check_revision
from foundation.outbox import publish
from foundation.outbox.events.foundation import CohortCoursesChanged, CohortDeadlinesChanged
from foundation.programmes import policies, rules
from foundation.programmes.errors import SeatsBelowTaken, SlugTaken
from foundation.programmes.models import Cohort, Organisation, Programme
from foundation.programmes.services.deadlines import check_courses, check_deadlines, kept, settled
from foundation.programmes.services.refusals import blaming, refusing

Row = TypeVar("Row", Organisation, Programme, Cohort)
SLUGS = {"programmes_organisation_slug_key": SlugTaken, "programmes_programme_slug_key": SlugTaken}
ENDS_BEFORE = FieldError("/ends_on", "before_start", _("The end can't come before the start."))


@transaction.atomic
def create_organisation(
    *, actor: User, name: Mapping[str, str], slug: str, state: str, kind: str = "other"
) -> Organisation:
    """`state` is a code: any for the office, one's own for a coordinator of a whole state."""
    states = policies.states_managed_by(actor)
    policies.one(states)
    with blaming("state"):
        place = policies.one(states.filter(code=state))
    return _create(actor, Organisation(name=dict(name), slug=slug, state=place, kind=kind))


@transaction.atomic
def change_organisation(
    *, actor: User, reference: str, revision: int | None, changes: Mapping[str, Any]
) -> Organisation:
    row = policies.named(_locked(policies.organisations_managed_by(actor)), reference)
    return _change(actor, row, revision, changes, ("name", "kind"))


@transaction.atomic
def create_programme(
    *, actor: User, title: Mapping[str, str], slug: str, starts_on: date, ends_on: date, follows: str | None = None
) -> Programme:
    """`follows` is the slug or id of the edition before."""
    policies.require_office(actor)
    _check_dates(starts_on, ends_on)
    before = _programme(actor, follows, "follows") if follows else None
    row = Programme(title=dict(title), slug=slug, starts_on=starts_on, ends_on=ends_on, follows=before)
    return _create(actor, row)


@transaction.atomic
def change_programme(*, actor: User, reference: str, revision: int | None, changes: Mapping[str, Any]) -> Programme:
    policies.require_office(actor)
    row = policies.named(_locked(policies.programmes_visible_to(actor)), reference)
    return _change(actor, row, revision, changes, ("title", "starts_on", "ends_on"))


@transaction.atomic
def create_cohort(
    *,
    actor: User,
    name: str,
    programme: str,
    organisation: str,
    starts_on: date,
    ends_on: date,
    seats: int,
    languages: Sequence[str],
    courses: Sequence[str] = (),
    deadlines: Sequence[Mapping[str, Any]] = (),
    now: datetime | None = None,
) -> Cohort:
    """`programme` and `organisation` are slugs or ids."""
    managed = policies.organisations_managed_by(actor)
    policies.one(managed)
    with blaming("organisation"):
        place = policies.named(managed, organisation)
    _check_dates(starts_on, ends_on)
    row = Cohort(
        name=name,
        programme=_programme(actor, programme, "programme"),
        organisation=place,
        starts_on=starts_on,
        ends_on=ends_on,
        seats=seats,
        languages=list(languages),
        courses=list(courses),
        deadlines=kept(deadlines),
    )
    check_courses(row.courses)
    check_deadlines(row, today=_today(actor, now))
    return _create(actor, row)


@transaction.atomic
def change_cohort(
    *, actor: User, cohort_id: UUID, revision: int | None, changes: Mapping[str, Any], now: datetime | None = None
) -> Cohort:
    row = policies.one(_locked(policies.cohorts_managed_by(actor).filter(pk=cohort_id)))
    offered, due = row.courses, row.deadlines
    if changes.get("seats", row.seats) < row.seats_taken:
        raise SeatsBelowTaken
    allowed = ("name", "starts_on", "ends_on", "seats", "languages", "courses", "deadlines")
    _change(actor, row, revision, settled(row, changes), allowed)
    check_courses(changes.get("courses", ()))
    check_deadlines(row, due, _today(actor, now))
    if row.courses != offered:
        publish(CohortCoursesChanged(cohort_id=row.id))
    if (row.courses, row.deadlines) != (offered, due):
        publish(CohortDeadlinesChanged(cohort_id=row.id))
    return row


def _today(actor: User, now: datetime | None) -> date:
    """Where the actor is."""
    return (now or present()).astimezone(ZoneInfo(actor.time_zone)).date()


def _programme(actor: User, reference: str, field: str) -> Programme:
    with blaming(field):
        return policies.get_programme_for(actor, reference)


def _locked(rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
    return rows.select_for_update(of=("self",), no_key=True)


def _create(actor: User, row: Row) -> Row:
    with refusing(SLUGS):
        row.save(force_insert=True)
    _record(actor, row, "created", {})
    return row


def _change(actor: User, row: Row, revision: int | None, changes: Mapping[str, Any], allowed: Sequence[str]) -> Row:
    """Write the members that differ. The row is locked."""
    check_revision(row, revision)
    changed = [field for field in allowed if field in changes and changes[field] != getattr(row, field)]
    for field in changed:
        setattr(row, field, changes[field])
    if isinstance(row, Programme | Cohort):
        _check_dates(row.starts_on, row.ends_on)
    if changed:
        row.advance(changed)
        _record(actor, row, "changed", {"fields": changed})
    return row


def _check_dates(starts_on: date, ends_on: date) -> None:
    if not rules.dates_fit(starts_on, ends_on):
        raise Invalid(errors=[ENDS_BEFORE])


def _record(actor: User, row: Revised, deed: str, details: dict[str, Any]) -> None:
    kind = row._meta.model_name or ""
    record(actor_id=actor.id, action=f"{kind}.{deed}", subject_type=kind, subject_id=row.pk, details=details)

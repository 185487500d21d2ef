"""What a mentor says beside the profile: when to be left in peace, and whose work not to be shown."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.kernel.names import fold_name
from foundation.outbox import publish
from foundation.outbox.events.mentoring import ConflictDeclared
from foundation.programmes.models import Organisation
from foundation.programmes.policies import by_reference, one
from mentoring.mentors.errors import ProfileNotRight, TooManyConflicts, UnknownOrganisation, field_errors
from mentoring.mentors.models import Conflict, Pause
from mentoring.mentors.rules import conflict_faults
from mentoring.mentors.selectors import list_conflicts, list_pauses
from mentoring.mentors.services.profile import lock_own_profile

MOST_CONFLICTS = 20  # ever, whether taken back or not: each shows a little of whose work waits


@transaction.atomic
def add_pause(*, actor: User, starts_on: date, ends_on: date | None = None) -> Pause:
    if ends_on and ends_on < starts_on:
        raise ProfileNotRight(errors=field_errors([("/ends_on", "ends_before")]))
    return Pause.objects.create(mentor=lock_own_profile(actor), starts_on=starts_on, ends_on=ends_on)


@transaction.atomic
def remove_pause(*, actor: User, pause_id: UUID) -> None:
    """One that is to come, or that is to be over now."""
    one(list_pauses(actor).filter(pk=pause_id)).delete()


@transaction.atomic
def declare_conflict(
    *,
    actor: User,
    kind: str,
    organisation: str = "",
    family_name: str = "",
    from_year: int | None = None,
    until_year: int | None = None,
    note: str = "",
) -> Conflict:
    """Holds at once. Whom it concerns is told to nobody."""
    mentor, key = lock_own_profile(actor), _key(family_name)
    years = {"from_year": from_year, "until_year": until_year}
    if faults := conflict_faults(kind, organisation=organisation, family_key=key, note=note, **years):
        raise ProfileNotRight(errors=field_errors(faults))
    if mentor.conflicts.count() >= MOST_CONFLICTS:
        raise TooManyConflicts
    names = {"family_name": family_name, "family_key": key}
    conflict = Conflict(mentor=mentor, kind=kind, organisation=_named(organisation), note=note, **names, **years)
    conflict.save(force_insert=True)
    _record(actor, conflict, "declared")
    publish(ConflictDeclared(conflict_id=conflict.id, person_id=actor.id))
    return conflict


@transaction.atomic
def end_conflict(*, actor: User, conflict_id: UUID, now: datetime) -> None:
    lock_own_profile(actor)
    conflict = one(list_conflicts(actor).filter(pk=conflict_id))
    conflict.ended_at = now
    conflict.save(update_fields=["ended_at"])
    _record(actor, conflict, "taken_back")


def _key(name: str) -> str:
    """As names are compared word by word: of two that are joined by a hyphen, each counts."""
    return " ".join(fold_name(name).replace("-", " ").split())


def _named(reference: str) -> Organisation | None:
    found = Organisation.objects.filter(by_reference(reference)).first() if reference else None
    if reference and found is None:
        raise UnknownOrganisation
    return found


def _record(actor: User, conflict: Conflict, deed: str) -> None:
    record(
        actor_id=actor.id,
        action=f"conflict.{deed}",
        subject_type="conflict",
        subject_id=conflict.id,
        details={"kind": conflict.kind},
    )

"""Putting back what applying changed, except for learners who have begun since: they stay, and are named."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.batches.models import Batch
from foundation.batches.services import Chunk, start
from foundation.kernel.clock import now
from foundation.programmes.errors import SeatsTaken
from foundation.programmes.models import Cohort, Membership
from foundation.programmes.services import (
    Amendment,
    amend,
    dismiss,
    lock_memberships,
    readmit,
    refusing,
    release_seats,
    reserve_seats,
    take_back,
    transfer,
)
from foundation.rosters.enums import Outcome, RosterStatus
from foundation.rosters.errors import NotApplied, TooLateToUndo, ValuesErased
from foundation.rosters.models import Roster, RosterRow
from foundation.rosters.policies import get_locked_roster
from foundation.rosters.rules.differences import COMPARED
from foundation.rosters.rules.terms import UNDO_WITHIN
from foundation.rosters.services.applying import BUSY
from foundation.rosters.services.rows import Marks, due_rows, roster_id_of

KIND = "rosters.undo"


@transaction.atomic
def undo(*, actor: User, roster_id: UUID) -> Roster:
    roster = get_locked_roster(actor, roster_id)
    if roster.status in (RosterStatus.UNDOING, RosterStatus.UNDONE):
        return roster
    if roster.status != RosterStatus.APPLIED or roster.applied_at is None:
        raise NotApplied
    if roster.erased_at:
        raise ValuesErased
    if now() >= roster.applied_at + UNDO_WITHIN:
        raise TooLateToUndo
    roster.status = RosterStatus.UNDOING
    with refusing(BUSY):
        roster.save(update_fields=["status"])
    total = RosterRow.objects.filter(roster=roster, applied=True).update(due=True)
    roster.batch = start(kind=KIND, owner_id=actor.pk, subject_id=roster.pk, total=total)
    roster.save(update_fields=["batch"])
    record(actor_id=actor.pk, action="roster.undo", subject_type="roster", subject_id=roster.pk)
    return roster


def work(batch: Batch) -> Iterator[Chunk]:
    """Whoever came leaves first: her seat may be what somebody needs who comes back."""
    roster = Roster.objects.select_related("cohort__organisation__state").get(pk=roster_id_of(batch))
    rows = RosterRow.objects.filter(roster=roster)
    returning = Q(outcome=Outcome.WITHDRAW)
    for chunk in chain(due_rows(rows.exclude(returning)), due_rows(rows.filter(returning))):
        yield Chunk(count=len(chunk), outcomes=_do(roster, chunk, batch.owner_id))


def finish(batch: Batch) -> None:
    Roster.objects.filter(pk=roster_id_of(batch), status=RosterStatus.UNDOING).update(status=RosterStatus.UNDONE)


def give_up(batch: Batch) -> None:
    undoing = Roster.objects.filter(pk=roster_id_of(batch), status=RosterStatus.UNDOING)
    undoing.update(status=RosterStatus.APPLIED, problem=batch.problem or "stopped")


def _do(roster: Roster, rows: Sequence[RosterRow], actor_id: UUID | None) -> dict[str, int]:
    marks = Marks(roster)
    lock_memberships([row.membership_id for row in rows if row.membership_id])
    chosen = {outcome: [row for row in rows if row.outcome == outcome] for outcome in Outcome}
    _bring_back(roster, chosen[Outcome.MOVE], actor_id, marks)
    _amend_back(chosen[Outcome.KEEP], actor_id, marks)
    _take_back(roster, chosen[Outcome.ADD], actor_id, marks)
    _readmit(chosen[Outcome.WITHDRAW], actor_id, marks)
    marks.write()
    return marks.undone_counts()


def _take_back(roster: Roster, rows: Sequence[RosterRow], actor_id: UUID | None, marks: Marks) -> None:
    """Whoever has claimed her account keeps it, and leaves the cohort; whoever has begun stays."""
    ids = [row.membership_id for row in rows if row.membership_id]
    gone = take_back(actor_id=actor_id, cohort_id=roster.cohort_id, membership_ids=ids)
    started = _started(ids)
    left = [pk for pk in ids if pk not in gone and pk not in started]
    dismiss(actor_id=actor_id, cohort_id=roster.cohort_id, membership_ids=left)
    elsewhere = set(
        Membership.objects.filter(pk__in=left).exclude(cohort=roster.cohort_id).values_list("pk", flat=True)
    )
    for row in rows:
        if row.membership_id in elsewhere:
            marks.failed(row.number, "changed_meanwhile", applied=True)
        else:
            _mark(marks, row, kept=row.membership_id in started)


def _bring_back(roster: Roster, rows: Sequence[RosterRow], actor_id: UUID | None, marks: Marks) -> None:
    """To the cohorts that they came from, each as far as it still has a seat."""
    started = _started([row.membership_id for row in rows], since=roster)
    back = [row for row in rows if row.membership_id not in started]
    for row in rows:
        if row.membership_id in started:
            _mark(marks, row, kept=True)
    for cohort in _former_cohorts(back):
        _return_to(
            cohort, roster, [r for r in back if (r.before or {})["cohort_id"] == str(cohort.id)], actor_id, marks
        )


def _return_to(cohort: Cohort, roster: Roster, rows: Sequence[RosterRow], actor_id: UUID | None, marks: Marks) -> None:
    try:
        reserve_seats(cohort.id, len(rows))
    except SeatsTaken:
        for row in rows:
            marks.failed(row.number, SeatsTaken.code, applied=True)
        return
    moves = [(row.membership_id, roster.cohort_id) for row in rows if row.membership_id]
    moved = transfer(actor_id=actor_id, cohort=cohort, moves=moves)
    release_seats(cohort.id, len(rows) - len(moved))
    amend(actor_id=actor_id, amendments=[_former(row) for row in rows if row.membership_id in moved])
    for row in rows:
        if row.membership_id in moved:
            _mark(marks, row)
        else:
            marks.failed(row.number, "changed_meanwhile", applied=True)


def _amend_back(rows: Sequence[RosterRow], actor_id: UUID | None, marks: Marks) -> None:
    changed = [row for row in rows if row.before and row.before["changed"]]
    amend(actor_id=actor_id, amendments=[_former(row) for row in changed])
    for row in rows:
        _mark(marks, row)


def _readmit(rows: Sequence[RosterRow], actor_id: UUID | None, marks: Marks) -> None:
    back = readmit(actor_id=actor_id, membership_ids=[row.membership_id for row in rows if row.membership_id])
    for row in rows:
        if row.membership_id in back:
            _mark(marks, row)
        else:
            marks.failed(row.number, "not_readmitted", applied=True)


def _mark(marks: Marks, row: RosterRow, *, kept: bool = False) -> None:
    if kept:
        marks.failed(row.number, "has_started", applied=True, field="name", read=row.name)
    else:
        marks.done(row.number, applied=False)


def _started(ids: Iterable[UUID | None], since: Roster | None = None) -> set[UUID]:
    started = Membership.objects.filter(pk__in=[pk for pk in ids if pk], started_at__isnull=False)
    if since is not None:
        started = started.filter(started_at__gte=since.applied_at)
    return set(started.values_list("pk", flat=True))


def _former_cohorts(rows: Sequence[RosterRow]) -> list[Cohort]:
    ids = {(row.before or {})["cohort_id"] for row in rows}
    return list(Cohort.objects.filter(pk__in=ids).select_related("organisation").order_by("pk"))


def _former(row: RosterRow) -> Amendment:
    values: dict[str, Any] = {name: (row.before or {})[name] for name in COMPARED}
    values["birth_date"] = date.fromisoformat(values["birth_date"]) if values["birth_date"] else None
    values["organisation_id"] = UUID(values["organisation_id"])
    return Amendment(row.membership_id, row.person_id, **values)  # type: ignore[arg-type]

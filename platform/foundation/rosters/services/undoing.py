"""Putting back what applying changed, except for learners who have begun since: they stay, and are named."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.batches.models import Batch
from foundation.batches.services import Chunk, start
from foundation.consents.services import restore_guardians, take_back_consents
from foundation.kernel.clock import now
from foundation.programmes.errors import SeatsTaken
from foundation.programmes.models import Cohort, Membership
from foundation.programmes.services import (
    amend,
    dismiss,
    lock_cohorts,
    lock_memberships,
    readmit,
    refusing,
    release_seats,
    reserve_up_to,
    send_back,
    take_back,
    transfer,
)
from foundation.rosters.enums import Outcome, RosterStatus
from foundation.rosters.errors import LaterRosterApplied, NotApplied, TooLateToUndo, ValuesErased
from foundation.rosters.models import Roster, RosterRow
from foundation.rosters.policies import get_locked_roster
from foundation.rosters.rules.terms import UNDO_WITHIN
from foundation.rosters.services.applying import BUSY
from foundation.rosters.services.guardians import evidence_of, said_of_guardian
from foundation.rosters.services.meaning import members_meant
from foundation.rosters.services.restoring import amendment_back, kept_by_her, noted_before
from foundation.rosters.services.rows import Marks, due_rows, roster_id_of

KIND = "rosters.undo"
STAYED = (Outcome.KEEP, Outcome.MOVE)
NEVER = datetime.min.replace(tzinfo=UTC)
NEW = Q(outcome=Outcome.ADD, before__isnull=True)
STEPS = (NEW, Q(outcome=Outcome.ADD) & ~NEW, Q(outcome__in=STAYED), Q(outcome=Outcome.WITHDRAW))


@transaction.atomic
def undo(*, actor: User, roster_id: UUID) -> Roster:
    roster = get_locked_roster(actor, roster_id)
    if roster.status in (RosterStatus.UNDOING, RosterStatus.UNDONE):
        return roster
    if roster.status != RosterStatus.APPLIED or roster.applied_at is None:
        raise NotApplied
    if _written_since(roster, roster.applied_at):
        raise LaterRosterApplied
    if roster.erased_at:
        raise ValuesErased
    if now() >= roster.applied_at + UNDO_WITHIN:
        raise TooLateToUndo
    roster.status, roster.problem = RosterStatus.UNDOING, ""
    with refusing(BUSY):
        roster.save(update_fields=["status", "problem"])
    total = RosterRow.objects.filter(roster=roster, applied=True).update(due=True)
    roster.batch = start(kind=KIND, owner_id=actor.pk, subject_id=roster.pk, total=total)
    roster.save(update_fields=["batch"])
    record(actor_id=actor.pk, action="roster.undo", subject_type="roster", subject_id=roster.pk)
    return roster


def _written_since(roster: Roster, applied_at: datetime) -> bool:
    """Whether a later list of the cohort has changed something, on top of what this one did."""
    later = Roster.objects.filter(cohort=roster.cohort_id, status=RosterStatus.APPLIED, applied_at__gt=applied_at)
    return later.filter(Exists(RosterRow.objects.filter(roster=OuterRef("pk"), applied=True))).exists()


def work(batch: Batch) -> Iterator[Chunk]:
    """Whoever came leaves first: her seat may be what somebody needs who comes back. A chunk has rows of one step alone, so
    that it takes its locks in the order that all do: invitations, memberships, cohorts."""
    roster = Roster.objects.select_related("cohort__organisation__state").get(pk=roster_id_of(batch))
    rows = RosterRow.objects.filter(roster=roster, applied=True)
    for chunk in chain.from_iterable(due_rows(rows.filter(step)) for step in STEPS):
        yield Chunk(count=len(chunk), outcomes=_do(roster, chunk, batch.owner_id))


def finish(batch: Batch) -> None:
    Roster.objects.filter(pk=roster_id_of(batch), status=RosterStatus.UNDOING).update(status=RosterStatus.UNDONE)


def give_up(batch: Batch) -> None:
    undoing = Roster.objects.filter(pk=roster_id_of(batch), status=RosterStatus.UNDOING)
    undoing.update(status=RosterStatus.APPLIED, problem=batch.problem or "stopped")


def _do(roster: Roster, rows: Sequence[RosterRow], actor_id: UUID | None) -> dict[str, int]:
    marks = Marks(roster)
    chosen = {outcome: [row for row in rows if row.outcome == outcome] for outcome in Outcome}
    _take_back(roster, [row for row in chosen[Outcome.ADD] if row.before is None], actor_id, marks)
    _send_back(roster, [row for row in chosen[Outcome.ADD] if row.before is not None], actor_id, marks)
    lock_memberships([row.membership_id for row in rows if row.outcome in STAYED and row.membership_id])
    _amend_back(roster, chosen[Outcome.KEEP], roster.cohort, actor_id, marks)
    _bring_back(roster, chosen[Outcome.MOVE], actor_id, marks)
    _readmit(chosen[Outcome.WITHDRAW], actor_id, marks)
    _leave_guardians_as_before(roster, rows, actor_id)
    marks.write()
    return marks.undone_counts()


def _take_back(roster: Roster, rows: Sequence[RosterRow], actor_id: UUID | None, marks: Marks) -> None:
    """Whoever has claimed her account keeps it, and leaves the cohort; whoever has begun stays."""
    if not rows:
        return
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


def _send_back(roster: Roster, rows: Sequence[RosterRow], actor_id: UUID | None, marks: Marks) -> None:
    """Whoever was withdrawn before is so again, unless she has begun since."""
    back = _not_started(rows, marks)
    formers = [(row.membership_id, UUID((row.before or {})["cohort_id"])) for row in back if row.membership_id]
    gone = send_back(actor_id=actor_id, cohort=roster.cohort, formers=formers) if formers else set()
    for cohort in _former_cohorts(back):
        _amend_back(roster, [row for row in _of(cohort, back) if row.membership_id in gone], cohort, actor_id, marks)
    for row in back:
        if row.membership_id not in gone:
            marks.failed(row.number, "changed_meanwhile", applied=True)


def _bring_back(roster: Roster, rows: Sequence[RosterRow], actor_id: UUID | None, marks: Marks) -> None:
    """To the cohorts that they came from, each as far as it still has a seat."""
    back = _not_started(rows, marks)
    cohorts = _former_cohorts(back)
    if cohorts:
        lock_cohorts([roster.cohort_id, *(cohort.pk for cohort in cohorts)])
    for cohort in cohorts:
        _return_to(cohort, roster, _of(cohort, back), actor_id, marks)


def _return_to(cohort: Cohort, roster: Roster, rows: Sequence[RosterRow], actor_id: UUID | None, marks: Marks) -> None:
    free = reserve_up_to(cohort.id, len(rows))
    for row in rows[free:]:
        marks.failed(row.number, SeatsTaken.code, applied=True)
    seated = rows[:free]
    moves = [(row.membership_id, roster.cohort_id) for row in seated if row.membership_id]
    moved = transfer(actor_id=actor_id, cohort=cohort, moves=moves)
    release_seats(cohort.id, len(seated) - len(moved))
    _amend_back(roster, [row for row in seated if row.membership_id in moved], cohort, actor_id, marks)
    for row in seated:
        if row.membership_id not in moved:
            marks.failed(row.number, "changed_meanwhile", applied=True)


def _amend_back(roster: Roster, rows: Sequence[RosterRow], cohort: Cohort, actor_id: UUID | None, marks: Marks) -> None:
    """Of those who are in `cohort`: what the roster wrote and nobody has changed since is as it was before."""
    changed = {row.number: row for row in rows if row.outcome != Outcome.KEEP or (row.before or {})["changed"]}
    meant = {number: row.membership_id for number, row in changed.items() if row.membership_id}
    found = [member for member in members_meant(roster, meant) if member.cohort_id == cohort.id]
    there = {member.number: member for member in found if member.withdrawn == (member.outcome == Outcome.ADD)}
    amend(
        actor_id=actor_id,
        amendments=[amendment_back(changed[number], member, roster, cohort) for number, member in there.items()],
    )
    for row in rows:
        if row.number in changed and row.number not in there:
            marks.failed(row.number, "changed_meanwhile", applied=True)
        else:
            marks.done(row.number, applied=False, findings=kept_by_her(row, there.get(row.number)))


def _readmit(rows: Sequence[RosterRow], actor_id: UUID | None, marks: Marks) -> None:
    back = readmit(actor_id=actor_id, membership_ids=[row.membership_id for row in rows if row.membership_id])
    for row in rows:
        if row.membership_id in back:
            _mark(marks, row)
        else:
            marks.failed(row.number, "not_readmitted", applied=True)


def _leave_guardians_as_before(roster: Roster, rows: Sequence[RosterRow], actor_id: UUID | None) -> None:
    """Also of those who stay: what a wrong list said of a guardian must not stand."""
    told = [(row, row.person_id) for row in rows if row.person_id and "guardian" in (row.before or {})]
    restore_guardians(pairs=[(noted_before(row, person), said_of_guardian(row, person)) for row, person in told])
    agreed = [row.person_id for row in rows if row.person_id and row.consent_on]
    take_back_consents(actor_id=actor_id, person_ids=agreed, evidence=evidence_of(roster))


def _mark(marks: Marks, row: RosterRow, *, kept: bool = False) -> None:
    if kept:
        marks.failed(row.number, "has_started", applied=True, field="name", read=row.name)
    else:
        marks.done(row.number, applied=False)


def _started(ids: Iterable[UUID | None]) -> dict[UUID, datetime]:
    """When those of the members began to learn who have."""
    started = Membership.objects.filter(pk__in=[pk for pk in ids if pk], started_at__isnull=False)
    return {pk: at for pk, at in started.values_list("pk", "started_at") if at}


def _not_started(rows: Sequence[RosterRow], marks: Marks) -> list[RosterRow]:
    """Those who have not begun since their row was applied; the others are named."""
    started = _started(row.membership_id for row in rows)
    begun = {row.number for row in rows if row.membership_id and _since(row) <= started.get(row.membership_id, NEVER)}
    for row in rows:
        if row.number in begun:
            _mark(marks, row, kept=True)
    return [row for row in rows if row.number not in begun]


def _since(row: RosterRow) -> datetime:
    return datetime.fromisoformat((row.before or {})["at"])


def _of(cohort: Cohort, rows: Sequence[RosterRow]) -> list[RosterRow]:
    return [row for row in rows if (row.before or {})["cohort_id"] == str(cohort.id)]


def _former_cohorts(rows: Sequence[RosterRow]) -> list[Cohort]:
    ids = {(row.before or {})["cohort_id"] for row in rows}
    return list(Cohort.objects.filter(pk__in=ids).select_related("organisation").order_by("pk"))

"""Doing exactly what the preview says, chunk by chunk; a row that can't be done any more says why."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from foundation.accounts.models import User
from foundation.accounts.services import PersonDraft
from foundation.audit.services import record
from foundation.batches.models import Batch
from foundation.batches.services import Chunk, start
from foundation.kernel.clock import now
from foundation.kernel.ids import new_id
from foundation.kernel.statements import run
from foundation.programmes.errors import SeatsTaken
from foundation.programmes.models import Cohort
from foundation.programmes.policies import cohorts_managed_by
from foundation.programmes.selectors import numbers_in_use
from foundation.programmes.services import (
    NewMember,
    admit,
    amend,
    dismiss,
    lock_cohorts,
    lock_memberships,
    refusing,
    rejoin,
    release_seats,
    reserve_up_to,
    transfer,
)
from foundation.rosters.enums import Outcome, RosterStatus
from foundation.rosters.errors import CohortChanged, DigestDiffers, RosterBusy, ValuesErased
from foundation.rosters.models import Roster, RosterRow
from foundation.rosters.policies import get_locked_roster
from foundation.rosters.services.guardians import note_guardians_of, record_consents_of
from foundation.rosters.services.meaning import Meant, members_meant
from foundation.rosters.services.reconciling import ANALYSE_FROM, ANALYSE_PEOPLE, baseline, preview, seats_missing
from foundation.rosters.services.rows import Marks, due_rows, roster_id_of
from foundation.rosters.services.uploading import check_previewed

KIND = "rosters.apply"
READ_BEFORE = ("cells", "faults", "findings", "before", "name_key", "school")
BUSY = {"rosters_one_at_work": RosterBusy}
Row = TypeVar("Row", RosterRow, Meant)


@transaction.atomic
def apply(*, actor: User, roster_id: UUID, digest: str) -> Roster:
    """Begin to apply the preview that `digest` stands for. Asked for twice, it is the same application."""
    roster = get_locked_roster(actor, roster_id)
    if digest == roster.digest and roster.status in (RosterStatus.APPLYING, RosterStatus.APPLIED):
        return roster
    _check_asked(roster, digest)
    roster.status, roster.problem = RosterStatus.APPLYING, ""
    with refusing(BUSY):
        roster.save(update_fields=["status", "problem"])
    _check_cohort(roster)
    _record(actor.pk, roster, "apply")
    total = RosterRow.objects.filter(roster=roster, due=True).count()
    if not total:
        return _nothing_to_do(roster, actor)
    roster.batch = start(kind=KIND, owner_id=actor.pk, subject_id=roster.pk, total=total)
    roster.save(update_fields=["batch"])
    return roster


def _nothing_to_do(roster: Roster, actor: User) -> Roster:
    """The list says what is so already."""
    roster.status, roster.applied_at = RosterStatus.APPLIED, now()
    roster.save(update_fields=["status", "applied_at"])
    _record(actor.pk, roster, "applied")
    return roster


def _check_asked(roster: Roster, digest: str) -> None:
    if roster.erased_at:
        raise ValuesErased
    check_previewed(roster)
    if digest != roster.digest:
        raise DigestDiffers


def _check_cohort(roster: Roster) -> None:
    """Locked only once this roster is the one at work: whoever applies another one holds that and waits for the cohort."""
    cohort = Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=roster.cohort_id)
    if baseline(cohort.id) != roster.baseline:
        raise CohortChanged
    if seats_missing(roster, cohort) > 0:
        raise SeatsTaken


def work(batch: Batch) -> Iterator[Chunk]:
    """Whoever leaves goes first: her seat may be meant for somebody who comes."""
    roster = Roster.objects.select_related("cohort__organisation__state", "cohort__programme").get(
        pk=roster_id_of(batch)
    )
    if batch.done == 0 and not _still_holds(roster, batch.owner):
        return
    due = RosterRow.objects.filter(roster=roster).defer(*READ_BEFORE)
    leaving = Q(outcome=Outcome.WITHDRAW)
    for rows in chain(due_rows(due.filter(leaving)), due_rows(due.exclude(leaving))):
        yield Chunk(count=len(rows), outcomes=_do(roster, rows, batch.owner))


def finish(batch: Batch) -> None:
    """Applied, unless the preview no longer held."""
    applying = Roster.objects.filter(pk=roster_id_of(batch), status=RosterStatus.APPLYING)
    if applying.update(status=RosterStatus.APPLIED, applied_at=now()):
        _record(batch.owner_id, Roster.objects.get(pk=roster_id_of(batch)), "applied", batch.counts)
    if batch.done >= ANALYSE_FROM:
        run(ANALYSE_PEOPLE, {})


def give_up(batch: Batch) -> None:
    """Stopped: what was done is applied, and can be undone."""
    applying = Roster.objects.filter(pk=roster_id_of(batch), status=RosterStatus.APPLYING)
    status = RosterStatus.APPLIED if batch.done else RosterStatus.PREVIEWED
    applying.update(status=status, problem=batch.problem or "stopped", applied_at=now() if batch.done else None)


def _still_holds(roster: Roster, asker: User | None) -> bool:
    """Compare anew: other cohorts of the programme, too, may have changed since. Else there is a new preview to look at."""
    looked_at = roster.digest
    preview(roster, asker=asker, fresh=False)
    if roster.digest == looked_at:
        return True
    roster.status, roster.problem = RosterStatus.PREVIEWED, CohortChanged.code
    roster.save(update_fields=["status", "problem"])
    return False


def _do(roster: Roster, rows: Sequence[RosterRow], actor: User | None) -> dict[str, int]:
    marks, actor_id = Marks(roster), actor.pk if actor else None
    if rows[0].outcome == Outcome.WITHDRAW:
        _withdraw(roster, rows, actor_id, marks)
    else:
        known = [row for row in rows if row.membership_id]
        _change(roster, known, actor, marks)
        _add(roster, [row for row in rows if not row.membership_id], actor_id, marks)
    marks.write()
    return marks.counts({row.number: row.outcome for row in rows})


def _withdraw(roster: Roster, rows: Sequence[RosterRow], actor_id: UUID | None, marks: Marks) -> None:
    ids = [row.membership_id for row in rows if row.membership_id]
    gone = dismiss(actor_id=actor_id, cohort_id=roster.cohort_id, membership_ids=ids)
    for row in rows:
        if row.membership_id in gone:
            marks.done(row.number, before={})
        else:
            marks.failed(row.number, "changed_meanwhile")


def _add(roster: Roster, rows: Sequence[RosterRow], actor_id: UUID | None, marks: Marks) -> None:
    taken = _taken(roster, {row.number: row.learner_number for row in rows}, marks)
    rows = _seated(roster, [row for row in rows if row.number not in taken], marks)
    members = [_new_member(roster, row) for row in rows]
    note_guardians_of([(row, member.person.id) for row, member in zip(rows, members, strict=True)], roster)
    admit(actor_id=actor_id, cohort=roster.cohort, members=members)
    record_consents_of([(row, member.person.id) for row, member in zip(rows, members, strict=True)], roster, actor_id)
    for row, member in zip(rows, members, strict=True):
        marks.done(row.number, ids=(member.person.id, member.membership_id, member.invitation_id))


def _change(roster: Roster, rows: Sequence[RosterRow], actor: User | None, marks: Marks) -> None:
    """Those who are kept, move here or come back, as far as they are still where they were. Memberships are locked before
    cohorts, as everywhere."""
    meant = {row.number: row.membership_id for row in rows if row.membership_id}
    lock_memberships(meant.values())
    here = _still_there(roster, members_meant(roster, meant), actor)
    actor_id = actor.pk if actor else None
    taken = _taken(roster, {member.number: member.new_number() for member in here}, marks)
    found = [member for member in here if member.number not in taken]
    lost = _move(roster, [member for member in found if member.outcome == Outcome.MOVE], actor_id, marks)
    lost |= _rejoin(roster, [member for member in found if member.withdrawn], actor_id, marks)
    stays = [member for member in found if member.number not in lost]
    there = {member.number: member.membership_id for member in stays}
    amend(
        actor_id=actor_id,
        amendments=[member.amendment() for member in members_meant(roster, there) if member.difference.changes],
    )
    by_number = {row.number: row for row in rows}
    told = [(by_number[member.number], member.person_id) for member in stays]
    note_guardians_of(told, roster)
    record_consents_of(told, roster, actor_id)
    for member in stays:
        marks.done(member.number, before=_kept(member))
    for number in by_number.keys() - {member.number for member in here}:
        marks.failed(number, "changed_meanwhile")


def _still_there(roster: Roster, members: Sequence[Meant], actor: User | None) -> list[Meant]:
    """Whoever comes from another cohort has to come from one that the actor manages: since the preview she may have gone
    elsewhere."""
    left = {member.cohort_id for member in members} - {roster.cohort_id}
    managed = cohorts_managed_by(actor).filter(pk__in=left) if left and actor else Cohort.objects.none()
    reached = {roster.cohort_id, *managed.values_list("pk", flat=True)}
    still = [member for member in members if member.becomes(roster.cohort_id) == member.outcome]
    return [member for member in still if member.cohort_id in reached]


def _taken(roster: Roster, numbers: Mapping[int, str], marks: Marks) -> set[int]:
    """The rows whose learner number somebody was given since the preview was made: one must not hold up all others."""
    used = numbers_in_use(roster.programme_id, roster.state_id, numbers.values()) if any(numbers.values()) else set()
    taken = {row for row, number in numbers.items() if number in used}
    for row in taken:
        marks.failed(row, "number_taken", field="learner_number", read=numbers[row])
    return taken


def _move(roster: Roster, members: Sequence[Meant], actor_id: UUID | None, marks: Marks) -> set[int]:
    """Returns the rows of those who could not be moved."""
    if members:
        lock_cohorts({roster.cohort_id, *(member.cohort_id for member in members)})
    seated = _seated(roster, members, marks)
    moves = [(member.membership_id, member.cohort_id) for member in seated]
    moved = transfer(actor_id=actor_id, cohort=roster.cohort, moves=moves) if moves else set()
    return _lost(roster, members, seated, moved, marks)


def _rejoin(roster: Roster, members: Sequence[Meant], actor_id: UUID | None, marks: Marks) -> set[int]:
    """Returns the rows of those who could not come back."""
    seated = _seated(roster, members, marks)
    ids = [member.membership_id for member in seated]
    back = rejoin(actor_id=actor_id, cohort=roster.cohort, membership_ids=ids) if ids else set()
    return _lost(roster, members, seated, back, marks)


def _lost(roster: Roster, members: Sequence[Meant], seated: Sequence[Meant], came: set[UUID], marks: Marks) -> set[int]:
    """Gives back the seats of those who did not come, and says so."""
    release_seats(roster.cohort_id, len(seated) - len(came))
    for member in seated:
        if member.membership_id not in came:
            marks.failed(member.number, "changed_meanwhile")
    return {member.number for member in members if member.membership_id not in came}


def _seated(roster: Roster, rows: Sequence[Row], marks: Marks) -> Sequence[Row]:
    """Those for whom there is a seat, which is taken; the others are said."""
    free = reserve_up_to(roster.cohort_id, len(rows)) if rows else 0
    for row in rows[free:]:
        marks.failed(row.number, SeatsTaken.code)
    return rows[:free]


def _new_member(roster: Roster, row: RosterRow) -> NewMember:
    person = PersonDraft(
        id=new_id(),
        name=row.name,
        language=row.language,
        name_latin=row.name_latin,
        birth_date=row.birth_date,
        email=row.email,
        phone=row.phone,
        gender=row.gender,
        country=roster.cohort.organisation.state.code,
    )
    school = row.organisation_id or roster.cohort.organisation_id
    return NewMember(person, new_id(), new_id(), school, row.group, row.learner_number)


def _kept(member: Meant) -> dict[str, Any]:
    """What undoing needs, as JSON holds it."""
    stored = {name: str(value) if isinstance(value, (UUID, date)) else value for name, value in member.stored.items()}
    told = {"guardian": member.noted} if any(member.said.values()) else {}
    head = {"cohort_id": str(member.cohort_id), "changed": member.difference.changes, "at": now().isoformat()}
    return head | told | stored


def _record(actor_id: UUID | None, roster: Roster, deed: str, details: dict[str, Any] | None = None) -> None:
    record(
        actor_id=actor_id, action=f"roster.{deed}", subject_type="roster", subject_id=roster.pk, details=details or {}
    )

"""Guardians' answers, written down: each with its consents, the ones before them superseded. The people's rows are locked, in
one order, so that of two answers at once one comes second."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from foundation.accounts.models import User
from foundation.audit.services import record_many
from foundation.consents import rules
from foundation.consents.enums import Method, Purpose
from foundation.consents.models import Answer, Consent
from foundation.consents.selectors import bound_of_all, latest_decisions
from foundation.kernel.clock import now, today
from foundation.kernel.ids import new_id
from foundation.kernel.statements import copy_in
from foundation.outbox import publish
from foundation.outbox.events.foundation import ConsentsAnswered

ANSWERS = (
    "id",
    "created_at",
    "person_id",
    "decided_at",
    "guardian_name",
    "relationship",
    "method",
    "evidence",
    "actor_id",
)
SUPERSEDE = """
    UPDATE consents_consent c SET superseded_at = %(now)s
      FROM unnest(%(people)s::uuid[], %(purposes)s::text[]) AS answered (person_id, purpose)
     WHERE c.person_id = answered.person_id AND c.purpose = answered.purpose AND c.superseded_at IS NULL
"""
CONSENTS = ("id", "created_at", "person_id", "purpose", "version", "granted", "answer_id", "valid_until")


@dataclass(frozen=True, slots=True)
class ConsentEntry:
    """That a guardian has agreed, or has not, as somebody enters it for her."""

    person_id: UUID
    decided_on: date
    guardian_name: str = ""
    relationship: str = ""
    granted: bool = True


@dataclass(frozen=True, slots=True)
class Written:
    """An answer on its way into the tables."""

    person_id: UUID
    decided_at: datetime
    guardian_name: str
    relationship: str
    decisions: dict[Purpose, bool]
    valid_until: date
    id: UUID


@transaction.atomic
def record_consents(
    *,
    actor_id: UUID,
    method: Method,
    state_id: UUID,
    entries: Sequence[ConsentEntry],
    evidence: str,
    purposes: Collection[Purpose] | None = None,
) -> int:
    """Enter what guardians decided, by default about all that this state asks of them, and never about more. What is newer,
    and what a guardian refused by her own link, stays as it is; what would have ended by today isn't written. Returns for how
    many people something was written."""
    on = today()
    lock_people([entry.person_id for entry in entries])
    bound = bound_of_all([entry.person_id for entry in entries], on)
    latest = latest_decisions([entry.person_id for entry in entries])
    written = []
    for entry in entries:
        grounds = [ground for ground in bound.get(entry.person_id, []) if ground.state_id == state_id]
        asked = rules.asked_purposes(grounds) & (rules.EVERYTHING if purposes is None else frozenset(purposes))
        day = min(entry.decided_on, on)
        known = latest.get(entry.person_id, {})
        fresh = {
            purpose: entry.granted
            for purpose in Purpose
            if purpose in asked and rules.may_enter(known.get(purpose), day, granted=entry.granted)
        }
        until = rules.holds_until(day, grounds)
        if fresh and until >= on:
            said = datetime.combine(day, time(), UTC)
            written.append(
                Written(entry.person_id, said, entry.guardian_name, entry.relationship, fresh, until, new_id())
            )
    write(written, method=method, evidence=evidence, actor_id=actor_id)
    if written:
        people = [answer.person_id for answer in written]
        details = {"method": method.value}
        record_many(
            actor_id=actor_id, action="consent.entered", subject_type="person", subject_ids=people, details=details
        )
    if method != Method.ROSTER:  # those learners are only just invited
        announce(written)
    return len(written)


def lock_people(person_ids: Sequence[UUID]) -> None:
    rows = User.objects.filter(pk__in=person_ids).order_by("pk").select_for_update(no_key=True)
    list(rows.values_list("pk", flat=True))


def write(answers: Sequence[Written], *, method: Method, evidence: str = "", actor_id: UUID | None = None) -> None:
    """The people are locked already."""
    if not answers:
        return
    moment = now()
    pairs = [(answer.person_id, purpose.value) for answer in answers for purpose in answer.decisions]
    people, purposes = map(list, zip(*pairs, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(SUPERSEDE, {"now": moment, "people": people, "purposes": purposes})
    copy_in(Answer, ANSWERS, (_answer_row(answer, moment, (method.value, evidence, actor_id)) for answer in answers))
    copy_in(Consent, CONSENTS, (row for answer in answers for row in _consent_rows(answer, moment)))


def announce(answers: Sequence[Written]) -> None:
    """One event for all who got the same decisions."""
    groups: dict[tuple[tuple[str, ...], ...], list[Written]] = {}
    for answer in answers:
        groups.setdefault(rules.split(answer.decisions), []).append(answer)
    for (granted, refused), group in groups.items():
        publish(
            ConsentsAnswered(
                answer_ids=[answer.id for answer in group],
                person_ids=[answer.person_id for answer in group],
                granted=list(granted),
                refused=list(refused),
            )
        )


def _answer_row(answer: Written, moment: datetime, head: tuple[Any, ...]) -> tuple[Any, ...]:
    said = (answer.person_id, answer.decided_at, answer.guardian_name, answer.relationship)
    return (answer.id, moment, *said, *head)


def _consent_rows(answer: Written, moment: datetime) -> Iterator[tuple[Any, ...]]:
    for purpose, granted in answer.decisions.items():
        version = rules.version_on(purpose, answer.decided_at.date())
        what = (answer.person_id, purpose.value, version, granted)
        yield (new_id(), moment, *what, answer.id, answer.valid_until)

"""Telling of members in chunks: the lists of an event stay short enough to be worked on at once."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

from foundation.outbox import publish
from foundation.outbox.events.foundation import MembersAdded, MembersMoved, MembersRemoved, MembersWithdrawn

CHUNK = 1000
Pairs = Sequence[tuple[UUID, UUID]]  # a membership's id and its person's
Row = TypeVar("Row", bound=tuple[Any, ...])


def added(cohort_id: UUID, programme_id: UUID, members: Pairs) -> None:
    for ids, people in _chunks(members):
        publish(MembersAdded(cohort_id=cohort_id, programme_id=programme_id, membership_ids=ids, person_ids=people))


def withdrawn(cohort_id: UUID, members: Pairs) -> None:
    for ids, people in _chunks(members):
        publish(MembersWithdrawn(cohort_id=cohort_id, membership_ids=ids, person_ids=people))


def removed(cohort_id: UUID, members: Pairs) -> None:
    for ids, people in _chunks(members):
        publish(MembersRemoved(cohort_id=cohort_id, membership_ids=ids, person_ids=people))


def moved(to_cohort_id: UUID, members: Sequence[tuple[UUID, UUID, UUID]]) -> None:
    """Each also with the cohort that she left."""
    for ids, people, sources in _chunks(members):
        publish(MembersMoved(to_cohort_id=to_cohort_id, membership_ids=ids, person_ids=people, from_cohort_ids=sources))


def _chunks(rows: Sequence[Row]) -> Iterator[list[list[UUID]]]:
    for start in range(0, len(rows), CHUNK):
        yield [list(column) for column in zip(*rows[start : start + CHUNK], strict=True)]

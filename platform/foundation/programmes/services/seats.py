"""Seats are taken by conditional updates: the row's lock and the check constraint decide, whoever comes at the same time."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.db.models import F

from foundation.programmes.errors import SeatsTaken
from foundation.programmes.models import Cohort


def reserve_seats(cohort_id: UUID, count: int) -> None:
    """All of them, or none."""
    free = Cohort.objects.filter(pk=cohort_id, seats__gte=F("seats_taken") + count)
    if count and not free.update(seats_taken=F("seats_taken") + count):
        raise SeatsTaken


def reserve_up_to(cohort_id: UUID, count: int) -> int:
    """As many of them as are free; returns how many that is."""
    cohort = Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=cohort_id)
    free = max(0, min(count, cohort.seats - cohort.seats_taken))
    reserve_seats(cohort_id, free)
    return free


def release_seats(cohort_id: UUID, count: int) -> None:
    if count:
        Cohort.objects.filter(pk=cohort_id).update(seats_taken=F("seats_taken") - count)


def release_each(cohort_ids: Iterable[UUID]) -> None:
    """A seat for each time that a cohort is named, in the order of the ids as everywhere."""
    for cohort_id, count in sorted(Counter(cohort_ids).items()):
        release_seats(cohort_id, count)


def take_seat(cohort_id: UUID) -> None:
    reserve_seats(cohort_id, 1)


def free_seat(cohort_id: UUID) -> None:
    release_seats(cohort_id, 1)


def change_seat(*, leave: UUID, enter: UUID) -> None:
    """In the order of the ids, so that two who change places never wait for each other."""
    for cohort_id, step in sorted(((leave, free_seat), (enter, take_seat)), key=lambda pair: pair[0]):
        step(cohort_id)

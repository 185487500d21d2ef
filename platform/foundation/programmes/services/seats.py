"""Seats are taken by conditional updates: the row's lock and the check constraint decide, whoever comes at the same time."""

from uuid import UUID

from django.db.models import F

from foundation.programmes.errors import SeatsTaken
from foundation.programmes.models import Cohort


def take_seat(cohort_id: UUID) -> None:
    free = Cohort.objects.filter(pk=cohort_id, seats_taken__lt=F("seats"))
    if not free.update(seats_taken=F("seats_taken") + 1):
        raise SeatsTaken


def free_seat(cohort_id: UUID) -> None:
    Cohort.objects.filter(pk=cohort_id).update(seats_taken=F("seats_taken") - 1)


def change_seat(*, leave: UUID, enter: UUID) -> None:
    """In the order of the ids, so that two who change places never wait for each other."""
    for cohort_id, step in sorted(((leave, free_seat), (enter, take_seat)), key=lambda pair: pair[0]):
        step(cohort_id)

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from foundation.accounts.models import User
from foundation.kernel.workdays import local_day
from foundation.programmes.selectors import work_calendar
from mentoring.projects.models import Submission
from mentoring.projects.services import wait_from
from mentoring.reviews.errors import SnoozedTwice
from mentoring.reviews.models import MOST_SNOOZES, Snooze
from mentoring.reviews.policies import get_snooze_for, get_unheld_for, get_waiting_for


@transaction.atomic
def snooze(*, actor: User, submission_id: UUID, days: int, now: datetime) -> Snooze:
    """Out of the mentor's queue for so many working days of the team's. Whoever mentors the project is waited for from then
    on; nobody else is made to wait. To the same day again is once. The mentor's row is locked, so that nobody puts off a third
    time."""
    mentor, submission = get_unheld_for(actor, submission_id)
    last = Snooze.objects.filter(mentor=mentor, submission=submission).order_by("number").last()
    until_on = _later(submission, days, local_day(now, mentor.time_zone))
    if last and last.until_on == until_on:
        return last
    before = last.number if last else 0
    if before >= MOST_SNOOZES:
        raise SnoozedTwice
    waits_on = submission.waits_on if submission.reserved_for else None
    if submission.reserved_for:
        wait_from(submission_id=submission.id, day=until_on)
    number, days_of = before + 1, {"until_on": until_on, "waits_on": waits_on}
    return Snooze.objects.create(mentor=mentor, submission=submission, number=number, **days_of)


@transaction.atomic
def undo_snooze(*, actor: User, submission_id: UUID) -> None:
    """As if it had not been put off, the newest time: the clock of whoever mentors the project has run all along."""
    _, submission = get_waiting_for(actor, submission_id)
    snooze = get_snooze_for(actor, submission_id)
    if submission.reserved_for and snooze.waits_on and submission.waits_on == snooze.until_on:
        wait_from(submission_id=submission.id, day=snooze.waits_on)
    snooze.delete()


def _later(submission: Submission, days: int, today: date) -> date:
    calendar = work_calendar(submission.state, today, today + timedelta(days=60))
    return calendar.later(today, days)

from collections.abc import Collection
from datetime import date, datetime

from foundation.accounts.models import User
from foundation.kernel.workdays import local_day
from foundation.programmes.selectors import state_codes_of, zones_of
from mentoring.projects.enums import Timing
from mentoring.projects.errors import CallClosed, CallNotOpenYet, NotForYou, StageOver
from mentoring.projects.models import Call, Project, Submission
from mentoring.projects.policies import zones_of_teams
from mentoring.projects.rules import belongs, may_submit, opens_later, takes_work, timing


def is_open(call: Call, days: Collection[date]) -> bool:
    """On one of the days that it is now: of several the most generous counts."""
    return any(takes_work(call.status, call.opens_on, call.closes_on, day) for day in days)


def check_open(call: Call, actor: User, now: datetime) -> None:
    """For beginning and for joining."""
    days = [local_day(now, zone) for zone in zones_of(actor)]
    today = max(days)
    if call.opens_on and opens_later(call.status, call.opens_on, today):
        raise CallNotOpenYet(call.opens_on, actor)
    if not is_open(call, days):
        raise CallClosed
    if not any(call.audience.values()):
        return
    if not belongs(call.audience, state_codes_of(actor.id), actor.birth_date, today):
        raise NotForYou


def check_time(project: Project, submission: Submission, now: datetime) -> bool:
    """Whether what is handed in now is late; what came back, or was handed in before, may always be handed in again. Raises
    where it isn't taken."""
    if submission.submitted_at:
        return submission.late
    zones = zones_of_teams([project.id])[project.id]
    is_open_now = is_open(project.call, [local_day(now, zone) for zone in zones])
    if not may_submit(call_open=is_open_now, reviewed_before=not is_first(project, submission)):
        raise CallClosed
    found = timing(project.call.stages, submission.stage, zones, now) if submission.number == 1 else Timing.IN_TIME
    if found == Timing.OVER:
        raise StageOver
    return found == Timing.LATE


def is_first(project: Project, submission: Submission) -> bool:
    """Of all that the project hands in, and not handed in before."""
    return (
        submission.submitted_at is None and submission.number == 1 and submission.stage == project.call.stages[0]["key"]
    )

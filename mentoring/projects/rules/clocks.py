from collections.abc import Mapping
from datetime import date, timedelta

from foundation.kernel.workdays import WorkCalendar
from mentoring.projects.enums import NUDGES, Awaited, SubmissionStatus

LONGEST = timedelta(days=60)  # that six working days take, feasts included


def due_nudge(since: date, today: date, calendar: WorkCalendar, nudged: int) -> int | None:
    """The newest of the nudges whose working days have passed; None where that, or a later one, was sent."""
    passed = calendar.passed(since, today)
    due = max((step for step in NUDGES if step <= passed), default=0)
    return due if due > nudged else None


def awaited(status: str, *, kept: bool, met: bool) -> Awaited:
    """Who is waited for: the team that is to revise; else whoever may read it, if its team may be `met` now."""
    if status == SubmissionStatus.RETURNED:
        return Awaited.TEAM
    if not met:
        return Awaited.CONSENT
    return Awaited.MENTOR if kept else Awaited.ANYBODY


def cutoffs(calendars: Mapping[str, WorkCalendar], today: date) -> list[tuple[str, int, date]]:
    """(state, nudge, the newest day of waits for which it is due)."""
    return [(code, step, known.earlier(today, step)) for code, known in calendars.items() for step in NUDGES]

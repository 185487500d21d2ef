"""Where a team's work stands in the queue, when to expect an answer, and how true such words were."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from foundation.accounts.models import User
from foundation.kernel.statements import run
from foundation.kernel.workdays import WorkCalendar
from foundation.programmes.policies import require_office
from foundation.programmes.selectors import work_calendar
from mentoring.projects.models import FOR_ANYBODY, WAITING, Submission
from mentoring.projects.policies import without_mentor
from mentoring.reviews.models import Forecast
from mentoring.reviews.rules import PAST, Pace, answer_by, pace_shown
from mentoring.reviews.selectors.keeping import kept
from mentoring.reviews.selectors.queue import ORDER, counted

PACE = """
    SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY hours), percentile_cont(0.9) WITHIN GROUP (ORDER BY hours)
      FROM (SELECT extract(epoch FROM decided_at - submitted_at) / 3600 AS hours
              FROM projects_submission WHERE decided_at >= %(since)s AND pool = %(pool)s) answered
"""
KEPT = """
    WITH first AS (
        SELECT submission_id, answer_by, median_hours FROM reviews_forecast WHERE is_first AND created_at >= %(since)s)
    SELECT s.states[1], s.pools[1], count(*), count(decided_at),
           count(*) FILTER (WHERE decided_at::date <= answer_by)::float
               / nullif(count(*) FILTER (
                   WHERE answer_by < %(today)s OR (answer_by IS NOT NULL AND decided_at IS NOT NULL)), 0),
           percentile_cont(0.5) WITHIN GROUP (
               ORDER BY abs(extract(epoch FROM decided_at - submitted_at) / 3600 - median_hours))
      FROM first CROSS JOIN LATERAL (
           SELECT states, pools, submitted_at, decided_at FROM projects_submission WHERE id = submission_id OFFSET 0) s
     GROUP BY GROUPING SETS ((s.states[1], s.pools[1]), ())
     ORDER BY grouping(s.states[1]) DESC, 1 NULLS FIRST, 2
"""
LOOKED_BACK = timedelta(days=90)
MOST_AHEAD = 10_000  # beyond that nobody is told a place


@dataclass(frozen=True, slots=True)
class Kept:
    """Of a state and a language; of all where both are None."""

    state: str | None
    language: str | None
    told: int
    answered: int
    kept_share: float | None
    median_error_hours: float | None


def forecast(submission: Submission, now: datetime, *, is_first: bool) -> Forecast:
    """What there is to tell now, not stored."""
    today, calendar = now.date(), _calendar(submission, now.date())
    place, pace = _position(submission), pace_of(submission.pool, now)
    by = answer_by(place, pace.answered, calendar.passed(today - PAST, today), today, calendar)
    return Forecast(
        submission=submission,
        created_at=now,
        is_first=is_first,
        position=place,
        median_hours=pace.median_hours,
        p90_hours=pace.p90_hours,
        answer_by=by if by and _has_mentor(submission) else None,
    )


def _has_mentor(submission: Submission) -> bool:
    """Else nothing is promised: the pool's pace is that of others' work."""
    return bool(submission.reserved_for) or not without_mentor([submission])


def newest_forecast(submission: Submission) -> Forecast | None:
    return Forecast.objects.filter(submission=submission).order_by("-created_at").first()


def pace_of(pool: str, now: datetime) -> Pace:
    return kept(f"pace:{pool}", lambda: _pace(pool, now)).found


def _pace(pool: str, now: datetime) -> Pace:
    ((answered, median, p90),) = run(PACE, {"since": now - PAST, "pool": pool})
    return pace_shown(answered, median, p90)


def forecasts_kept(actor: User, *, now: datetime) -> list[Kept]:
    """Of what teams were told first, in the last 90 days. Not yet answered counts as soon as the day has passed."""
    require_office(actor)
    return kept("forecasts", lambda: _compared(now)).found


def _compared(now: datetime) -> list[Kept]:
    rows = run(KEPT, {"since": now - LOOKED_BACK, "today": now.date()})
    return [Kept(state, language, *counts) for state, language, *counts in rows]


def _position(submission: Submission) -> int | None:
    """Among what waits for the same mentor, or for anybody in the same pool; None beyond what is counted."""
    same = WAITING & Q(reserved_for=submission.reserved_for)
    others = Submission.objects.filter(same if submission.reserved_for else FOR_ANYBODY & Q(pool=submission.pool))
    earlier = TupleLessThan(Tuple(*ORDER), [submission.turn, submission.ticket])
    before = counted(others.filter(earlier), MOST_AHEAD)
    return before + 1 if before < MOST_AHEAD else None


def _calendar(submission: Submission, today: date) -> WorkCalendar:
    span: Any = (today - PAST, today + timedelta(days=366))
    return work_calendar(submission.state, *span)

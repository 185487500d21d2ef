"""Whoever is waited for is reminded, and at the end the work goes on without them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Q

from foundation.kernel.ids import new_id
from foundation.kernel.statements import run
from foundation.kernel.workdays import WorkCalendar
from foundation.outbox import publish
from foundation.outbox.events.mentoring import WaitNudged, WaitOverdue
from foundation.programmes.selectors import NOWHERE, coordinators_of, office, work_calendars
from mentoring.mentors.selectors import mentors_away, mentors_unvetted
from mentoring.projects.enums import NUDGES, Awaited, MentorshipEnd, SubmissionStatus
from mentoring.projects.models import CLOCKED, WAITING, Nudge, Submission
from mentoring.projects.policies import met_of, teams_of, without_mentor
from mentoring.projects.rules import AT_FRONT, IN_TURN, LONGEST, awaited, cutoffs, due_nudge
from mentoring.projects.services.consents import tell_unmet
from mentoring.projects.services.mentorships import end_mentorships, lock_mentorships

SWEEP = 500
NOBODY = "nobody"  # to staff: no mentor is left who could take it up
DUE = """
    SELECT DISTINCT s.id
      FROM projects_submission s
      JOIN unnest(%(states)s::text[], %(steps)s::int[], %(days)s::date[]) due (state, step, day)
        ON due.state = coalesce(s.states[1], '') AND s.waits_on <= due.day AND s.nudged < due.step
     WHERE s.waits_on IS NOT NULL AND s.nudged < %(last)s AND (s.wanting > 0 OR s.status = 'returned')
       AND (due.step = %(last)s OR s.status = 'returned' OR s.reserved_for IS NOT NULL)
     LIMIT %(most)s
"""
Due = list[tuple[Submission, Nudge]]


def sweep_clocks(*, now: datetime) -> int:
    """Let go of some mentors who are gone, nudge some of those who have been waited for too long, and say how many; one who
    missed a day says only the newest."""
    return _end_of_absent(now) + _nudge(now)


def wait_from(*, submission_id: UUID, day: date) -> None:
    """Whoever is waited for has put it off until that day, or waits on since then: nobody is reminded of a day twice."""
    reminded = Nudge.objects.filter(submission=submission_id, waits_on=day).aggregate(last=Max("step"))
    waiting = Submission.objects.filter(WAITING, pk=submission_id)
    waiting.update(waits_on=day, nudged=reminded["last"] or 0, revision=F("revision") + 1)


@transaction.atomic
def _nudge(now: datetime) -> int:
    due = _lock_due(now.date())
    Nudge.objects.bulk_create([nudge for _, nudge in due])
    for step in NUDGES:
        told = [nudge.submission_id for _, nudge in due if nudge.step == step]
        Submission.objects.filter(pk__in=told).update(nudged=step)
    teams = teams_of({submission.project_id for submission, _ in due})
    publish(*(_reminder(*one, teams) for one in due if _is_reminder(one[1])))
    tell_unmet([row for row, nudge in due if nudge.awaited == Awaited.CONSENT])
    over = [one for one in due if one[1].step == NUDGES[-1]]
    _go_on(over, now)
    publish(*_tellings(over, teams))
    return len(due)


def _lock_due(today: date) -> Due:
    """What others are working on is left to the next sweep, and so is what is kept for a mentor who is just leaving."""
    calendars = work_calendars(today - LONGEST, today)
    states, steps, days = zip(*cutoffs(calendars, today), strict=True)
    given = {"states": list(states), "steps": list(steps), "days": list(days), "last": NUDGES[-1], "most": SWEEP}
    found = Submission.objects.filter(CLOCKED, pk__in=[row[0] for row in run(DUE, given)]).order_by("id")
    kept = lock_mentorships(Q(project__in=found.filter(reserved_for__isnull=False).order_by().values("project")))
    anybodys = Q(reserved_for=None) | Q(status=SubmissionStatus.RETURNED)
    mine = anybodys | Q(project__in=[one.project_id for one in kept])
    locked = list(found.filter(mine).select_for_update(no_key=True, skip_locked=True))
    met = met_of([row.id for row in locked])
    return [(row, nudge) for row in locked if (nudge := _nudge_of(row, row.id in met, calendars, today))]


def _nudge_of(row: Submission, met: bool, calendars: Mapping[str, WorkCalendar], today: date) -> Nudge | None:
    since, whom = row.waits_on or today, awaited(row.status, kept=bool(row.reserved_for), met=met)
    step = due_nudge(since, today, calendars.get(row.state, NOWHERE), row.nudged)
    nudge = Nudge(submission=row, awaited=whom, waits_on=since, step=step) if step else None
    return nudge if nudge and (nudge.step == NUDGES[-1] or nudge.awaited != Awaited.ANYBODY) else None


def _is_reminder(nudge: Nudge) -> bool:
    """A mentor's time is over with the last."""
    return nudge.awaited == Awaited.TEAM or (nudge.awaited == Awaited.MENTOR and nudge.step < NUDGES[-1])


def _reminder(row: Submission, nudge: Nudge, teams: Mapping[UUID, list[UUID]]) -> WaitNudged:
    return WaitNudged(
        nudge_id=nudge.id,
        submission_id=row.id,
        project_id=row.project_id,
        awaited=nudge.awaited,
        step=nudge.step,
        person_ids=[row.reserved_for]
        if row.reserved_for and nudge.awaited == Awaited.MENTOR
        else teams[row.project_id],
    )


def _go_on(over: Due, now: datetime) -> None:
    silent = [row.project_id for row, nudge in over if nudge.awaited == Awaited.MENTOR]
    end_mentorships(which=Q(project__in=silent), ending=MentorshipEnd.SILENT, now=now)
    untaken = [row.id for row, nudge in over if nudge.awaited == Awaited.ANYBODY]
    waiting = Submission.objects.filter(pk__in=untaken, turn=IN_TURN)
    waiting.update(turn=AT_FRONT, revision=F("revision") + 1)


def _tellings(over: Due, teams: Mapping[UUID, list[UUID]]) -> Iterable[WaitOverdue]:
    """To each of the staff how many: of what nobody takes up the office is told too, of what has no coordinator the office
    alone. What no mentor is left for is counted apart: it will not be taken up by waiting."""
    if not over:
        return
    nobodys = without_mentor(row for row, nudge in over if nudge.awaited == Awaited.ANYBODY)
    people = {person for row, _ in over for person in teams[row.project_id]}
    coordinators, everywhere, counts = coordinators_of(people), office(), Counter[tuple[UUID, str]]()
    for row, nudge in over:
        told = set().union(*(coordinators.get(person, ()) for person in teams[row.project_id]))
        told = told | everywhere if nudge.awaited == Awaited.ANYBODY or not told else told
        whom = NOBODY if row.id in nobodys else nudge.awaited
        counts.update((person, whom) for person in told)
    for (person, whom), count in counts.items():
        yield WaitOverdue(notice_id=new_id(), awaited=whom, count=count, person_id=person)


def _end_of_absent(now: datetime) -> int:
    """A vetting that ended by its date is no news to anybody, and nobody is to wait for who is away."""
    gone = ((mentors_unvetted, MentorshipEnd.CLOSED), (mentors_away, MentorshipEnd.AWAY))
    return sum(
        len(end_mentorships(which=Q(mentor__in=who(now.date())), ending=ending, now=now, skip_locked=True, most=SWEEP))
        for who, ending in gone
    )

"""What waits for a mentor, how long it takes, and what came before."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, Subquery

from foundation.accounts.models import User
from foundation.kernel.clock import today
from foundation.kernel.statements import run
from foundation.programmes.policies import is_office, one
from foundation.programmes.selectors import NOWHERE, work_calendars
from mentoring.mentors.policies import Desk, desk_of, require_mentor
from mentoring.projects.models import WAITING, Submission
from mentoring.projects.policies import is_blind, kept_for, submissions_visible_to, suits
from mentoring.reviews.enums import ReviewStatus
from mentoring.reviews.models import HANDED_BACK, LIVE, Review
from mentoring.reviews.policies import knows_verdicts, put_off, queues_of, reviews_typed_at
from mentoring.reviews.rules import PAST, last_day, next_window
from mentoring.reviews.selectors.keeping import kept
from mentoring.reviews.selectors.queue import MOST_COUNTED, ORDER, counted

SHOWN = 20
UNTOLD = {"said": (), "status": None, "decided_at": None}
# How long the newest were held: all times that the mentor had the work count.
MINUTES = """
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY (
               SELECT sum(extract(epoch FROM least(h.submitted_at, h.lease_until) - h.created_at)) / 60
                 FROM reviews_review h
                WHERE h.submission_id = given.submission_id AND h.mentor_id = given.mentor_id AND h.status <> 'draft'))
      FROM (SELECT submission_id, mentor_id FROM reviews_review
             WHERE status = 'submitted' AND submitted_at >= %(since)s {of}
             ORDER BY submitted_at DESC LIMIT 1000) given
"""


@dataclass(frozen=True, slots=True)
class OwnDesk:
    leases: list[Review]
    mine: list[Any]
    waiting: int | None
    minutes: dict[str, Any]
    next_hours: dict[str, datetime] | None
    drafts: list[Review]


@dataclass(frozen=True, slots=True)
class History:
    versions: list[Any]
    words: list[dict[str, Any]]


def own_desk(actor: User, *, now: datetime) -> OwnDesk:
    require_mentor(actor)
    desk = desk_of(actor)
    if desk is None:
        return OwnDesk([], [], 0, {"mine": None, "usual": None, "computed_at": None}, None, [])
    own = reviews_typed_at(desk).select_related("submission__project").order_by("-lease_until")
    _, anybodys = queues_of(desk)
    count = counted(anybodys, MOST_COUNTED + 1)
    usual = kept("minutes", lambda: _minutes(now))
    hours = next_window(desk.mentor.availability, now, desk.mentor.time_zone)
    return OwnDesk(
        leases=list(own.filter(LIVE)),
        mine=_kept(desk),
        waiting=count if count <= MOST_COUNTED else None,
        minutes={"mine": _minutes(now, desk.mentor.id), "usual": usual.found, "computed_at": usual.at},
        next_hours={"starts_at": hours[0], "ends_at": hours[1]} if hours else None,
        drafts=_left(desk, own),
    )


def history_of(actor: User, submission_id: UUID) -> History:
    """For whoever may read the submission: of what the project handed in before it, never after. Who isn't to know yet what
    came of it reads the texts alone."""
    submission = one(submissions_visible_to(actor).filter(pk=submission_id).select_related("project__call"))
    decided = Submission.objects.filter(project=submission.project_id, decided_at__isnull=False)
    versions: list[Any] = list(decided.filter(created_at__lt=submission.created_at).order_by("decided_at"))
    if knows_verdicts(actor, submission):
        _say(versions)
    else:
        _silence(versions)
    return History(versions, _words(actor, submission))


def _say(versions: list[Any]) -> None:
    """What was said of each, in the order drawn by lot."""
    said = defaultdict(list)
    given = Review.objects.filter(submission__in=versions, status=ReviewStatus.SUBMITTED)
    for review in given.order_by("id"):
        said[review.submission_id].append(review)
    for version in versions:
        version.said = said[version.id]


def _silence(versions: list[Any]) -> None:
    for version in versions:
        vars(version).update(UNTOLD)


def _kept(desk: Desk) -> list[Any]:
    """What is kept for the mentor, with the last working day on which it is."""
    rows: list[Any] = list(
        Submission.objects.filter(kept_for(desk), WAITING).select_related("project").order_by(*ORDER)[:SHOWN]
    )
    since = [row.waits_on or today() for row in rows]
    calendars = work_calendars(min(since), max(since) + timedelta(days=60)) if rows else {}
    snoozed: dict[UUID, date] = dict(put_off(desk).values_list("submission_id", "until_on"))
    for row, day in zip(rows, since, strict=True):
        row.due_on = last_day(day, calendars.get(row.state, NOWHERE))
        row.snoozed_until = snoozed.get(row.id)
    return rows


def _left(desk: Desk, own: Any) -> list[Review]:
    """The newest of each submission that waits again, if anything was typed, or if the queue has it no more."""
    typed = ~Q(scores={}) | ~Q(feedback="") | ~Q(remarks=[])
    left = HANDED_BACK | Q(typed, status=ReviewStatus.EXPIRED)
    waits = Q(submission__in=Submission.objects.filter(WAITING & suits(desk)))
    newest: dict[UUID, Review] = {}
    for review in own.filter(left, waits)[: SHOWN * 5]:
        newest.setdefault(review.submission_id, review)
    return list(newest.values())[:SHOWN]


def _minutes(now: datetime, mentor_id: UUID | None = None) -> float | None:
    of = "AND mentor_id = %(mentor)s" if mentor_id else ""
    ((found,),) = run(MINUTES.format(of=of), {"since": now - PAST, "mentor": mentor_id})
    return None if found is None else round(float(found), 1)


def _words(actor: User, submission: Submission) -> list[dict[str, Any]]:
    """What other mentors left for whoever takes it next: for who did since, and the office. Nothing where they are not to
    know of each other."""
    if is_blind(submission):
        return []
    left = Review.objects.filter(HANDED_BACK, ~Q(word="") | Q(handed__isnull=False), submission=submission)
    left = left.exclude(mentor__person=actor)
    if not is_office(actor):
        own = Review.objects.filter(submission=submission, mentor__person=actor).order_by("-created_at")
        left = left.filter(created_at__lt=Subquery(own.values("created_at")[:1]))
    left = left.order_by("created_at")
    return [{"word": review.word, "draft": Review(**review.handed) if review.handed else None} for review in left]

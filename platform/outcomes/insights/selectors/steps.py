"""What is known of a person that says what she may do next. Nothing of it is kept for this."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Case, Exists, IntegerField, OuterRef, Value, When

from courses.catalogue.policies import published_in
from courses.enrolment.models import Enrolment
from courses.enrolment.selectors import path_going_on, ready_for
from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.selectors import capabilities_of
from foundation.kernel.clock import now
from foundation.kernel.dates import end_of
from foundation.kernel.language import current
from foundation.kernel.statements import prepared
from foundation.notifications.enums import Kind
from foundation.notifications.selectors import notifications_of
from foundation.programmes.selectors import cohorts_of
from mentoring.projects.enums import ProjectStatus, SubmissionStatus
from mentoring.projects.models import Project, Submission
from mentoring.projects.policies import is_member
from mentoring.projects.selectors import deadlines_of, stage_titles, undeclared
from mentoring.showcase.selectors import undecided
from outcomes.credentials.enums import CredentialStatus
from outcomes.credentials.selectors import list_credentials
from outcomes.insights.enums import Why
from outcomes.insights.rules import Ending, Facts, Mine, Offer, Step, Texts, Tried, Way, next_steps

# Of each enrolment under way the first required lesson that was neither done nor tried (a quiz, once the others suffice), and
# the quizzes that were tried and not passed, in reading order; what she did last comes first. A quiz is its key and its
# questions: it was tried, whichever version that was in.
WAYS = """
    SELECT e.id, c.slug, v.title, e.done, e.total, greatest(e.needed - e.done, e.quizzes_left), next.id, next.title,
           tried.quizzes, e.due_at, e.closes_at
      FROM enrolment_enrolment e
      JOIN catalogue_course c ON c.id = e.course_id
      JOIN catalogue_courseversion v ON v.id = e.version_id
      LEFT JOIN LATERAL (
           SELECT l.id, l.title FROM catalogue_lesson l JOIN catalogue_module m ON m.id = l.module_id
            WHERE l.version_id = e.version_id AND l.required AND (l.kind = 'quiz' OR e.done < e.needed)
              AND NOT EXISTS (SELECT FROM enrolment_lessonprogress p WHERE p.enrolment_id = e.id AND p.lesson_id = l.id)
              AND NOT EXISTS (SELECT FROM assessment_attempt a JOIN catalogue_lesson was ON was.id = a.lesson_id
                               WHERE a.enrolment_id = e.id AND was.key = l.key AND was.extra_hash = l.extra_hash)
            ORDER BY m.position, l.position LIMIT 1) next ON true
      LEFT JOIN LATERAL (
           SELECT json_agg(json_build_array(l.id, l.title, a.is_open, a.expires_at, a.used,
                                            (q.definition -> 'attempts')::int
                                            + (SELECT count(*) FROM assessment_extraattempt x
                                                 JOIN catalogue_lesson was ON was.id = x.lesson_id
                                                WHERE x.enrolment_id = e.id
                                                  AND was.key = l.key AND was.extra_hash = l.extra_hash),
                                            a.submitted_at, q.definition -> 'cooldown_minutes')
                           ORDER BY m.position, l.position)::text AS quizzes
             FROM (SELECT was.key, was.extra_hash, bool_or(status = 'open') AS is_open, max(submitted_at) AS submitted_at,
                          max(expires_at) FILTER (WHERE status = 'open') AS expires_at,
                          count(*) FILTER (WHERE status = 'submitted') AS used
                     FROM assessment_attempt JOIN catalogue_lesson was ON was.id = lesson_id
                    WHERE enrolment_id = e.id GROUP BY was.key, was.extra_hash) a
             JOIN catalogue_lesson l ON l.version_id = e.version_id AND l.key = a.key AND l.extra_hash = a.extra_hash
             JOIN catalogue_module m ON m.id = l.module_id
             JOIN assessment_quiz q ON q.lesson_id = l.id
            WHERE NOT EXISTS (SELECT FROM enrolment_lessonprogress p
                               WHERE p.enrolment_id = e.id AND p.lesson_id = l.id)) tried ON true
     WHERE e.person_id = %(person)s AND e.status = 'active'
     ORDER BY e.active_at DESC NULLS LAST, e.id
"""


@dataclass(frozen=True, slots=True)
class Course:
    """One that she is in, with what is `left` to do in it, and its own `deadline` if it has one to come."""

    slug: str
    left: int
    way: Way
    deadline: Ending | None


def steps_of(actor: User, *, at: datetime | None = None) -> list[Step]:
    moment = at or now()
    return next_steps(_facts(actor, moment), moment)


def _facts(actor: User, moment: datetime) -> Facts:
    cohorts = list(cohorts_of(actor.pk).order_by("ends_on", "id").values("id", "name", "ends_on", "courses"))
    ends = {cohort["id"]: end_of(cohort["ends_on"], actor.time_zone) for cohort in cohorts}
    courses = [_course(row, moment) for row in _rows_of(actor)]
    left = {course.slug: course.left for course in courses if not course.deadline}
    endings = [
        Ending(("cohort", k["id"]), k["name"], ends[k["id"]], sum(left.get(slug, 0) for slug in k["courses"]))
        for k in cohorts
    ]
    may = capabilities_of(actor)
    return Facts(
        learning=may[Purpose.LEARNING].waiting_for,
        contact=may[Purpose.MENTOR_CONTACT].waiting_for,
        ways=[course.way for course in courses],
        endings=[*endings, *(course.deadline for course in courses if course.deadline)],
        projects=_projects_of(actor),
        certificates=_certificates_of(actor),
        to_declare=undeclared(actor),
        to_show=undecided(actor, moment) if may[Purpose.PUBLIC_SHOWING].granted else [],
        offer=_offer_to(actor, [slug for k in cohorts for slug in k["courses"]]),
    )


def _rows_of(actor: User) -> list[tuple[Any, ...]]:
    with prepared() as cursor:
        cursor.execute(WAYS, {"person": actor.pk})
        return list(cursor.fetchall())


def _course(row: tuple[Any, ...], moment: datetime) -> Course:
    enrolment, slug, texts, done, total, left, lesson, title, quizzes, due_at, closes_at = row
    tried = [_tried(*quiz) for quiz in orjson.loads(quizzes or "[]")]
    way = Way(
        enrolment=enrolment,
        course=orjson.loads(texts),
        done=done,
        total=total,
        lesson=lesson,
        title=orjson.loads(title or "{}"),
        quizzes=tried,
        due_at=due_at,
        is_closed=closes_at is not None and closes_at <= moment,
    )
    why = Why.COURSE_CLOSES if closes_at else Why.COURSE_DUE
    ending = Ending(("course", slug), way.course, due_at, left, why, way) if due_at and moment < due_at else None
    return Course(slug, 0 if way.is_closed else left, way, ending)


def _tried(
    lesson: str,
    title: Texts,
    is_open: bool,
    expires_at: str | None,
    used: int,
    allowed: int | None,
    submitted_at: str | None,
    cooldown: int | None,
) -> Tried:
    ended, wait = _moment(submitted_at), timedelta(minutes=cooldown or 0)
    return Tried(UUID(lesson), title, is_open, _moment(expires_at), used, allowed, ended + wait if ended else None)


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _projects_of(actor: User) -> list[Mine]:
    """Those in her hands, the longest there first. What came back is due to nobody."""
    last = Submission.objects.filter(project=OuterRef("pk")).order_by("-created_at", "-id")
    projects = Project.objects.filter(is_member(actor), status=ProjectStatus.ACTIVE)
    rows: Any = list(projects.annotate(last=last.values("status")[:1]).select_related("call").order_by("id"))
    due = deadlines_of(project for project in rows if project.last != SubmissionStatus.RETURNED)
    return [_mine(project, project.last, due.get(project.pk)) for project in rows]


def _mine(project: Project, last: str | None, due: datetime | None) -> Mine:
    returned = last == SubmissionStatus.RETURNED
    stage = stage_titles(project, project.stage) if last == SubmissionStatus.ACCEPTED else {}
    return Mine(project.pk, project.title, returned, due, stage)


def _certificates_of(actor: User) -> list[tuple[UUID, Texts]]:
    """Those that are ready, as long as she has not read that they are."""
    unread = notifications_of(actor, unread=True).filter(kind=Kind.CREDENTIAL_READY)
    ready = list_credentials(actor).filter(status=CredentialStatus.VALID, id__in=unread.values("subject_id"))
    return list(ready.order_by("-id").values_list("id", "snapshot__titles"))


def _offer_to(actor: User, offered: Sequence[str]) -> Offer | None:
    """A course that she has never been in: one with which a path of hers goes on before one of her cohorts', that before what
    is open to all, in her language before others."""
    rank = Case(
        When(path__isnull=False, then=Value(0)),
        When(slug__in=offered, then=Value(1)),
        When(languages__contains=[current()], then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    known = Exists(Enrolment.objects.filter(person=actor, course=OuterRef("pk")))
    seen = published_in(offered)
    fresh = ready_for(actor, seen).exclude(known).annotate(path=path_going_on(actor, seen)).annotate(rank=rank)
    found = fresh.order_by("rank", "id").values("slug", "title", "path").first()
    return Offer(found["slug"], found["title"], found["path"] or {}) if found else None

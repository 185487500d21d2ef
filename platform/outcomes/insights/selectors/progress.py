"""How far each learner of a cohort has come: one statement, whether for a page of them or for all."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db.models import BooleanField, F, Field, IntegerField, OuterRef, QuerySet, Subquery, TextField
from django.db.models.expressions import RawSQL

from courses.catalogue.selectors import published_courses
from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.selectors import withheld
from foundation.kernel.clock import now
from foundation.kernel.dates import last_day
from foundation.programmes.models import Cohort, Organisation
from outcomes.insights.enums import NOT_STARTED
from outcomes.insights.policies import get_reported_cohort, learners_reported_to
from outcomes.insights.rules import can_be_late

Learner = Mapping[str, Any]
NAMED = re.compile(r"%\((\w+)\)s")
DAY = "({} AT TIME ZONE %(zone)s)::date"
STATUS = f"CASE WHEN e.status = 'active' AND e.started_at IS NULL THEN '{NOT_STARTED}' ELSE e.status END"
KEPT = "CASE WHEN e.status <> 'withdrawn' THEN {} END"  # what a course that she left counts for, here and in the totals

# Whatever is said of a learner is a scalar subquery: a join or an EXISTS may be answered by reading a whole table.
# By slug; of two enrolments in one course the one that counts comes last, and so is kept.
COURSES = """
    SELECT json_object_agg(c.slug, json_build_array({status}, e.done, e.total, e.needed, {started}, {completed}, {active},
                                                     e.id, e.due_at,
                                                     coalesce(e.status = 'active' AND e.due_at <= %(now)s, false),
                                                     coalesce(e.status = 'active' AND e.closes_at <= %(now)s, false),
                                                     e.quizzes_left, e.extended_on)
                           ORDER BY e.status <> 'withdrawn', e.id)::text
      FROM enrolment_enrolment e JOIN catalogue_course c ON c.id = e.course_id
     WHERE e.person_id = programmes_membership.person_id AND c.slug = ANY(%(courses)s)
"""
# Of calls for everybody and of those of the cohort's programme; handed in at least once.
PROJECTS = """
    SELECT count(*) FROM projects_teammember t JOIN projects_project p ON p.id = t.project_id
           JOIN projects_call k ON k.id = p.call_id
     WHERE t.person_id = programmes_membership.person_id AND t.left_at IS NULL
       AND (k.programme_id IS NULL OR k.programme_id = programmes_membership.programme_id)
       AND EXISTS (SELECT FROM projects_submission s WHERE s.project_id = p.id AND s.submitted_at IS NOT NULL)
"""
# For a course of the cohort, or for a project that `PROJECTS` would count.
CERTIFIED = """
    SELECT count(*) > 0
      FROM credentials_credential d JOIN credentials_achievement a ON a.id = d.achievement_id
      LEFT JOIN projects_project p ON p.id = a.subject_id AND a.kind = 'project'
      LEFT JOIN projects_call k ON k.id = p.call_id
     WHERE d.person_id = programmes_membership.person_id AND d.status = 'valid'
       AND (a.slug = ANY(%(courses)s)
            OR p.id IS NOT NULL
            AND (k.programme_id IS NULL OR k.programme_id = programmes_membership.programme_id))
"""


@dataclass(frozen=True, slots=True)
class CourseProgress:
    """A learner's in one of the cohort's courses; `status` is None where she isn't enrolled. Times as they were asked for, but
    for what is due: that is over with a day in her own `zone`."""

    course: str
    status: str | None = None
    done: int = 0
    total: int = 0
    needed: int = 0
    started_at: str | None = None
    completed_at: str | None = None
    active_at: str | None = None
    enrolment: str | None = None
    due_at: str | None = None
    overdue: bool = False
    closed: bool = False
    quizzes_left: int = 0
    extended_on: str | None = None
    zone: str = "UTC"

    @property
    def progress(self) -> dict[str, int]:
        return {"done": self.done, "total": self.total, "needed": self.needed}

    @property
    def due_on(self) -> date | None:
        return last_day(datetime.fromisoformat(self.due_at), self.zone) if self.due_at else None


def list_progress(actor: User, cohort_id: UUID) -> QuerySet[Any, dict[str, Any]]:
    return progress_in(actor, get_reported_cohort(actor, cohort_id))


def progress_in(actor: User, cohort: Cohort, *, zone: str | None = None) -> QuerySet[Any, dict[str, Any]]:
    """Of the learners whom the actor sees in it. With `zone` the courses' times are days there."""
    form = DAY if zone else "{}"
    moments = {name: form.format(KEPT.format(f"e.{name}_at")) for name in ("started", "completed", "active")}
    given = {"courses": cohort.courses, "zone": zone, "now": now()}
    learnt = raw(COURSES.format(status=STATUS, **moments), given, TextField())
    own = ("id", "learner_number", "group", "status", "awaiting_consent", "learnt", "projects_submitted", "certified")
    rows: QuerySet[Any, dict[str, Any]] = (
        learners_in(actor, cohort)
        .annotate(learnt=learnt)
        .values(
            *own,
            name=of_person("name"),
            time_zone=of_person("time_zone"),
            claimed_at=of_person("claimed_at"),
            school=of_school("slug"),
            school_name=of_school("name"),
            offered=F("cohort__courses"),
        )
    )
    return rows


def learners_in(actor: User, cohort: Cohort) -> QuerySet[Any, Any]:
    """Those whom the actor sees in it, with what every report says of each beside her courses."""
    given = {"courses": cohort.courses}
    return learners_reported_to(actor, cohort.pk).annotate(
        awaiting_consent=withheld(Purpose.LEARNING),
        projects_submitted=raw(PROJECTS, given, IntegerField()),
        certified=raw(CERTIFIED, given, BooleanField()),
    )


def courses_of(learner: Learner) -> list[CourseProgress]:
    """Of a row: what she did in each course of her cohort, in the cohort's order."""
    learnt: dict[str, list[Any]] = orjson.loads(learner["learnt"] or "{}")
    zone = learner["time_zone"]
    courses = [replace(CourseProgress(slug, *learnt.get(slug, ())), zone=zone) for slug in learner["offered"]]
    if can_be_late(claimed=learner["claimed_at"] is not None, waits=learner["awaiting_consent"]):
        return courses
    return [replace(course, overdue=False) for course in courses]


def last_active(courses: Sequence[CourseProgress]) -> str | None:
    """Of times that are written alike the latest is the greatest."""
    return max((course.active_at for course in courses if course.active_at), default=None)


def titles_in(cohort: Cohort) -> dict[str, dict[str, str]]:
    """The titles of its courses that are published, by slug."""
    return dict(published_courses().filter(slug__in=cohort.courses).values_list("slug", "title"))


def of_person(field: str) -> Subquery:
    return Subquery(User.objects.filter(pk=OuterRef("person")).values(field))


def of_school(field: str) -> Subquery:
    return Subquery(Organisation.objects.filter(pk=OuterRef("organisation")).values(field))


def raw(statement: str, values: Mapping[str, Any], field: "Field[Any, Any]") -> RawSQL:
    """For `annotate()`, with named parameters."""
    given = tuple(values[name] for name in NAMED.findall(statement))
    return RawSQL(NAMED.sub("%s", statement), given, field)  # noqa: S611 (no value stands in it)

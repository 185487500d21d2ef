"""The figures of a cohort: how many of its learners have come how far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from foundation.accounts.models import User
from foundation.kernel.clock import now
from foundation.programmes.models import Cohort
from outcomes.insights.policies import get_reported_cohort, learners_reported_to
from outcomes.insights.selectors.progress import learners_in, of_person, of_school, titles_in

ACTIVE_WITHIN = timedelta(days=14)

# What `grouping()` says of a row's kind.
ALL, SCHOOL, GENDER, LANGUAGE = 0b111, 0b011, 0b101, 0b110

# Written so that PostgreSQL looks each learner up, and reads no large table whole.
# One row for all, then one for each school, gender and language: what a row isn't about is null in it.
TOTALS = """
      WITH learner AS MATERIALIZED ({learners})
    SELECT school, school_name::text, gender, language, grouping(school, gender, language), count(*), count(claimed_at),
           count(*) FILTER (WHERE awaiting_consent), count(*) FILTER (WHERE e.started > 0),
           count(*) FILTER (WHERE e.active_at >= %s), count(*) FILTER (WHERE e.completed > 0 AND e.completed >= %s),
           count(*) FILTER (WHERE e.overdue > 0 AND claimed_at IS NOT NULL AND NOT awaiting_consent),
           count(*) FILTER (WHERE projects_submitted > 0), count(*) FILTER (WHERE certified)
      FROM learner CROSS JOIN LATERAL (
           SELECT count(started_at) AS started, max(active_at) AS active_at, count(completed_at) AS completed,
                  count(*) FILTER (WHERE e.status = 'active' AND e.due_at <= %s) AS overdue
             FROM enrolment_enrolment e JOIN catalogue_course c ON c.id = e.course_id
            WHERE e.person_id = learner.person_id AND c.slug = ANY(%s) AND e.status <> 'withdrawn') e
     GROUP BY GROUPING SETS ((), (school, school_name), (gender), (language))
     ORDER BY 5 DESC, 6 DESC, school, gender, language
"""
COURSES = """
    SELECT c.slug, count(*), count(e.started_at), count(e.completed_at)
      FROM ({learners}) learner CROSS JOIN LATERAL (
           SELECT course_id, started_at, completed_at FROM enrolment_enrolment e
            WHERE e.person_id = learner.person_id AND e.status <> 'withdrawn' OFFSET 0) e
      JOIN catalogue_course c ON c.id = e.course_id AND c.slug = ANY(%s)
     GROUP BY c.slug
"""


@dataclass(frozen=True, slots=True)
class Counts:
    enrolled: int
    claimed: int
    awaiting_consent: int
    started: int
    active: int
    completed: int
    overdue: int
    submitted: int
    certified: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Counts):
    """The figures of those who are alike in something. `name` is a school's."""

    key: str
    name: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CourseCounts:
    course: str
    title: Mapping[str, str]
    enrolled: int = 0
    started: int = 0
    completed: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    cohort: Cohort
    counted_at: datetime
    active_since: datetime
    totals: Counts
    organisations: list[Part]
    genders: list[Part]
    languages: list[Part]
    courses: list[CourseCounts]
    unpublished: list[str] = field(default_factory=list)


def totals_of(actor: User, cohort_id: UUID, *, at: datetime | None = None) -> Totals:
    """Of the learners whom the actor sees in it, in two statements whatever their number."""
    cohort, moment = get_reported_cohort(actor, cohort_id), at or now()
    titles, learners = titles_in(cohort), _learners(actor, cohort)
    since = moment - ACTIVE_WITHIN
    parts: dict[int, list[Part]] = {ALL: [], SCHOOL: [], GENDER: [], LANGUAGE: []}
    given = [since, len(titles), moment, cohort.courses]
    for school, name, gender, language, kind, *counts in _run(TOTALS, learners, given):
        key = {ALL: "", SCHOOL: school, GENDER: gender, LANGUAGE: language}[kind]
        parts[kind].append(Part(*counts, key=key, name=orjson.loads(name or "{}")))
    here = learners_reported_to(actor, cohort.pk).values("person_id").query.sql_with_params()
    by_course = {slug: counts for slug, *counts in _run(COURSES, here, [cohort.courses])}
    courses = [CourseCounts(slug, titles.get(slug, {}), *by_course.get(slug, ())) for slug in cohort.courses]
    unpublished = [slug for slug in cohort.courses if slug not in titles]
    (everybody,) = parts[ALL]
    return Totals(cohort, moment, since, everybody, parts[SCHOOL], parts[GENDER], parts[LANGUAGE], courses, unpublished)


def _learners(actor: User, cohort: Cohort) -> tuple[str, tuple[Any, ...]]:
    rows = learners_in(actor, cohort).values(
        "person_id",
        "awaiting_consent",
        "projects_submitted",
        "certified",
        school=of_school("slug"),
        school_name=of_school("name"),
        gender=of_person("gender"),
        language=of_person("language"),
        claimed_at=of_person("claimed_at"),
    )
    return rows.query.sql_with_params()


def _run(statement: str, learners: tuple[str, tuple[Any, ...]], values: list[Any]) -> list[tuple[Any, ...]]:
    """`values` are those of the parameters before and behind the learners' own."""
    sql, given = learners
    before = statement.partition("{learners}")[0].count("%s")
    with connection.cursor() as cursor:
        cursor.execute(statement.format(learners=sql), [*values[:before], *given, *values[before:]])
        return list(cursor.fetchall())

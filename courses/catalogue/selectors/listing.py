"""The catalogue as a caller may see it: its list, narrowed and searched, and how many there are of each kind."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from courses.catalogue.models import DESCRIPTION, Course
from courses.catalogue.policies import published_in
from courses.catalogue.selectors.searching import matching
from foundation.kernel.statements import prepared

LISTED = ("id", "slug", "open_to_all", *DESCRIPTION)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a kept list depends on: the state of the catalogue and the courses of the caller's cohorts."""

    stamp: UUID | None
    offered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The most frequent first."""

    total: int
    language: tuple[Count, ...]
    level: tuple[Count, ...]
    skill: tuple[Count, ...]


STANDING = """
    SELECT (SELECT stamp FROM catalogue_edition),
           ARRAY(SELECT DISTINCT unnest(cohort.courses)
                   FROM programmes_membership membership
                   JOIN programmes_cohort cohort ON cohort.id = membership.cohort_id
                  WHERE membership.person_id = %s AND membership.status <> 'withdrawn'
                  ORDER BY 1)
"""
FACETS = """
    WITH found AS MATERIALIZED ({found})
    SELECT 'total', '', count(*) FROM found
     UNION ALL SELECT 'language', value, count(*) FROM found, unnest(languages) value GROUP BY value
     UNION ALL SELECT 'level', level, count(*) FROM found GROUP BY level
     UNION ALL SELECT 'skill', value, count(*) FROM found, unnest(skills) value GROUP BY value
     ORDER BY 1, 3 DESC, 2
"""


def standing_of(person_id: UUID | None) -> Standing:
    with prepared() as cursor:
        cursor.execute(STANDING, [person_id])
        stamp, offered = cursor.fetchone()
    return Standing(stamp, tuple(offered))


def published_courses() -> QuerySet[Course]:
    return published_in(None)


def listed_courses(
    slugs: Collection[str] | None, filters: dict[str, Any], *, reader: str
) -> QuerySet[Any, dict[str, Any]]:
    """Rows of the catalogue for whom `slugs` are offered (None: all), narrowed by what the caller asked for, in
    `order_of(filters)`. `reader` is the language in which what is found counts most."""
    courses, words = _narrowed(slugs, filters), filters.get("q")
    found = matching(courses, words, reader) if words else courses
    rows: QuerySet[Any, dict[str, Any]] = found.values(*LISTED, *(["place"] if words else []))
    return rows


def order_of(filters: dict[str, Any]) -> str:
    """What is searched for: the best first; else the newest."""
    return "-place" if filters.get("q") else "-id"


def facets_of(slugs: Collection[str] | None, filters: dict[str, Any], *, reader: str) -> Facets:
    """Of the courses that `listed_courses` gives for the same, counted in one statement."""
    found = listed_courses(slugs, filters, reader=reader).values("languages", "level", "skills")
    sql, values = found.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(FACETS.format(found=sql), values)
        rows = cursor.fetchall()
    counts: dict[str, list[Count]] = {"total": [], "language": [], "level": [], "skill": []}
    for facet, value, count in rows:
        counts[facet].append(Count(value, count))
    (total,) = counts.pop("total")
    return Facets(total.count, **{facet: tuple(each) for facet, each in counts.items()})


def _narrowed(slugs: Collection[str] | None, filters: dict[str, Any]) -> QuerySet[Course]:
    courses = published_in(slugs)
    if language := filters.get("language"):
        courses = courses.filter(languages__contains=[language])
    if level := filters.get("level"):
        courses = courses.filter(level=level)
    if skill := filters.get("skill"):
        courses = courses.filter(skills__contains=[skill])
    return courses

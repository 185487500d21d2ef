"""By when enrolments are to be done: as their learners' cohorts ask for (`rules.due`), where each learner is."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction

from foundation.kernel.statements import run
from foundation.outbox import publish
from foundation.outbox.events.courses import DeadlinesUnsettled
from foundation.programmes.selectors import members_of

CHUNK = 1000
# What `rules.due` says, of a person and a course. A time zone that the database doesn't know counts as none: one learner's
# must not keep all others from their deadline.
DUE = """
    SELECT over AS due_at, CASE WHEN closes THEN over END AS closes_at
      FROM (SELECT CASE WHEN d.date IS NOT NULL THEN
                   (d.date + 1 + greatest(0, {extended} - d.date))::timestamp AT TIME ZONE
                   CASE WHEN u.time_zone IN (SELECT name FROM pg_timezone_names) THEN u.time_zone ELSE 'UTC' END
                   END AS over, d.closes
              FROM programmes_membership m
              JOIN programmes_cohort k ON k.id = m.cohort_id
              JOIN accounts_user u ON u.id = m.person_id
              LEFT JOIN LATERAL jsonb_to_recordset(k.deadlines) d (course text, date date, closes bool) ON d.course = {slug}
             WHERE m.person_id = {person} AND m.status <> 'withdrawn' AND {slug} = ANY(k.courses)
             ORDER BY d.date DESC NULLS FIRST, d.closes LIMIT 1) term
"""
# Whoever comes later with newer news waits for these locks; and what is read behind them is never older than what was read by
# whoever went before.
LOCK = "SELECT id FROM enrolment_enrolment WHERE {whose} = ANY(%(ids)s::uuid[]) ORDER BY id FOR NO KEY UPDATE"
DATE = f"""
    UPDATE enrolment_enrolment e SET due_at = fresh.due_at, closes_at = fresh.closes_at
      FROM (SELECT e.id, due.*
              FROM enrolment_enrolment e
              JOIN catalogue_course c ON c.id = e.course_id
              LEFT JOIN LATERAL ({DUE.format(person="e.person_id", slug="c.slug", extended="e.extended_on")}) due ON true
             WHERE e.id = ANY(%(enrolments)s::uuid[])) fresh
     WHERE e.id = fresh.id AND e.id = ANY(%(enrolments)s::uuid[])
       AND (e.due_at, e.closes_at) IS DISTINCT FROM (fresh.due_at, fresh.closes_at)
"""  # noqa: S608


@transaction.atomic
def date_people(*, people: Collection[UUID]) -> None:
    """Let all their enrolments, withdrawn ones too, be due when they are as things stand now."""
    _date("person_id", people)


@transaction.atomic
def date_enrolments(*, enrolments: Collection[UUID]) -> None:
    _date("id", enrolments)


def _date(whose: str, ids: Collection[UUID]) -> None:
    locked = run(LOCK.format(whose=whose), {"ids": list(ids)}) if ids else []
    if locked:
        run(DATE, {"enrolments": [enrolment_id for (enrolment_id,) in locked]})


@transaction.atomic
def unsettle_cohort(*, cohort_id: UUID) -> int:
    """Its members are dated chunk by chunk, each in a transaction of its own: nobody who learns waits for all of them."""
    people = list(members_of(cohort_id).order_by("id").values_list("person", flat=True))
    publish(*[DeadlinesUnsettled(person_ids=chunk) for chunk in _chunks(people)])
    return len(people)


def _chunks(people: Sequence[UUID]) -> list[list[UUID]]:
    return [list(people[start : start + CHUNK]) for start in range(0, len(people), CHUNK)]

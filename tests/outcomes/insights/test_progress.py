"""The report of a cohort, learner by learner and as figures."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from courses.catalogue.models import Course
from courses.enrolment.models import Enrolment
from courses.enrolment.services import enrol, withdraw
from courses.enrolment.services.joining import join
from foundation.accounts.models import User
from foundation.kernel.dates import end_of
from foundation.programmes.models import Membership
from tests.factories.programmes import (
    CohortFactory,
    MembershipFactory,
    coordinator,
    coordinator_of,
)
from tests.outcomes.insights.classroom import EVERYBODY, LONG_AGO, NOW, ROUTES, Classroom, classroom, path, said
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
SOON = NOW + timedelta(days=1)

_written, room = scene(classroom)


def enrolled(member: Membership, course: str) -> str:
    return str(Enrolment.objects.get(person=member.person, course__slug=course).pk)


def test_each_learner_has_the_members_that_clients_count_on(client_of: Clients, room: Classroom) -> None:
    amina, bilal, chadi = client_of(coordinator()).get(path(room)).json()["results"]
    assert amina == {
        "id": str(room.amina.pk),
        "name": "Amina",
        "learner_number": "007",
        "organisation": "ministry",
        "group": "3A",
        "status": "active",
        "claimed_at": said(room.amina.person.claimed_at),
        "awaiting_consent": False,
        "courses": [
            {
                "course": "writing",
                "status": "active",
                "progress": {"done": 1, "total": 2, "needed": 2},
                "started_at": said(NOW - timedelta(days=2)),
                "completed_at": None,
                "enrolment": enrolled(room.amina, "writing"),
                "due_at": None,
                "due_on": None,
                "overdue": False,
                "closed": False,
                "extended_until": None,
                "quizzes_left": 0,
            },
            {
                "course": "reading",
                "status": "completed",
                "progress": {"done": 2, "total": 2, "needed": 2},
                "started_at": said(NOW),
                "completed_at": said(NOW),
                "enrolment": enrolled(room.amina, "reading"),
                "due_at": None,
                "due_on": None,
                "overdue": False,
                "closed": False,
                "extended_until": None,
                "quizzes_left": 0,
            },
        ],
        "last_active_at": said(NOW),
        "projects_submitted": 1,
        "certified": True,
    }
    nothing = {
        "status": None,
        "progress": {"done": 0, "total": 0, "needed": 0},
        "started_at": None,
        "completed_at": None,
        "enrolment": None,
        "due_at": None,
        "due_on": None,
        "overdue": False,
        "closed": False,
        "extended_until": None,
        "quizzes_left": 0,
    }
    assert bilal == {
        "id": str(room.bilal.pk),
        "name": "=Bilal",
        "learner_number": "",
        "organisation": "cedars",
        "group": "",
        "status": "invited",
        "claimed_at": None,
        "awaiting_consent": True,
        "courses": [{"course": "writing", **nothing}, {"course": "reading", **nothing}],
        "last_active_at": None,
        "projects_submitted": 0,
        "certified": False,
    }
    told = (chadi["organisation"], chadi["last_active_at"], chadi["projects_submitted"], chadi["certified"])
    assert told == ("cedars", said(LONG_AGO), 0, False)


def test_the_figures_count_all_and_each_part(client_of: Clients, room: Classroom) -> None:
    answer = client_of(coordinator(), language="fr").get(path(room, "progress/totals"))
    whole = answer.json()
    counted = (
        "enrolled",
        "claimed",
        "awaiting_consent",
        "started",
        "active",
        "completed",
        "overdue",
        "submitted",
        "certified",
    )

    def counts(*numbers: int) -> dict[str, int]:
        return dict(zip(counted, numbers, strict=True))

    assert whole.pop("counted_at") > whole.pop("active_since")
    amina, chadi = counts(1, 1, 0, 1, 1, 0, 0, 1, 1), counts(1, 1, 0, 1, 0, 0, 0, 0, 0)
    bilal = counts(1, 0, 1, 0, 0, 0, 0, 0, 0)
    assert whole == {
        "cohort": str(room.cohort.pk),
        "totals": counts(3, 2, 1, 2, 1, 0, 0, 1, 1),
        "by_organisation": [
            {"organisation": "cedars", "name": "Les Cèdres", **counts(2, 1, 1, 1, 0, 0, 0, 0, 0)},
            {"organisation": "ministry", "name": "Ministère", **amina},
        ],
        "by_gender": [{"gender": "", **chadi}, {"gender": "female", **amina}, {"gender": "male", **bilal}],
        "by_language": [{"language": "ar", **counts(2, 2, 0, 2, 1, 0, 0, 1, 1)}, {"language": "fr", **bilal}],
        "courses": [
            {"course": "writing", "title": "writing en français", "enrolled": 2, "started": 2, "completed": 0},
            {"course": "reading", "title": "reading en français", "enrolled": 1, "started": 1, "completed": 1},
        ],
        "unpublished": [],
    }


def test_who_has_not_completed_what_was_due_is_overdue(client_of: Clients, room: Classroom) -> None:
    rows = Enrolment.objects.filter(person__in=[room.amina.person_id, room.chadi.person_id])
    rows.update(due_at=NOW - timedelta(days=1), closes_at=NOW - timedelta(days=1))
    client = client_of(coordinator())
    amina, bilal, chadi = client.get(path(room)).json()["results"]
    assert [[course["overdue"] for course in row["courses"]] for row in (amina, bilal, chadi)] == [
        [True, False],  # the second is completed
        [False, False],
        [True, False],  # in the second he never was
    ]
    assert {course["due_at"] for course in amina["courses"]} == {said(NOW - timedelta(days=1))}
    whole = client.get(path(room, "progress/totals")).json()
    assert (whole["totals"]["overdue"], [part["overdue"] for part in whole["by_language"]]) == (2, [2, 0])
    rows.update(due_at=NOW + timedelta(days=1), closes_at=None)
    assert client.get(path(room, "progress/totals")).json()["totals"]["overdue"] == 0


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "UTC", "Pacific/Kiritimati"])
def test_the_last_day_is_the_one_where_she_is(client_of: Clients, room: Classroom, zone: str) -> None:
    User.objects.filter(pk=room.amina.person_id).update(time_zone=zone)
    over = end_of(date(2026, 12, 20), zone)
    Enrolment.objects.filter(person=room.amina.person_id).update(due_at=over)
    amina, *_ = client_of(coordinator(time_zone="Asia/Jakarta")).get(path(room)).json()["results"]
    assert {(course["due_at"], course["due_on"]) for course in amina["courses"]} == {(said(over), "2026-12-20")}


@pytest.mark.parametrize(
    ("claimed", "grown", "late"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_nobody_is_late_before_she_can_begin(
    client_of: Clients, room: Classroom, claimed: bool, grown: bool, late: bool
) -> None:
    """The list and the figures say the same."""
    person = room.bilal.person
    course = Course.objects.get(slug="writing")
    join(people=[person.pk], courses=[course.pk], reopen=False)
    Enrolment.objects.filter(person=person).update(due_at=NOW - timedelta(days=1))
    User.objects.filter(pk=person.pk).update(
        claimed_at=NOW if claimed else None, birth_date=date(1990, 1, 1) if grown else date(2012, 3, 1)
    )
    client = client_of(coordinator())
    _, bilal, _ = client.get(path(room)).json()["results"]
    assert bilal["awaiting_consent"] is not grown
    assert [course["overdue"] for course in bilal["courses"]] == [late, False]
    assert client.get(path(room, "progress/totals")).json()["totals"]["overdue"] == late


def test_a_course_says_what_it_waits_for(client_of: Clients, room: Classroom) -> None:
    mine = Enrolment.objects.filter(person=room.chadi.person_id)
    mine.update(started_at=None, active_at=None, done=0, quizzes_left=1, due_at=SOON, closes_at=SOON)
    client = client_of(coordinator())

    def told() -> tuple[Any, ...]:
        writing = client.get(path(room)).json()["results"][2]["courses"][0]
        return tuple(writing[member] for member in ("status", "closed", "overdue", "quizzes_left", "extended_until"))

    assert told() == ("not_started", False, False, 1, None)
    mine.update(started_at=NOW, due_at=NOW, closes_at=NOW, extended_on=date(2026, 12, 31))
    assert told() == ("active", True, True, 1, "2026-12-31")
    mine.update(status="withdrawn", withdrawn_at=NOW)
    assert told() == ("withdrawn", False, False, 1, "2026-12-31")


def test_who_has_completed_every_course_has_completed(client_of: Clients, room: Classroom) -> None:
    type(room.cohort).objects.filter(pk=room.cohort.pk).update(courses=["reading", "unpublished"])
    whole = client_of(coordinator()).get(path(room, "progress/totals")).json()
    assert whole["totals"]["completed"] == 1
    assert whole["unpublished"] == ["unpublished"]
    assert whole["courses"][1] == {
        "course": "unpublished",
        "title": "",
        "enrolled": 0,
        "started": 0,
        "completed": 0,
    }


def test_of_an_empty_cohort_all_is_nought(client_of: Clients, room: Classroom) -> None:
    empty = CohortFactory(organisation=room.home)
    client = client_of(coordinator())
    assert client.get(f"/api/v1/cohorts/{empty.pk}/progress").json()["results"] == []
    whole = client.get(f"/api/v1/cohorts/{empty.pk}/progress/totals").json()
    assert (set(whole["totals"].values()), whole["by_organisation"], whole["courses"]) == ({0}, [], [])


def test_pages_follow_each_other(client_of: Clients, room: Classroom) -> None:
    client = client_of(coordinator())
    first = client.get(path(room), {"limit": "2"}).json()
    second = client.get(first["next"]).json()
    assert [row["name"] for row in first["results"] + second["results"]] == EVERYBODY
    assert (second["next"], client.get(path(room), {"of": "me"}).status_code) == (None, 400)


def test_who_left_a_course_is_shown_so_and_counts_no_longer(client_of: Clients, room: Classroom) -> None:
    enrolment = Enrolment.objects.get(person=room.chadi.person)
    withdraw(actor=room.chadi.person, enrolment_id=enrolment.pk)
    client = client_of(coordinator())
    chadi = client.get(path(room)).json()["results"][2]
    assert [(course["status"], course["progress"], course["started_at"]) for course in chadi["courses"]] == [
        ("withdrawn", {"done": 1, "total": 2, "needed": 2}, None),
        (None, {"done": 0, "total": 0, "needed": 0}, None),
    ]
    assert chadi["last_active_at"] is None
    whole = client.get(path(room, "progress/totals")).json()
    assert (whole["totals"]["started"], whole["totals"]["active"], whole["courses"][0]["enrolled"]) == (1, 1, 1)


@pytest.mark.parametrize(("route", "queries"), [*zip(ROUTES, (3, 5, 4, 5), strict=True)])
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_are_as_many_whatever_there_is(
    client_of: Clients, room: Classroom, django_assert_num_queries: Any, route: str, queries: int, rows: int
) -> None:
    """The grants, the cohort and the learners; the courses' titles, and their figures."""
    cohort = CohortFactory(organisation=room.home, courses=["reading"])
    for _ in range(rows):
        member = MembershipFactory(cohort=cohort)
        enrol(actor=member.person, course_slug="reading")
    client = client_of(coordinator_of(room.home))
    with django_assert_num_queries(queries):
        answer = client.get(f"/api/v1/cohorts/{cohort.pk}/{route}")
        if answer.streaming:
            list(answer.streaming_content)

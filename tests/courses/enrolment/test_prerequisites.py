"""Who enrols by herself has completed what the course asks for; whom her cohort enrols need not have."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from courses.enrolment.models import Enrolment
from courses.enrolment.services import complete_lesson, enrol, enrol_cohort, enrol_members, withdraw
from foundation.accounts.models import User
from foundation.outbox.models import EventRecord
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, lessons_of, published, published_course
from tests.factories.programmes import CohortFactory, MembershipFactory
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
PATH = "/api/v1/enrolments"


def set_up() -> User:
    """`third` asks for `first` and `second`, which has no French title; she has completed `first`."""
    published_course("first", lessons=1)
    published_course("second", lessons=1, title={"en": "The second"})
    published_course("third", lessons=1, prerequisites=["second", "first"])
    person = PersonFactory()
    complete(person, "first")
    return person


_written, learner = scene(set_up)


def complete(person: User, slug: str) -> None:
    enrolment, _ = enrol(actor=person, course_slug=slug)
    version = Enrolment.objects.get(id=enrolment.id).version
    for lesson in lessons_of(version):
        complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lesson.id)


def state() -> Any:
    return list(Enrolment.objects.order_by("id").values()), EventRecord.objects.count()


def test_what_is_missing_is_named_and_nothing_written(client_of: Clients, learner: User) -> None:
    before = state()
    answer = client_of(learner, language="fr").post(PATH, {"course": "third"})
    assert (answer.status_code, answer.json()["code"], answer.json()["prerequisites"]) == (
        409,
        "prerequisites_missing",
        ["second"],
    )
    assert answer.json()["errors"] == [
        {"pointer": "/course", "code": "prerequisites_missing", "detail": "Terminez d’abord «\u00a0The second\u00a0»."}
    ]
    assert state() == before
    stranger = client_of(PersonFactory(), language="ar").post(PATH, {"course": "third"})
    assert stranger.json()["prerequisites"] == ["second", "first"]
    assert state() == before


def test_who_has_completed_all_of_it_is_in(client_of: Clients, learner: User) -> None:
    enrol(actor=learner, course_slug="second")
    assert client_of(learner).post(PATH, {"course": "third"}).status_code == 409
    complete(learner, "second")
    assert client_of(learner).post(PATH, {"course": "third"}).status_code == 201
    assert client_of(learner).post(PATH, {"course": "third"}).status_code == 200


def test_an_earlier_version_that_was_completed_counts(client_of: Clients, learner: User) -> None:
    complete(learner, "second")
    published(course_draft("second", said="more", lessons=3))
    assert client_of(learner).post(PATH, {"course": "third"}).status_code == 201


def test_who_is_enrolled_stays_and_may_come_back_whatever_is_asked_since(client_of: Clients) -> None:
    published_course("open", lessons=3)
    inside, outside = PersonFactory(), PersonFactory()
    for person in (inside, outside):
        enrol(actor=person, course_slug="open")
    withdraw(actor=outside, enrolment_id=Enrolment.objects.get(person=outside).id)
    published(course_draft("open", said="2", lessons=3, prerequisites=["first"]))
    assert client_of(inside).post(PATH, {"course": "open"}).status_code == 200
    assert client_of(outside).post(PATH, {"course": "open"}).json()["version"] == 1
    assert client_of(PersonFactory()).post(PATH, {"course": "open"}).status_code == 409
    statuses = Enrolment.objects.filter(course__slug="open").values_list("status", flat=True)
    assert list(statuses) == ["active", "active"]


def test_a_cohort_takes_its_members_in_all_the_same() -> None:
    cohort = CohortFactory(courses=["third"])
    members = [MembershipFactory(cohort=cohort).person for _ in range(2)]
    assert enrol_members(cohort_id=cohort.id, people=[members[0].id]) == 1
    assert enrol_cohort(cohort_id=cohort.id) == 1
    assert set(Enrolment.objects.filter(course__slug="third").values_list("person", flat=True)) == {
        p.id for p in members
    }


@pytest.mark.parametrize("asked", [0, 2])
def test_asking_for_it_costs_no_statement(django_assert_num_queries: Any, asked: int) -> None:
    for slug in ("first", "second")[:asked]:
        published_course(f"other-{slug}", lessons=1)
    published_course("wanted", prerequisites=[f"other-{slug}" for slug in ("first", "second")[:asked]])
    person = PersonFactory()
    for slug in ("first", "second")[:asked]:
        complete(person, f"other-{slug}")
    with django_assert_num_queries(10):
        enrol(actor=person, course_slug="wanted")


def test_a_course_says_what_it_asks_for_and_how_one_stands_to_it(client_of: Clients, learner: User) -> None:
    def asked(who: User | None, language: str = "en") -> Any:
        return client_of(who, language=language).get("/api/v1/courses/third").json()["prerequisites"]

    assert asked(learner, "fr") == [
        {"course": "second", "title": "The second", "completed": False},
        {"course": "first", "title": "first en français", "completed": True},
    ]
    assert [course["completed"] for course in asked(PersonFactory())] == [False, False]
    assert [course["completed"] for course in asked(None)] == [None, None]
    assert client_of(learner).get("/api/v1/courses/first").json()["prerequisites"] == []


@pytest.mark.parametrize("asked", [1, 3])
def test_a_course_takes_as_many_queries_whatever_it_asks_for(
    client_of: Clients, django_assert_num_queries: Any, asked: int
) -> None:
    for number in range(asked):
        published_course(f"asked-{number}")
    published_course("wanted", prerequisites=[f"asked-{number}" for number in range(asked)])
    for client, queries in ((client_of(), 3), (client_of(PersonFactory()), 4)):
        with django_assert_num_queries(queries):
            client.get("/api/v1/courses/wanted")
        with django_assert_num_queries(queries - 1):
            client.get("/api/v1/courses/first")

"""Outlines, lessons, enrolments and completions as nobody, their person, a stranger and staff meet them."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from courses.catalogue.models import Lesson
from courses.catalogue.services import ModuleDraft, draft_version, offer_to_all
from courses.enrolment.models import Enrolment, LessonProgress
from courses.enrolment.services import complete_lesson, enrol
from foundation.accounts.models import User
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, lesson_draft, lessons_of, published, published_course, texts
from tests.factories.programmes import CohortFactory, MembershipFactory

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
ENROLMENTS = "/api/v1/enrolments"


def member_of(*courses: str) -> User:
    return MembershipFactory(cohort=CohortFactory(courses=list(courses))).person


def completion(enrolment_id: object, lesson_id: object) -> str:
    return f"{ENROLMENTS}/{enrolment_id}/lessons/{lesson_id}/completion"


def first_lesson(slug: str) -> Lesson:
    return lessons_of(Enrolment.objects.filter(course__slug=slug).first().version)[0]  # type: ignore[union-attr]


# outline


def test_an_outline_has_the_members_that_clients_count_on(client_of: Clients) -> None:
    version = published(course_draft("reading", lessons=1))
    (lesson,) = lessons_of(version)
    assert client_of(language="ar").get("/api/v1/courses/reading/outline").json() == {
        "course": "reading",
        "version": 1,
        "language": "ar",
        "completion": {"share": 100, "needed": 1},
        "modules": [
            {
                "id": str(lesson.module_id),
                "title": "module بالعربية",
                "lessons": [
                    {
                        "id": str(lesson.id),
                        "key": "lesson-1",
                        "title": "lesson-1 بالعربية",
                        "kind": "text",
                        "minutes": 5,
                        "required": True,
                        "bytes": len(b"<p>lesson-1 ar</p>"),
                        "media_bytes": 0,
                        "outdated": [],
                    }
                ],
            }
        ],
    }


def test_an_outline_is_that_of_the_callers_enrolment(client_of: Clients) -> None:
    published_course("reading")
    person = PersonFactory()
    enrol(actor=person, course_slug="reading")
    published(course_draft("reading", said="more"))
    own, public = (client_of(who).get("/api/v1/courses/reading/outline") for who in (person, None))
    assert (own.json()["version"], own["Cache-Control"]) == (1, "private, no-cache")
    assert (public.json()["version"], public["Cache-Control"]) == (2, "public, max-age=60")
    assert {"Authorization", "Cookie", "Accept-Language"} <= set(public["Vary"].split(", "))
    assert client_of(PersonFactory()).get("/api/v1/courses/reading/outline").json()["version"] == 2


def test_who_sees_the_outline_of_a_cohorts_course(client_of: Clients) -> None:
    published_course("hidden", open_to_all=False)
    for who, status in [
        (None, 404),
        (PersonFactory(), 404),
        (member_of("hidden"), 200),
        (PersonFactory(is_staff=True), 200),
    ]:
        assert client_of(who).get("/api/v1/courses/hidden/outline").status_code == status


@pytest.mark.parametrize("lessons", [1, 3])
def test_an_outline_takes_the_same_queries_however_long(
    client_of: Clients, django_assert_num_queries: Any, lessons: int
) -> None:
    published_course("reading", lessons=lessons)
    client = client_of()
    with django_assert_num_queries(5):
        client.get("/api/v1/courses/reading/outline")
    with django_assert_num_queries(1):
        client.get("/api/v1/courses/reading/outline")


# lesson


def test_a_lesson_has_the_members_that_clients_count_on(client_of: Clients) -> None:
    lesson = lessons_of(published())[0]
    assert client_of(language="fr").get(f"/api/v1/lessons/{lesson.id}").json() == {
        "id": str(lesson.id),
        "key": "lesson-1",
        "title": "lesson-1 en français",
        "language": "fr",
        "html": "<p>lesson-1 fr</p>",
        "media": [],
    }


@pytest.mark.parametrize(
    ("has", "asked", "served"),
    [("ar en fr", "ar", "ar"), ("en fr", "ar", "en"), ("ar fr", "en", "fr"), ("ar", "fr", "ar")],
)
def test_a_lesson_without_the_language_falls_back_and_says_so(
    client_of: Clients, has: str, asked: str, served: str
) -> None:
    parts = (lesson_draft("a", languages=tuple(has.split())),)
    version = published(course_draft(modules=(ModuleDraft("start", texts("start"), parts),)))
    answer = client_of(language=asked).get(f"/api/v1/lessons/{lessons_of(version)[0].id}").json()
    assert (answer["language"], answer["html"]) == (served, f"<p>a {served}</p>")
    assert answer["title"] == texts("a")[served]


def test_who_reads_which_lesson(client_of: Clients) -> None:
    shut = lessons_of(published(course_draft("hidden"), open_to_all=False))[0]
    path = f"/api/v1/lessons/{shut.id}"
    enrolled = PersonFactory()
    offer_to_all(actor=None, slug="hidden")
    enrol(actor=enrolled, course_slug="hidden")
    offer_to_all(actor=None, slug="hidden", open_to_all=False)
    assert client_of().get(path).status_code == 401
    for who, status in [
        (PersonFactory(), 404),
        (member_of("another"), 404),
        (member_of("hidden"), 200),
        (enrolled, 200),
        (PersonFactory(is_staff=True), 200),
    ]:
        assert client_of(who).get(path).status_code == status


def test_a_draft_is_read_by_nobody(client_of: Clients) -> None:
    lesson = lessons_of(draft_version(actor=None, draft=course_draft("draft")))[0]
    for who in (PersonFactory(is_staff=True), member_of("draft")):
        assert client_of(who).get(f"/api/v1/lessons/{lesson.id}").status_code == 404


def test_a_lesson_takes_one_query(client_of: Clients, django_assert_num_queries: Any) -> None:
    lesson = lessons_of(published())[0]
    client = client_of(PersonFactory())
    with django_assert_num_queries(1):
        answer = client.get(f"/api/v1/lessons/{lesson.id}")
    assert client.get(f"/api/v1/lessons/{lesson.id}", headers={"If-None-Match": answer["ETag"]}).status_code == 304


# enrolments


def test_enrolling_over_http(client_of: Clients) -> None:
    published_course("reading")
    client = client_of(PersonFactory())
    answer = client.post(ENROLMENTS, {"course": "reading"})
    told = answer.json()
    assert answer.status_code == 201
    assert answer["Location"] == f"{ENROLMENTS}/{told['id']}"
    enrolment = Enrolment.objects.get()
    assert told == {
        "id": str(enrolment.id),
        "course": "reading",
        "version": 1,
        "status": "active",
        "progress": {"done": 0, "total": 2, "needed": 2},
        "enrolled_at": enrolment.enrolled_at.isoformat().replace("+00:00", "Z"),
        "completed_at": None,
        "due_at": None,
        "is_closed": False,
    }
    again = client.post(ENROLMENTS, {"course": "reading"})
    assert (again.status_code, again.json()) == (200, told)
    assert client.get(ENROLMENTS).json()["results"] == [told]
    assert client.get(f"{ENROLMENTS}/{enrolment.id}").json() == {**told, "lessons_done": []}


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({}, 400, "/course"),
        ({"course": 7}, 400, "/course"),
        ({"course": "reading", "person": "x"}, 400, "/person"),
        ({"course": "nothing"}, 422, "/course"),
        ({"course": "hidden"}, 422, "/course"),
    ],
)
def test_what_is_wrong_with_a_request_to_enrol(
    client_of: Clients, body: dict[str, Any], status: int, pointer: str
) -> None:
    published_course("reading")
    published_course("hidden", open_to_all=False)
    answer = client_of(PersonFactory()).post(ENROLMENTS, body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer)
    assert not Enrolment.objects.exists()


def test_strangers_meet_nothing(client_of: Clients) -> None:
    published_course("reading")
    person = PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    lesson = first_lesson("reading")
    one, done = f"{ENROLMENTS}/{enrolment.id}", completion(enrolment.id, lesson.id)
    for who in (PersonFactory(), PersonFactory(is_staff=True)):
        client = client_of(who)
        assert client.get(ENROLMENTS).json()["results"] == []
        assert client.get(one).status_code == 404
        assert client.delete(one).status_code == 404
        assert client.put(done).status_code == 404
    nobody = client_of()
    assert [nobody.get(ENROLMENTS).status_code, nobody.post(ENROLMENTS, {"course": "reading"}).status_code] == [
        401,
        401,
    ]
    assert [nobody.get(one).status_code, nobody.delete(one).status_code, nobody.put(done).status_code] == [401] * 3
    assert not LessonProgress.objects.exists()
    assert Enrolment.objects.get().status == "active"


@pytest.mark.parametrize("courses", [1, 3])
def test_the_list_of_enrolments_takes_one_query(
    client_of: Clients, django_assert_num_queries: Any, courses: int
) -> None:
    person = PersonFactory()
    for number in range(courses):
        published_course(f"course-{number}")
        enrol(actor=person, course_slug=f"course-{number}")
    client = client_of(person)
    with django_assert_num_queries(1):
        assert len(client.get(ENROLMENTS).json()["results"]) == courses


def test_withdrawing_and_what_stays(client_of: Clients) -> None:
    published_course("reading", lessons=1)
    person = PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    client, one = client_of(person), f"{ENROLMENTS}/{enrolment.id}"
    assert client.delete(one).status_code == 204
    assert client.get(one).json()["status"] == "withdrawn"
    refused = client.put(completion(enrolment.id, first_lesson("reading").id))
    assert (refused.status_code, refused.json()["code"]) == (409, "enrolment_withdrawn")
    assert client.post(ENROLMENTS, {"course": "reading"}).status_code == 200
    complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=first_lesson("reading").id)
    refused = client.delete(one)
    assert (refused.status_code, refused.json()["code"]) == (409, "enrolment_completed")


# completion


def test_completing_over_http(client_of: Clients) -> None:
    published_course("reading")
    person = PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    client, lesson = client_of(person), first_lesson("reading")
    answer = client.put(completion(enrolment.id, lesson.id), {"completed_at": "2026-01-01T10:00:00Z"})
    assert (answer.status_code, answer.json()["progress"], answer.json()["status"]) == (
        200,
        {"done": 1, "total": 2, "needed": 2},
        "active",
    )
    again = client.put(completion(enrolment.id, lesson.id))
    assert (again.status_code, again.json()) == (200, answer.json())
    assert client.get(f"{ENROLMENTS}/{enrolment.id}").json()["lessons_done"] == [str(lesson.id)]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"completed_at": "yesterday"}, "/completed_at"),
        ({"completed_at": 5}, "/completed_at"),
        ({"at": "2026-01-01T10:00:00Z"}, "/at"),
    ],
)
def test_a_completion_that_is_not_understood_changes_nothing(
    client_of: Clients, body: dict[str, Any], pointer: str
) -> None:
    published_course("reading")
    person = PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    answer = client_of(person).put(completion(enrolment.id, first_lesson("reading").id), body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)
    assert not LessonProgress.objects.exists()


def test_what_does_not_exist_is_not_found(client_of: Clients) -> None:
    client = client_of(PersonFactory())
    assert client.get(f"{ENROLMENTS}/{uuid4()}").status_code == 404
    assert client.put(completion(uuid4(), uuid4())).status_code == 404
    assert client.get(f"/api/v1/lessons/{uuid4()}").status_code == 404
    assert client.get("/api/v1/courses/nothing/outline").status_code == 404

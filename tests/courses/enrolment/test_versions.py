"""Versions as their authors see them: which there are, and a draft as a learner would."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from courses.catalogue.models import CourseVersion
from courses.catalogue.services import draft_version
from courses.enrolment.services import enrol
from foundation.accounts.models import User
from foundation.programmes.enums import Role
from tests.courses.enrolment.test_publishing import publishes, set_up
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, lessons_of
from tests.factories.programmes import GrantFactory
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
_written, people = scene(set_up)


@pytest.fixture
def author(people: dict[str, User], client_of: Clients) -> APIClient:
    return client_of(people["author"])


def test_versions_are_for_authors_and_the_office(people: dict[str, User], client_of: Clients) -> None:
    office, mentor = PersonFactory(), PersonFactory()
    GrantFactory(person=office, role=Role.PROGRAMME_OFFICE)
    GrantFactory(person=mentor, role=Role.MENTOR)
    lesson = lessons_of(CourseVersion.objects.get(number=2))[0].id
    base = "/api/v1/courses/reading/versions"
    paths = (base, f"{base}/2/outline", f"{base}/2/lessons/{lesson}", f"{base}/2/publish")
    for person, status in ((None, 401), (people["half"], 404), (mentor, 404), (office, 200), (people["author"], 200)):
        assert [client_of(person).get(path).status_code for path in paths] == [status] * 4
    body = {"digest": client_of(office).get(paths[3]).json()["digest"], "learners": "keep"}
    for person, status in ((None, 401), (people["half"], 404), (mentor, 404)):
        assert client_of(person).post(paths[3], body).status_code == status
    assert CourseVersion.objects.get(number=2).published_at is None
    for path in (f"{base}/9/outline", f"{base}/1/lessons/{lesson}", base.replace("reading", "nothing")):
        assert client_of(office).get(path).status_code == 404


def test_the_versions_of_a_course(author: APIClient, django_assert_num_queries: Any) -> None:
    author.get("/api/v1/courses/reading/versions")
    with django_assert_num_queries(2):
        drafted, current = author.get("/api/v1/courses/reading/versions").json()["results"]
    assert (drafted["number"], drafted["status"], drafted["published_at"]) == (2, "draft", None)
    assert drafted["learners"] == {"under_way": 0, "completed": 0}
    assert (current["number"], current["status"]) == (1, "current")
    assert current["learners"] == {"under_way": 3, "completed": 1}
    publishes(author, "keep")
    statuses = [version["status"] for version in author.get("/api/v1/courses/reading/versions").json()["results"]]
    assert statuses == ["current", "past"]


def test_each_version_says_when_it_came_and_who_sent_it(author: APIClient, people: dict[str, User]) -> None:
    sender = people["author"]
    User.objects.filter(pk=sender.pk).update(name="Halima")
    third = draft_version(actor=sender, draft=course_draft(slug="reading", content_hash="3"))
    versions = author.get("/api/v1/courses/reading/versions").json()["results"]
    assert [(version["number"], version["sent_by"]) for version in versions] == [(3, "Halima"), (2, None), (1, None)]
    assert datetime.fromisoformat(versions[0]["created_at"]) == third.created_at


def test_a_draft_looks_as_it_will_to_a_learner(author: APIClient, people: dict[str, User], client_of: Clients) -> None:
    base = "/api/v1/courses/reading/versions/2"
    outline = author.get(f"{base}/outline").json()
    (module,) = outline["modules"]
    lessons = [author.get(f"{base}/lessons/{lesson['id']}").json() for lesson in module["lessons"]]
    publishes(author, "keep")
    learner_of_it = PersonFactory()
    enrol(actor=learner_of_it, course_slug="reading")
    client = client_of(learner_of_it)
    assert client.get("/api/v1/courses/reading/outline").json() == outline
    assert [client.get(f"/api/v1/lessons/{lesson['id']}").json() for lesson in module["lessons"]] == lessons
    assert author.get(f"{base}/outline")["Cache-Control"] == "private, no-cache"


def test_a_draft_is_no_learners_to_read(people: dict[str, User], client_of: Clients) -> None:
    lesson = lessons_of(CourseVersion.objects.get(number=2))[0].id
    for person in (people["half"], people["author"]):
        assert client_of(person).get(f"/api/v1/lessons/{lesson}").status_code == 404

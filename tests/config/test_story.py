from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from config.demo import HEROINE, PASSWORD, loading
from courses.enrolment.models import Enrolment
from foundation.accounts.models import User
from mentoring.projects.models import Project
from outcomes.credentials.services import issue_for_course, issue_for_project
from tests.scenes import scene

pytestmark = pytest.mark.django_db
KEPT = 50_000
HEADINGS = {
    "ar": "المنسّق يضيفها",
    "en": "A coordinator adds her",
    "fr": "Un coordinateur l’inscrit",
}


_demo, _ = scene(loading.load)


@pytest.fixture
def finished(db: None) -> None:
    """With what the workers make of it."""
    heroine = User.objects.get(username=HEROINE)
    enrolment = Enrolment.objects.get(person=heroine)
    issue_for_course(person_id=heroine.id, course_id=enrolment.course_id, version_id=enrolment.version_id)
    issue_for_project(project_id=Project.objects.get(owner=heroine).id)


@pytest.mark.usefixtures("finished")
def test_it_tells_six_steps_in_the_readers_language(client: Client) -> None:
    for language in HEADINGS:
        answer = client.get("/", {"lang": language})
        said = answer.content.decode()
        assert (answer.status_code, answer["Content-Language"]) == (200, language)
        assert [heading in said for heading in HEADINGS.values()] == [code == language for code in HEADINGS]
        assert said.count("<li><h2>") == 6
        assert (len(answer.content) < KEPT, "<script" in said) == (True, False)


@pytest.mark.usefixtures("finished")
def test_each_step_stands_beside_its_request(client: Client) -> None:
    said = client.get("/").content.decode()
    for request in (
        "POST /api/v1/cohorts/",
        "GET /api/v1/lessons/",
        "PUT /api/v1/enrolments/",
        "POST /api/v1/projects",
        "POST /api/v1/reviews/",
        "GET /api/v1/credentials",
    ):
        assert f"<b>{request}" in said
    assert 'lang="ar" dir="rtl"' in said
    for known in ("/api/docs", "/demo/mail", "/admin/", "/claim", "/verify", PASSWORD, "coordinator.jo"):
        assert known in said


@pytest.mark.usefixtures("finished")
def test_it_asks_the_database_a_fixed_number_of_times(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/")  # keeps the course's outline
    with django_assert_num_queries(12):
        client.get("/")


@pytest.mark.usefixtures("finished")
def test_its_links_lead_somewhere_and_its_picture_is_one(client: Client) -> None:
    said = client.get("/").content.decode()
    assert client.get("/demo/certificate.png").content[:8] == b"\x89PNG\r\n\x1a\n"
    links = {part.split('"')[0] for part in said.split('href="/')[1:]}
    answers = {f"/{link}": client.get(f"/{link}".replace("&amp;", "&")).status_code for link in sorted(links)}
    assert {path: status for path, status in answers.items() if status not in (200, 302)} == {}


def test_before_the_workers_have_come_it_asks_for_patience(client: Client) -> None:
    assert "/demo/certificate.png" not in client.get("/").content.decode()
    assert client.get("/demo/certificate.png").status_code == 404


def test_where_people_are_served_it_is_a_short_welcome(
    client: Client, settings: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.DEMO = False
    with django_assert_num_queries(0):
        said = client.get("/").content.decode()
        assert client.get("/demo/certificate.png").status_code == 404
    assert [f'href="{path}"' in said for path in ("/courses", "/claim", "/verify", "/api/docs")] == [True] * 4
    assert (PASSWORD in said, "/demo/mail" in said) == (False, False)

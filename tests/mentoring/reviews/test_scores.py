"""What the reviews in a call come to, however many they are: computed once, and then a page reads what it shows."""

from base64 import b64encode
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from foundation.programmes.enums import Role
from mentoring.mentors.models import Mentor
from mentoring.projects.models import Call
from tests.factories.mentoring import CallFactory, ProjectFactory, granted, mentor, reviewed, waiting
from tests.factories.programmes import ProgrammeFactory
from tests.plans import read_whole, sweep, tend

pytestmark = pytest.mark.django_db
WORK = """
    WITH told AS (SELECT n, gen_random_uuid() AS project, gen_random_uuid() AS work FROM generate_series(1, %(works)s::int) n
    ), begun AS (
        INSERT INTO projects_project (id, created_at, revision, call_id, owner_id, title, problem, idea, language, sdgs, stage,
               status, sole)
        SELECT project, now(), 1, %(call)s::uuid, %(owner)s::uuid, 'Water', '', '', 'ar', '{}', 'idea', 'submitted', false
          FROM told
    ), handed_in AS (
        INSERT INTO projects_submission (id, created_at, revision, project_id, stage, number, status, answers, submitted_at,
               ticket, states, readers, turn, pools, decided_at, seats, wanting)
        SELECT work, now(), 1, project, 'idea', 1, 'returned', '{}', now(), gen_random_uuid(), '{}', '{}', 1, '{}', now(), 1, 0
          FROM told
    )
    INSERT INTO reviews_review (id, created_at, revision, submission_id, mentor_id, status, seat, slot, lease_until, scores,
           feedback, remarks, decision, submitted_at)
    SELECT gen_random_uuid(), now() - interval '9 minutes', 1, work, %(mentor)s::uuid, 'submitted', 1, 1, now(),
           jsonb_build_object('clear', jsonb_build_object('points', n %% 11)), '', '{}', 'revise', now()
      FROM told
"""
TABLES = ("projects_call", "projects_project", "projects_submission", "reviews_review")


@pytest.fixture
def office() -> APIClient:
    client = APIClient()
    client.force_authenticate(granted(Role.PROGRAMME_OFFICE))
    return client


def judged(call: Call, works: int) -> None:
    by = mentor()
    given = {"works": works, "call": call.pk, "owner": by.pk, "mentor": Mentor.objects.get(person=by).pk}
    with connection.cursor() as cursor:
        cursor.execute(WORK, given)


def read_on(client: APIClient, path: str, way: str) -> list[tuple[float, str]]:
    seen: list[tuple[float, str]] = []
    while path:
        page = client.get(path).json()
        rows = [(row["raw"], row["submission"]) for row in page["results"]]
        seen, path = [*seen, *rows] if way == "next" else [*rows, *seen], page[way]
    return seen


def test_all_are_shown_once_in_order_in_both_directions(office: APIClient) -> None:
    call = CallFactory(programme=ProgrammeFactory())
    judged(call, 47)
    path = f"/api/v1/calls/{call.id}/scores?limit=10"
    seen = read_on(office, path, "next")
    assert len(seen) == 47
    assert seen == sorted(set(seen), reverse=True)
    last, page = path, office.get(path).json()
    while page["next"]:
        last, page = page["next"], office.get(page["next"]).json()
    assert read_on(office, last, "previous") == seen


@pytest.mark.parametrize("place", ["much,9f2b6e2a-0000-4000-8000-000000000000", "0.5,none", "0.5"])
def test_another_list_s_place_is_none_of_this(office: APIClient, place: str) -> None:
    call = CallFactory()
    answer = office.get(f"/api/v1/calls/{call.id}/scores", {"cursor": b64encode(f"p={place}".encode()).decode()})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "?cursor")


def test_reviews_of_other_programmes_are_not_read(office: APIClient) -> None:
    sweep(*TABLES)
    call = CallFactory(programme=ProgrammeFactory())
    reviewed(mentor(), waiting(ProjectFactory(call=call)))
    judged(CallFactory(programme=ProgrammeFactory()), 3000)
    tend(*TABLES)
    with CaptureQueriesContext(connection) as made:
        assert len(office.get(f"/api/v1/calls/{call.id}/scores").json()["results"]) == 1
        assert len(office.get(f"/api/v1/calls/{call.id}/reviewers").json()["results"]) == 1
    assert (
        read_whole(asked["sql"] for asked in made.captured_queries if asked["sql"].startswith(("SELECT", "\n")))
        == set()
    )


@pytest.mark.parametrize("works", [30, 300])
def test_a_later_page_takes_the_same_statements_however_long_the_list(
    office: APIClient, works: int, django_assert_num_queries: Any
) -> None:
    call = CallFactory(programme=ProgrammeFactory())
    judged(call, works)
    second = office.get(f"/api/v1/calls/{call.id}/scores").json()["next"]
    with django_assert_num_queries(3):
        assert len(office.get(second).json()["results"]) == min(20, works - 20)

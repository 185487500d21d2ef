"""Lists over all that was handed in: twenty times as much, and not a statement more is sent, nor a large table read whole."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.programmes.enums import Role
from foundation.programmes.models import Membership, MemberState
from mentoring.projects.models import Project, Submission
from mentoring.reviews.models import Forecast
from tests.benchmarks.waiting import Waiting
from tests.factories.mentoring import granted, mentor
from tests.plans import read_whole, scans, sweep

pytestmark = pytest.mark.django_db
PROJECTS, OVERDUE, FORECASTS = "/api/v1/projects", "/api/v1/projects?overdue=true", "/api/v1/review-queue/forecasts"


def sent(person: User, path: str) -> list[str]:
    cache.clear()
    client = APIClient()
    client.force_authenticate(User.objects.get(pk=person.pk))
    with CaptureQueriesContext(connection) as made:
        answer = client.get(path)
    assert (answer.status_code, bool(answer.json()["results"])) == (200, True)
    return [
        query["sql"]
        for query in made.captured_queries
        if query["sql"].lstrip().startswith(("SELECT", "(SELECT", "WITH"))
    ]


def of(state: MemberState) -> Project:
    theirs = Membership.objects.filter(state=state).values("person")
    return Project.objects.filter(owner__in=theirs).order_by("id")[:1].get()


def written(house: Waiting, waiting: int, by: User) -> None:
    """With a few that the mentor once took up, that wait too long, or of which the team was told something."""
    few = [row.pk for row in Submission.objects.order_by("id")[:40]]
    Submission.objects.filter(pk__in=few).update(readers=[by.pk])
    late = [row.pk for row in Submission.objects.filter(wanting=1).order_by("id")[:40]]
    Submission.objects.filter(pk__in=late).update(nudged=6)
    told = [Forecast(submission_id=pk, is_first=True) for pk in few]
    Forecast.objects.bulk_create(told, ignore_conflicts=True)
    house.grow(waiting)


def test_however_much_was_handed_in_a_list_costs_the_same() -> None:
    sweep()
    house = Waiting(asking=40)
    by, state = mentor(languages=["fr"]), MemberState.objects.get(code="MA")
    both = granted(Role.COORDINATOR, state=state)
    asked: dict[str, tuple[User, str]] = {
        "usual": (house.readers["usual"][0], PROJECTS),
        "rare": (house.readers["rare"][0], PROJECTS),
        "once taken up": (by, PROJECTS),
        "coordinator": (both, PROJECTS),
        "members, coordinator": (both, f"{PROJECTS}/{of(state).pk}/members"),
        "overdue, coordinator": (both, OVERDUE),
        "overdue, office": (granted(Role.PROGRAMME_OFFICE), OVERDUE),
        "forecasts": (granted(Role.PROGRAMME_OFFICE), FORECASTS),
    }
    seen: list[dict[str, Any]] = []
    for waiting in (200, 4000):
        written(house, waiting, by)
        seen.append({name: sent(*way) for name, way in asked.items()})
    before, after = seen
    assert {name: len(found) for name, found in after.items()} == {name: len(found) for name, found in before.items()}
    assert {name: read_whole(found) for name, found in after.items()} == {name: set() for name in asked}
    assert "projects_readers" in {index for statement in after["once taken up"] for _, index in scans(statement)}

"""A coordinator finds the lists of her cohort again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.programmes.models import Cohort
from tests.factories.programmes import CohortFactory, OrganisationFactory, coordinator, coordinator_of
from tests.factories.rosters import RosterFactory
from tests.foundation.rosters.working import BASE, apply, at_work, got, upload
from tests.plans import tend
from tests.scenes import scene

pytestmark = pytest.mark.django_db
_written, scenery = scene(at_work)
LIST = "Name;Learner number\nAmina Diop;7\n"


def lists(client: APIClient, cohort: Cohort, **query: Any) -> list[str]:
    answer = client.get(f"{BASE}/cohorts/{cohort.pk}/rosters", query)
    assert answer.status_code == 200, answer.content
    return [roster["id"] for roster in answer.json()["results"]]


def test_the_newest_comes_first_and_each_as_it_is_alone(client: APIClient, cohort: Cohort) -> None:
    first = apply(client, upload(client, cohort, LIST))
    second = upload(client, cohort, LIST)
    upload(client, CohortFactory(organisation=cohort.organisation), LIST)
    answer = client.get(f"{BASE}/cohorts/{cohort.pk}/rosters").json()
    assert answer == {"next": None, "previous": None, "results": [got(client, second), got(client, first)]}


def test_page_by_page(client: APIClient, cohort: Cohort) -> None:
    made = [str(RosterFactory(cohort=cohort).pk) for _ in range(3)]
    first = client.get(f"{BASE}/cohorts/{cohort.pk}/rosters", {"limit": "2"}).json()
    second = client.get(first["next"]).json()
    assert [roster["id"] for roster in first["results"] + second["results"]] == made[::-1]
    assert second["next"] is None


def test_a_colleague_finds_them_and_nobody_else_does(client_of: Callable[..., APIClient], cohort: Cohort) -> None:
    """As absent as a cohort that isn't there, also for who sees the cohort's learners by their school."""
    made = str(RosterFactory(cohort=cohort).pk)
    state = cohort.organisation.state
    for person in (coordinator(state.code), coordinator_of(cohort.organisation)):
        assert lists(client_of(person), cohort) == [made]
    for person in (coordinator("JO"), coordinator_of(OrganisationFactory(state=state))):
        assert client_of(person).get(f"{BASE}/cohorts/{cohort.pk}/rosters").status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_finding_costs_the_same(client_of: Callable[..., APIClient], cohort: Cohort, size: int) -> None:
    owner = coordinator(cohort.organisation.state.code)
    for _ in range(size):
        upload(client_of(owner), cohort, LIST)
    client = client_of(User.objects.get(pk=owner.pk))
    with CaptureQueriesContext(connection) as made:
        assert len(lists(client, cohort)) == size
    assert len(made) == 3


def test_they_are_found_by_their_index(client: APIClient, cohort: Cohort) -> None:
    others = CohortFactory.create_batch(20, programme=cohort.programme, organisation=cohort.organisation)
    for other in (cohort, *others):
        RosterFactory.create_batch(30, cohort=other)
    tend("rosters_roster")
    with CaptureQueriesContext(connection) as made:
        lists(client, cohort)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + made[-1]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "rosters_of_cohort" in plan
    assert "Seq Scan on rosters_roster" not in plan

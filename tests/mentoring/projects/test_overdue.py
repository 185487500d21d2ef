"""Staff find what has been waited for too long, and nobody else is told."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.notifications.notices import render
from foundation.programmes.enums import Role
from mentoring.projects.models import Submission
from tests.factories.mentoring import ProjectFactory, granted, member_of, member_state, mentor, reviewed, waiting
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
SINCE = date(2026, 6, 1)


def set_up() -> dict[str, Any]:
    """One that waits for any mentor, one for its team, and one not so long."""
    learner = member_of("MA")
    untaken = waiting(ProjectFactory(owner=learner))
    returned = reviewed(mentor(), waiting(ProjectFactory(owner=learner)), "revise").submission
    Submission.objects.filter(pk__in=(untaken.pk, returned.pk)).update(waits_on=SINCE, nudged=6)
    Submission.objects.filter(pk=waiting(ProjectFactory(owner=learner)).pk).update(waits_on=SINCE, nudged=4)
    return {
        "overdue": [str(returned.project_id), str(untaken.project_id)],
        "learner": learner,
        "mentor": mentor(),
        "office": granted(Role.PROGRAMME_OFFICE),
        "coordinator": granted(Role.COORDINATOR, state=member_state("MA")),
        "abroad": granted(Role.COORDINATOR, state=member_state("JO")),
    }


_written, desk = scene(set_up)


def listed(client: APIClient, **query: str) -> list[tuple[str, str | None]]:
    rows = client.get("/api/v1/projects", {**query}).json()["results"]
    return [(row["id"], row["waits_since"]) for row in rows]


@pytest.mark.parametrize("who", ["office", "coordinator"])
def test_staff_find_them_with_since_when(desk: dict[str, Any], client_of: Clients, who: str) -> None:
    client = client_of(desk[who])
    assert listed(client, overdue="true") == [(project, str(SINCE)) for project in desk["overdue"]]
    assert [since for _, since in listed(client)] == [None, None, None]
    assert listed(client, overdue="true", status="active") == [(desk["overdue"][0], str(SINCE))]


@pytest.mark.parametrize("who", ["learner", "mentor", "abroad"])
def test_nobody_else_is_told(desk: dict[str, Any], client_of: Clients, who: str) -> None:
    assert listed(client_of(desk[who]), overdue="true") == []


def test_the_list_takes_the_same_statements_however_long(
    desk: dict[str, Any], client_of: Clients, django_assert_num_queries: Any
) -> None:
    client = client_of(desk["coordinator"])
    listed(client)
    for limit in ("1", "2"):
        with django_assert_num_queries(1):
            assert len(listed(client, overdue="true", limit=limit)) == int(limit)


def test_the_notice_leads_there() -> None:
    assert render("wait_overdue", {"decision": "team", "count": 3}).url.endswith("/?overdue=true")

"""Who sees which learners in the report of a cohort."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.kernel.clock import now
from foundation.programmes.models import RoleGrant
from tests.factories.accounts import PersonFactory
from tests.factories.consents import officer
from tests.factories.mentoring import mentor
from tests.factories.programmes import (
    MembershipFactory,
    OrganisationFactory,
    coordinator,
    coordinator_of,
    office,
)
from tests.outcomes.insights.classroom import EVERYBODY, ROUTES, Classroom, classroom, names, path
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]

_written, room = scene(classroom)


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        (lambda room: office(), EVERYBODY),
        (lambda room: coordinator("MA"), EVERYBODY),
        (lambda room: coordinator_of(room.home), EVERYBODY),
        (lambda room: coordinator_of(room.school), ["=Bilal", "شادي"]),
    ],
    ids=["office", "state", "home", "school"],
)
def test_coordinators_see_by_cohort_or_school(
    client_of: Clients, room: Classroom, who: Callable[[Classroom], User], seen: list[str]
) -> None:
    client = client_of(who(room))
    assert names(client, room) == seen
    assert client.get(path(room, "progress/totals")).json()["totals"]["enrolled"] == len(seen)
    lines = b"".join(client.get(path(room, "progress.csv")).streaming_content).decode().splitlines()
    assert len(lines) == 1 + len(seen)


def elsewhere_and_here(room: Classroom) -> User:
    """A coordinator of another state who is a learner in this cohort."""
    person = coordinator("JO")
    MembershipFactory(person=person, cohort=room.cohort)
    return person


def dismissed(room: Classroom) -> User:
    person = coordinator("MA")
    RoleGrant.objects.filter(person=person).update(revoked_at=now())
    return person


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda room: None, 401),
        (lambda room: room.amina.person, 404),
        (lambda room: PersonFactory(), 404),
        (lambda room: mentor(), 404),
        (lambda room: officer("MA"), 404),
        (lambda room: coordinator("JO"), 404),
        (elsewhere_and_here, 404),
        (dismissed, 404),
    ],
    ids=["nobody", "learner", "stranger", "mentor", "safeguarding", "other state", "learner here", "dismissed"],
)
def test_others_find_no_report(client_of: Clients, room: Classroom, who: Any, status: int) -> None:
    client = client_of(who(room))
    assert [client.get(path(room, route)).status_code for route in ROUTES] == [status] * len(ROUTES)


def test_a_coordinator_of_something_else_finds_none_either(client_of: Clients, room: Classroom) -> None:
    client = client_of(coordinator_of(OrganisationFactory()))
    assert [client.get(path(room, route)).status_code for route in ROUTES] == [404] * len(ROUTES)

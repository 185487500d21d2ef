"""The queue over HTTP."""

from collections.abc import Callable
from datetime import datetime

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from mentoring.mentors.models import Mentor
from tests.factories.mentoring import (
    CallFactory,
    ProjectFactory,
    member_state,
    mentor,
    waiting,
)
from tests.mentoring.reviews.people import OTHER_MENTOR, QUEUE, REVIEWER, REVIEWS, expected, lease_path, people_around
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]

_written, people = scene(people_around)


def test_the_queue_gives_the_longest_waiting_first_with_its_place(client_of: Clients) -> None:
    first, second = waiting(), waiting(ProjectFactory(language="fr"))
    client = client_of(mentor())
    entries = client.get(QUEUE).json()["results"]
    assert entries[0] == {
        "submission": str(first.id),
        "project": {"title": first.project.title, "language": "ar"},
        "position": 1,
        "mine": False,
        "waiting_since": entries[0]["waiting_since"],
    }
    assert datetime.fromisoformat(entries[0]["waiting_since"]) == first.submitted_at
    assert [(entry["submission"], entry["position"]) for entry in entries[1:]] == [(str(second.id), 2)]


def test_the_place_in_the_queue_is_the_same_on_every_page(client_of: Clients) -> None:
    call = CallFactory()
    ids = [str(waiting(ProjectFactory(call=call)).id) for _ in range(5)]
    client, path, seen = client_of(mentor()), f"{QUEUE}?limit=2", []
    while path:
        page = client.get(path).json()
        seen += [(entry["submission"], entry["position"]) for entry in page["results"]]
        path = page["next"]
    assert seen == list(zip(ids, range(1, 6), strict=True))


def places(client: APIClient) -> list[tuple[str, int]]:
    return [(entry["submission"], entry["position"]) for entry in client.get(QUEUE).json()["results"]]


def test_each_mentor_has_a_queue_of_their_own(client_of: Clients) -> None:
    arabic, french = waiting(), waiting(ProjectFactory(language="fr"))
    own = mentor(languages=["fr"])
    waiting(ProjectFactory(language="fr", owner=own))

    assert places(client_of(own)) == [(str(french.id), 1)]
    assert places(client_of(mentor(languages=["ar"]))) == [(str(arabic.id), 1)]
    assert places(client_of(mentor(state=member_state("JO")))) == []
    assert places(client_of(mentor(active=False))) == []
    Mentor.objects.filter(person=own).delete()
    assert places(client_of(own)) == []


def test_what_is_leased_leaves_the_queue_and_comes_back_to_its_place_for_others(client_of: Clients) -> None:
    first, second, reader, other = waiting(), waiting(), mentor(), mentor()
    client = client_of(reader)
    review = client.post(lease_path(first)).json()
    assert [entry["submission"] for entry in client.get(QUEUE).json()["results"]] == [str(second.id)]
    client.post(f"{REVIEWS}/{review['id']}/release")
    assert places(client_of(other)) == [(str(first.id), 1), (str(second.id), 2)]
    assert places(client_of(reader)) == [(str(second.id), 1)]


def test_the_queue_is_for_mentors(client_of: Clients, people: dict[str, User | None]) -> None:
    seen = {name: client_of(person).get(QUEUE).status_code for name, person in people.items()}
    assert seen == expected(people, {REVIEWER: 200, OTHER_MENTOR: 200}, otherwise=403)
    mine = {name: client_of(person).get(REVIEWS).status_code for name, person in people.items()}
    assert mine == seen

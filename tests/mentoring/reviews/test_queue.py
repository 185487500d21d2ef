"""The queue of a mentor as pages: what is theirs alone, what was left lying, then what has waited longest."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.kernel import clock
from mentoring.projects.enums import MentorshipEnd
from mentoring.projects.services import end_mentorship
from mentoring.reviews.selectors import queue
from tests.factories.mentoring import CallFactory, ProjectFactory, mentor, reviewed, waiting
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
QUEUE = "/api/v1/review-queue"


def again(by: User, call: Any) -> Any:
    return waiting(reviewed(by, waiting(ProjectFactory(call=call)), "revise").submission.project)


def seven() -> tuple[User, list[tuple[str, int, bool]]]:
    """A mentor, and what the pages are to show: two of their own, two that somebody left lying, three for anybody."""
    call, reader, silent = CallFactory(), mentor(), mentor()
    anybodys = [waiting(ProjectFactory(call=call)) for _ in range(3)]
    left = [again(silent, call) for _ in range(2)]
    for submission in left:
        end_mentorship(project_id=submission.project_id, ending=MentorshipEnd.SILENT, now=clock.now())
    again(silent, call)
    own = [again(reader, call) for _ in range(2)]
    ordered = [(str(submission.id), submission in own) for submission in (*own, *left, *anybodys)]
    return reader, [(key, place, mine) for place, (key, mine) in enumerate(ordered, 1)]


_written, lined_up = scene(seven)


def entries(page: dict[str, Any]) -> list[tuple[str, int | None, bool]]:
    return [(entry["submission"], entry["position"], entry["mine"]) for entry in page["results"]]


def test_pages_go_through_all_of_it_and_back(client_of: Clients, lined_up: Any) -> None:
    reader, expected = lined_up
    client, page = client_of(reader), {"next": f"{QUEUE}?limit=2"}
    seen = []
    while page["next"]:
        page = client.get(page["next"]).json()
        seen.append(entries(page))
    assert seen == [expected[0:2], expected[2:4], expected[4:6], expected[6:]]
    back = []
    while page["previous"]:
        page = client.get(page["previous"]).json()
        back.append(entries(page))
    assert back == [expected[4:6], expected[2:4], expected[0:2]]


def test_beyond_what_is_counted_there_is_no_position(
    client_of: Clients, lined_up: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, expected = lined_up
    monkeypatch.setattr(queue, "MOST_COUNTED", 3)
    client = client_of(reader)
    first = client.get(f"{QUEUE}?limit=4").json()
    assert [place for _, place, _ in entries(first)] == [1, 2, 3, None]
    second = client.get(first["next"]).json()
    assert entries(second) == [(key, None, mine) for key, _, mine in expected[4:]]


@pytest.mark.parametrize("limit", [1, 3])
def test_a_deep_page_takes_as_many_statements_however_long_it_is(client_of: Clients, lined_up: Any, limit: int) -> None:
    reader, _ = lined_up
    client = client_of(reader)
    following = client.get(f"{QUEUE}?limit={limit}").json()["next"]
    reader.__dict__.pop("_grants", None)
    with CaptureQueriesContext(connection) as made:
        assert len(entries(client.get(following).json())) == limit
    assert len(made) == 6

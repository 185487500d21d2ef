"""Files of many rows, behind a pooler that gives the session to somebody else after each transaction."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests.foundation.rosters.working import at_work, signed_in, upload

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "Name,Learner number\nAmina Diop,1\nOmar Diop,2\n"


@pytest.fixture
def asked(settings: Any, tmp_path: Path) -> tuple[APIClient, list[str]]:
    settings.MEDIA_ROOT = tmp_path
    desk = at_work()
    client = signed_in(desk.owner)
    roster = upload(client, desk.cohort, LIST)
    return client, [f"/api/v1/cohorts/{desk.cohort.pk}/progress.csv", f"/api/v1/rosters/{roster['id']}/rows.csv"]


def test_a_cursor_ends_with_its_transaction(asked: tuple[APIClient, list[str]]) -> None:
    client, addresses = asked
    for address in addresses:
        with CaptureQueriesContext(connection) as made:
            list(client.get(address).streaming_content)  # type: ignore[attr-defined]
        said = [query["sql"] for query in made.captured_queries]
        (place,) = (place for place, sql in enumerate(said) if sql.startswith("DECLARE"))
        assert ("WITH HOLD" in said[place], said[place - 1], said[-1]) == (False, "BEGIN", "COMMIT")


def test_who_breaks_off_leaves_no_transaction(asked: tuple[APIClient, list[str]]) -> None:
    client, addresses = asked
    for address in addresses:
        answer: Any = client.get(address)
        next(answer.streaming_content)
        assert connection.in_atomic_block
        answer.close()
        assert (connection.in_atomic_block, connection.get_autocommit()) == (False, True)

"""Pages over several keys, of which the first is the same for many rows."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from foundation.kernel import clock
from foundation.kernel.errors import Invalid
from foundation.kernel.http.paging import Pages
from foundation.kernel.models import ThrottleCount

pytestmark = pytest.mark.django_db
KEYS = ["a", "b", "c", "d", "e", "f", "g"]
BY_WINDOW, NEWEST = ("window", "key"), ("-window", "-key")


@pytest.fixture(autouse=True)
def _rows() -> None:
    later = clock.now() + timedelta(hours=1)
    counts = [ThrottleCount(key=key, window=int(key > "e"), expires_at=later) for key in KEYS]
    ThrottleCount.objects.bulk_create(reversed(counts))


def page(ordering: tuple[str, ...], url: str) -> tuple[list[str], dict[str, Any]]:
    pages = Pages(*ordering)
    rows = pages.rows(ThrottleCount.objects.all(), Request(APIRequestFactory().get(url)))
    return [row.key for row in rows], pages.members([])


@pytest.mark.parametrize(("ordering", "expected"), [(BY_WINDOW, KEYS), (NEWEST, KEYS[::-1])], ids=["up", "down"])
def test_pages_go_forward_and_back_through_equal_first_keys(ordering: tuple[str, ...], expected: list[str]) -> None:
    url: str | None = "/?limit=2"
    seen, links = [], {}
    while url:
        keys, links = page(ordering, url)
        seen.append(keys)
        url = links["next"]
    assert seen == [expected[place : place + 2] for place in range(0, 7, 2)]
    back = []
    while links["previous"]:
        keys, links = page(ordering, links["previous"])
        back.append(keys)
    assert back == seen[-2::-1]
    assert page(ordering, links["next"])[0] == expected[2:4]


def test_a_page_begins_at_its_place_and_not_by_counting() -> None:
    _, links = page(BY_WINDOW, "/?limit=3")
    with CaptureQueriesContext(connection) as asked:
        page(BY_WINDOW, links["next"])
    (statement,) = [query["sql"] for query in asked]
    assert '("kernel_throttlecount"."window", "kernel_throttlecount"."key") > (' in statement
    assert "OFFSET" not in statement


@pytest.mark.parametrize("cursor", ["cD0x", "cD14LHk=", "p"], ids=["one key", "no numbers", "no cursor"])
def test_a_cursor_of_another_order_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid):
        page(BY_WINDOW, f"/?cursor={cursor}")

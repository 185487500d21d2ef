"""What a preview says of the list as a whole before anybody applies it."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.programmes.models import Cohort
from tests.foundation.rosters.working import BASE, apply, at_work, got, upload
from tests.scenes import scene

pytestmark = pytest.mark.django_db
_written, scenery = scene(at_work)


def listed(numbers: range) -> str:
    names = "".join(f"Amina {'abcdefghijklmnopqrstuvwxyz'[number]};{number};2000-01-01;fr\n" for number in numbers)
    return "Name;Learner number;Date of birth;Language\n" + names


def said(roster: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(message["code"], message["read"], message["expected"]) for message in roster["messages"]]


@pytest.mark.parametrize(
    ("there", "named", "full", "expected"),
    [
        (14, 9, "true", [("many_withdrawn", "5", "14")]),
        (14, 1, "true", [("many_withdrawn", "13", "14")]),
        (14, 10, "true", []),
        (14, 1, "false", []),
        (20, 15, "true", [("many_withdrawn", "5", "20")]),
        (21, 16, "true", []),
    ],
)
def test_a_full_list_that_would_withdraw_many_asks_whether_it_is_whole(
    client: APIClient, cohort: Cohort, there: int, named: int, full: str, expected: list[tuple[str, str, str]]
) -> None:
    apply(client, upload(client, cohort, listed(range(there))))
    roster = upload(client, cohort, listed(range(named)), full=full)
    assert said(roster) == expected


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", "عدد الأعضاء الذين سيُسحبون: 5 من أصل 6. أهذه هي القائمة كاملةً حقًّا؟"),
        ("en", "5 of 6 members would be withdrawn. Is this really the whole list?"),
        ("fr", "5 des 6 membres seraient retirés. Est-ce bien toute la liste\u00a0?"),
    ],
)
def test_it_asks_in_her_language(client: APIClient, cohort: Cohort, language: str, words: str) -> None:
    apply(client, upload(client, cohort, listed(range(6))))
    roster = upload(client, cohort, listed(range(1)), full="true")
    answer = client.get(f"{BASE}/rosters/{roster['id']}", headers={"accept-language": language})
    assert [message["detail"] for message in answer.json()["messages"]] == [words]
    apply(client, got(client, roster))
    assert got(client, roster)["counts"]["withdraw"] == 5

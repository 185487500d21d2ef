import re
from typing import Any

import pytest
from django.test import Client

from config.demo import ACCOUNTS, PASSWORD


@pytest.mark.parametrize(
    ("language", "words"), [("ar", "الدخول باسم:"), ("en", "Sign in as:"), ("fr", "Se connecter comme :")]
)
@pytest.mark.django_db
def test_the_demo_offers_its_people(client: Client, language: str, words: str) -> None:
    page = client.get("/api/docs", headers={"Accept-Language": language}).content.decode()
    assert re.findall(r'data-account="([^"]+)"', page) == list(ACCOUNTS)
    assert words in page


@pytest.mark.django_db
def test_where_people_are_served_there_is_nobody_to_play(client: Client, settings: Any) -> None:
    settings.DEMO = False
    page = client.get("/api/docs").content.decode()
    assert ("data-account" in page, PASSWORD in page) == (False, False)
    assert "/_allauth/openapi.json" in page


@pytest.mark.django_db
def test_all_of_it_comes_from_here(client: Client) -> None:
    page = client.get("/api/docs").content.decode()
    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert [source for source in sources if not source.startswith("/")] == []
    assert {status(client, source) for source in sources} == {200}


def status(client: Client, path: str) -> int:
    answer = client.get(path)
    answer.close()
    return answer.status_code

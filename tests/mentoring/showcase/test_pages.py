"""Two pages for people: three languages, no script, small; what is written on them is the young people's."""

import re
from typing import Any

import pytest
from django.test import Client

from mentoring.projects.models import Project
from tests.factories.accounts import PersonFactory
from tests.factories.programmes import StateFactory
from tests.factories.showcase import accepted, agreed, declared, shown

pytestmark = pytest.mark.django_db
LIMIT = 50_000


def read(client: Client, path: str, **query: Any) -> str:
    answer = client.get(path, {"lang": "en", **query})
    assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex")
    page = answer.content.decode()
    assert "<script" not in page
    assert len(answer.content) < LIMIT
    return page


def titles(page: str) -> list[str]:
    return re.findall(r'<a href="/showcase/[^"]*">([^<]*)</a>', page)


@pytest.mark.parametrize(
    ("language", "direction", "heading", "country"),
    [
        ("ar", "rtl", "ما بناه الشباب", "الأردن"),
        ("en", "ltr", "What young people have built", "Jordan"),
        ("fr", "ltr", "Ce que des jeunes ont construit", "Jordanie"),
    ],
)
def test_the_list_is_in_the_readers_language(
    client: Client, language: str, direction: str, heading: str, country: str
) -> None:
    StateFactory(code="JO", name={"ar": "الأردن", "en": "Jordan", "fr": "Jordanie"})
    project = shown(PersonFactory(), states=["JO"], title="Eau", language="fr", sdgs=[6])
    page = read(client, "/showcase", lang=language)
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert f"<h1>{heading}</h1>" in page
    assert f'<h2 lang="fr" dir="ltr"><a href="/showcase/{project.id}">Eau</a></h2>' in page
    assert f"<bdi>{country}</bdi>" in page


def test_a_form_narrows_it(client: Client) -> None:
    StateFactory(code="JO"), StateFactory(code="MA")
    water = shown(PersonFactory(), title="Water", sdgs=[6, 13], states=["MA"], language="en")
    light = shown(PersonFactory(), title="Light", sdgs=[7], states=["JO"], language="fr", idea="Une lampe")
    both = {water.title, light.title}
    asked: list[tuple[dict[str, str], set[str]]] = [
        ({}, both),
        ({"sdg": "6"}, {"Water"}),
        ({"sdg": "5"}, set()),
        ({"state": "JO"}, {"Light"}),
        ({"language": "fr"}, {"Light"}),
        ({"q": "lampes"}, {"Light"}),
        ({"q": "a\0b"}, set()),
        ({"sdg": "6", "state": "JO"}, set()),
        ({"sdg": "six", "state": "j1", "language": "de", "page": "-1", "more": "x"}, both),
        ({"page": "2"}, set()),
        ({"page": "99999999999999999999"}, both),
    ]
    for query, found in asked:
        assert set(titles(read(client, "/showcase", **query))) == found, query
    chosen = read(client, "/showcase", sdg="6", state="MA")
    assert re.findall(r'<option value="(\w+)" selected>', chosen) == ["6", "MA"]
    assert "There is nothing to show for this yet." in read(client, "/showcase", sdg="5")


def test_older_ones_are_a_page_further(client: Client) -> None:
    for number in range(21):
        shown(PersonFactory(), title=f"Project {number}", sdgs=[6])
    first = read(client, "/showcase", sdg="6")
    assert titles(first) == [f"Project {number}" for number in range(20, 0, -1)]
    assert 'href="?lang=en&amp;sdg=6&amp;page=2" rel="next"' in first
    second = read(client, "/showcase", sdg="6", page="2")
    assert titles(second) == ["Project 0"]
    assert 'href="?lang=en&amp;sdg=6&amp;page=1" rel="prev"' in second
    assert 'rel="next"' not in second


def test_a_project_says_what_its_team_wants_to_be_read(client: Client) -> None:
    StateFactory(code="MA", name={"en": "Morocco", "ar": "المغرب"})
    lead, other, third = (PersonFactory(name=name) for name in ("سلمى بنعلي", "Yusuf Amrani", "Nour Tazi"))
    lead.name_latin = "Salma Benali"
    lead.save()
    project = accepted(lead, other, third, title="ماء <b>", idea="فكرة\n\nثانية", sdgs=[6])
    for person, name in ((lead, "full"), (other, "given"), (third, "none")):
        declared(project, person, "CC-BY-SA-4.0"), agreed(project, person, name)
    page = read(client, f"/showcase/{project.id}")
    assert '<article class="card" lang="ar" dir="rtl">\n<h1>ماء &lt;b&gt;</h1>' in page
    assert "<p>فكرة</p>\n\n<p>ثانية</p>" in page
    assert "<dd><bdi>سلمى بنعلي</bdi> (<bdi>Salma Benali</bdi>)<br><bdi>Yusuf</bdi></dd>" in page
    assert "<dt>People in the team</dt><dd>3</dd>" in page
    assert "<dd><bdi>Morocco</bdi></dd>" in page
    assert '<a href="/showcase?sdg=6">6 · Clean water and sanitation</a>' in page
    assert '<a href="https://creativecommons.org/licenses/by-sa/4.0/" rel="license noreferrer">CC BY-SA 4.0</a>' in page
    assert "<dd>Nov. 24, 2026</dd>" in page
    assert [name for name in ("Amrani", "Nour", "Tazi") if name in page] == []


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ar", "<dt>الرخصة</dt><dd>جميع الحقوق محفوظة</dd>"),
        ("en", "<dt>Licence</dt><dd>All rights reserved</dd>"),
        ("fr", "<dt>Licence</dt><dd>Tous droits réservés</dd>"),
    ],
)
def test_what_is_reserved_is_said_in_the_readers_language(client: Client, language: str, told: str) -> None:
    project = shown(PersonFactory(), licence="all_rights_reserved")
    assert told in read(client, f"/showcase/{project.id}", lang=language)


def test_a_page_stays_small_whatever_was_written(client: Client) -> None:
    long = {"title": "م" * 200, "problem": "م" * 5000, "idea": "م" * 5000, "sdgs": list(range(1, 18))}
    for code in range(53):
        StateFactory(code=f"{chr(65 + code // 26)}{chr(65 + code % 26)}", name={"en": "A very long name of a country"})
    projects = [shown(PersonFactory(), **long) for _ in range(21)]
    read(client, "/showcase")
    read(client, f"/showcase/{projects[0].id}")


def test_what_is_not_there_looks_like_what_is_hidden(client: Client) -> None:
    hidden = accepted(PersonFactory(), title="Hidden")
    answers = [client.get(f"/showcase/{pk}", {"lang": "en"}) for pk in (hidden.id, hidden.call_id)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert "Hidden" not in answers[0].content.decode()
    assert client.post("/showcase").status_code == 405
    assert Project.objects.count() == 1

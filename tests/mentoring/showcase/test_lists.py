"""The public list: narrowed, searched, paged and counted; by so many statements, and through indexes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foundation.kernel import clock
from mentoring.projects.models import Project, TeamMember
from mentoring.showcase.models import Showing
from mentoring.showcase.selectors import public
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import CallFactory, texts
from tests.factories.programmes import StateFactory
from tests.factories.showcase import ACCEPTED_AT, shown
from tests.scenes import scene

pytestmark = pytest.mark.django_db


def set_up() -> list[str]:
    StateFactory(code="JO", name=texts("Jordan")), StateFactory(code="MA", name=texts("Morocco"))
    call = CallFactory(title=texts("Rivers"))
    rows = [
        ("Eau pure", "fr", [6], ["MA"], {"idea": "Des rivières propres pour l’école."}),
        ("Pumps", "en", [6, 13], ["JO", "MA"], {"problem": "Farmers pump at night."}),
        ("توفير المياه", "ar", [], [], {"call": call}),
    ]
    made = []
    for day, (title, language, sdgs, states, more) in enumerate(rows):
        at = {"accepted_at": ACCEPTED_AT + timedelta(days=day)}
        given = {"title": title, "language": language, "sdgs": sdgs, "states": states, "call__title": texts("Any")}
        if "call" in more:
            given.pop("call__title")
        made.append(shown(PersonFactory(), **{**given, **at, **more}))
    return [str(call.id), *(str(project.id) for project in made)]


_written, ids = scene(set_up)


def found(client: Client, **query: Any) -> list[str]:
    answer = client.get("/api/v1/showcase", query)
    assert answer.status_code == 200
    return [project["title"] for project in answer.json()["results"]]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, ["توفير المياه", "Pumps", "Eau pure"]),
        ({"sdg": 6}, ["Pumps", "Eau pure"]),
        ({"sdg": 1}, []),
        ({"state": "JO"}, ["Pumps"]),
        ({"state": "TN"}, []),
        ({"language": "ar"}, ["توفير المياه"]),
        ({"q": "مياه"}, ["توفير المياه"]),
        ({"q": "farmer pumping"}, ["Pumps"]),
        ({"q": "riviere ecole"}, ["Eau pure"]),
        ({"q": "riviere farmer"}, []),
        ({"q": "' OR 1=1 --"}, []),
        ({"q": "  "}, ["توفير المياه", "Pumps", "Eau pure"]),
        ({"sdg": 13, "state": "MA", "language": "en", "q": "night"}, ["Pumps"]),
    ],
)
def test_it_is_narrowed(client: Client, ids: list[str], query: dict[str, Any], titles: list[str]) -> None:
    assert found(client, **query) == titles
    figures = client.get("/api/v1/showcase/facets", query).json()
    assert figures["total"] == len(titles)


def test_it_is_narrowed_by_a_call(client: Client, ids: list[str]) -> None:
    assert found(client, call=ids[0]) == ["توفير المياه"]


@pytest.mark.parametrize(
    "query", ["sdg=0", "sdg=x", "state=ma", "state=MA1", "language=de", "call=x", "who=x", "q=%00"]
)
@pytest.mark.parametrize("path", ["/api/v1/showcase", "/api/v1/showcase/facets"])
def test_what_is_asked_wrongly_is_refused(client: Client, query: str, path: str) -> None:
    assert client.get(f"{path}?{query}").status_code == 400


def test_it_is_counted(client: Client, ids: list[str]) -> None:
    figures = client.get("/api/v1/showcase/facets", headers={"Accept-Language": "fr"}).json()
    assert [(each["value"], each["title"], each["count"]) for each in figures["state"]] == [
        ("MA", "Morocco en français", 2),
        ("JO", "Jordan en français", 1),
    ]
    assert figures["sdg"] == [
        {"value": "6", "title": "Eau propre et assainissement", "count": 2},
        {"value": "13", "title": "Lutte contre les changements climatiques", "count": 1},
    ]
    assert figures["language"][0] == {"value": "ar", "title": "العربية", "count": 1}
    assert {each["title"] for each in figures["call"]} == {"Any en français", "Rivers en français"}
    assert figures["total"] == 3


def test_it_is_paged(client: Client, ids: list[str]) -> None:
    first = client.get("/api/v1/showcase", {"limit": 2}).json()
    second = client.get(first["next"]).json()
    assert [each["id"] for each in first["results"] + second["results"]] == ids[:0:-1]
    assert second["next"] is None


def test_of_many_the_newest_are_counted(client: Client, ids: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    facets = client.get("/api/v1/showcase/facets").json()
    assert (facets["total"], facets["complete"]) == (3, True)
    monkeypatch.setattr(public, "MOST_COUNTED", 2)
    facets = client.get("/api/v1/showcase/facets").json()
    assert (facets["total"], facets["complete"]) == (2, False)
    assert [each["value"] for each in facets["language"]] == ["ar", "en"]


def test_of_many_that_say_it_the_newest_are_found(
    client: Client, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Project.objects.update(title="Rain")
    assert len(found(client, q="rain")) == 3
    monkeypatch.setattr(public, "MOST_COUNTED", 2)
    answer = client.get("/api/v1/showcase", {"q": "rain"}).json()
    assert [each["id"] for each in answer["results"]] == ids[:1:-1]


@pytest.mark.parametrize("newer", ["elsewhere", "unwanted"])
def test_words_are_looked_for_among_what_is_asked_for_and_wanted(
    client: Client, ids: list[str], monkeypatch: pytest.MonkeyPatch, newer: str
) -> None:
    monkeypatch.setattr(public, "MOST_COUNTED", 2)
    Project.objects.update(title="Rain")
    if newer == "unwanted":
        Showing.objects.filter(project__in=ids[2:]).update(show=False)
    query = {"q": "rain", **({"language": "fr"} if newer == "elsewhere" else {})}
    answer = client.get("/api/v1/showcase", query).json()
    figures = client.get("/api/v1/showcase/facets", query).json()
    assert [each["id"] for each in answer["results"]] == [ids[1]]
    assert (figures["total"], figures["complete"]) == (1, True)


def test_where_more_say_it_than_are_looked_at_the_figures_say_so(
    client: Client, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where of those that were looked at not all may be shown."""
    Project.objects.update(title="Rain")
    TeamMember.objects.filter(project=ids[3]).update(left_at=clock.now())
    monkeypatch.setattr(public, "MOST_COUNTED", 2)
    figures = client.get("/api/v1/showcase/facets", {"q": "rain"}).json()
    assert (figures["total"], figures["complete"]) == (1, False)


@pytest.mark.parametrize("limit", [1, 3])
@pytest.mark.parametrize(
    ("path", "number"), [("/api/v1/showcase", 2), ("/api/v1/showcase/facets", 3), ("/showcase", 3), ("{}", 3)]
)
def test_how_many_statements_it_takes(client: Client, ids: list[str], path: str, number: int, limit: int) -> None:
    query = {"limit": limit} if path == "/api/v1/showcase" else {}
    with CaptureQueriesContext(
        connection,
    ) as statements:
        assert client.get(path.format(f"/showcase/{ids[1]}"), query).status_code == 200
    assert len(statements) == number

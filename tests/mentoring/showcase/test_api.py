"""What each of a team says of being shown, and by which name; what the public reads then."""

from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.consents.enums import Purpose
from mentoring.projects.models import Project
from mentoring.showcase.models import Showing
from tests.factories.accounts import MinorFactory, PersonFactory
from tests.factories.consents import granted, minor, open_state
from tests.factories.mentoring import texts
from tests.factories.programmes import coordinator, office
from tests.factories.showcase import accepted, agreed, declared, shown

pytestmark = pytest.mark.django_db
YES = {"show": True, "name": "full"}


def signed_in(person: User) -> APIClient:
    client = APIClient(HTTP_ACCEPT_LANGUAGE="en")
    client.force_authenticate(person)
    return client


def put(person: User, project: Project, body: dict[str, Any] = YES, tag: str = "*") -> Any:
    url = f"/api/v1/projects/{project.id}/showing"
    return signed_in(person).put(url, body, format="json", headers={"If-Match": tag})


def get(person: User, project: Project) -> Any:
    return signed_in(person).get(f"/api/v1/projects/{project.id}/showing")


def test_each_says_it_for_herself_and_can_take_it_back(client: Client) -> None:
    lead, other = PersonFactory(name="سلمى بنعلي", name_latin="Salma Benali"), PersonFactory(name="Yusuf Amrani")
    project = accepted(lead, other)
    declared(project, lead), declared(project, other)
    page = f"/api/v1/showcase/{project.id}"
    asked = get(lead, project)
    assert asked.json() == {
        "show": None, "name": "none", "names": {"none": "", "given": "سلمى", "full": "سلمى بنعلي"},
        "words": {field: getattr(project, field) for field in ("title", "problem", "idea")},
        "picture": None, "pictures": [], "shown": False, "waiting_for": ["choice", "team"],
    }  # fmt: skip
    said = put(lead, project, tag=asked["ETag"])
    assert (said.status_code, said.json()["waiting_for"]) == (200, ["team"])
    assert client.get(page).status_code == 404
    assert put(other, project, {"show": True}).json()["waiting_for"] == []
    assert client.get(page).json()["team"] == [{"name": "سلمى بنعلي", "name_latin": "Salma Benali"}]
    again = put(lead, project, {**said.json(), "name": "given"}, tag=get(lead, project)["ETag"])
    assert again.json()["shown"] is True
    assert client.get(page).json()["team"] == [{"name": "سلمى", "name_latin": "Salma"}]
    assert put(other, project, {"show": False}).json()["waiting_for"] == ["choice"]
    assert client.get(page).status_code == 404
    told = Record.objects.filter(action="project.showing_said").order_by("id").values_list("actor_id", "details")
    assert list(told) == [
        (lead.id, {"show": True, "name": "full", "picture": ""}),
        (other.id, {"show": True, "name": "none", "picture": ""}),
        (lead.id, {"show": True, "name": "given", "picture": ""}),
        (other.id, {"show": False, "name": "none", "picture": ""}),
    ]  # fmt: skip


def test_a_change_that_was_overtaken_is_refused() -> None:
    project = accepted(lead := PersonFactory())
    first = get(lead, project)["ETag"]
    assert put(lead, project, tag=first).status_code == 200
    assert put(lead, project, {"show": False}, tag=first).json()["code"] == "stale"
    url = f"/api/v1/projects/{project.id}/showing"
    assert signed_in(lead).put(url, YES, format="json").json()["code"] == "if_match_required"
    assert Showing.objects.values_list("show", "name", "revision").get() == (True, "full", 1)


def test_who_is_not_in_the_team_finds_nothing() -> None:
    project = accepted(PersonFactory())
    gone = PersonFactory()
    project.members.create(call_id=project.call_id, person=gone, seat=2, sole=False, left_at=project.accepted_at)
    for stranger in (gone, PersonFactory(), coordinator(), office()):
        assert [get(stranger, project).status_code, put(stranger, project).status_code] == [404, 404]
    assert APIClient().get(f"/api/v1/projects/{project.id}/showing").status_code == 401
    assert not Showing.objects.exists()


def test_whoever_may_not_be_shown_can_say_no_alone() -> None:
    open_state("MA")
    young = granted(minor("MA"), Purpose.LEARNING)
    project = accepted(young)
    refused = put(young, project)
    assert (refused.status_code, refused.json()["code"], refused.json()["purpose"]) == (
        403,
        "consent_required",
        "public_showing",
    )
    assert not Showing.objects.exists()
    assert put(young, project, {"show": False}).json()["waiting_for"] == ["choice", "consent", "declaration"]


def test_nothing_is_asked_before_the_project_is_accepted() -> None:
    project = accepted(lead := PersonFactory(), status="submitted", accepted_at=None)
    assert get(lead, project).json()["waiting_for"] == ["acceptance", "choice", "declaration"]
    assert put(lead, project).json()["code"] == "not_accepted_yet"
    assert not Showing.objects.exists()


@pytest.mark.parametrize("body", [{}, {"show": None}, {"show": True, "name": "nick"}, {"show": True, "person": "x"}])
def test_what_is_said_wrongly_is_refused(body: dict[str, Any]) -> None:
    project = accepted(lead := PersonFactory())
    assert put(lead, project, body).status_code == 400
    assert not Showing.objects.exists()


def test_the_public_reads_this_and_nothing_more(client: Client) -> None:
    open_state("MA")
    lead = PersonFactory(name="Salma Benali", username="salma.b", email="s@example.org", phone="0612345678")
    young = granted(minor("MA", person=MinorFactory(name="Yusuf Amrani", username="yusuf")))
    project = accepted(lead, young, title="Water", sdgs=[6, 13], states=["JO", "MA"], call__title=texts("A call"))
    declared(project, lead), declared(project, young)
    agreed(project, lead, "given"), agreed(project, young)
    answer = client.get(f"/api/v1/showcase/{project.id}", headers={"Accept-Language": "fr"})
    assert answer.json() == {
        "id": str(project.id),
        "url": f"http://localhost:8000/showcase/{project.id}",
        "title": "Water",
        "problem": "Pumps run at night.",
        "idea": "A sensor that says when.",
        "language": "ar",
        "sdgs": [6, 13],
        "call": str(project.call_id),
        "call_title": "A call en français",
        "states": ["JO", "MA"],
        "team": [{"name": "Salma", "name_latin": ""}],
        "team_size": 2,
        "picture": None,
        "licence": {
            "key": "CC-BY-4.0", "title": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"
        },
        "accepted_on": "2026-11-24",
    }  # fmt: skip
    assert answer["Cache-Control"] == "public, max-age=60"
    assert client.get("/api/v1/showcase", headers={"Accept-Language": "fr"}).json()["results"] == [answer.json()]
    page = client.get(f"/showcase/{project.id}").content.decode()
    secrets = [
        str(lead.id),
        str(young.id),
        "Benali",
        "Yusuf",
        "Amrani",
        "salma.b",
        "yusuf",
        "0612345678",
        "s@example.org",
    ]
    assert [word for word in secrets if word in page + answer.content.decode()] == []


def test_the_strictest_licence_of_the_team_is_shown(client: Client) -> None:
    project = shown(PersonFactory(), other := PersonFactory(), licence="CC0-1.0")
    seen = []
    for licence in ("MIT", "CC-BY-SA-4.0", "all_rights_reserved"):
        project.declarations.filter(person=other).update(licence=licence)
        seen.append(client.get(f"/api/v1/showcase/{project.id}").json()["licence"]["key"])
    assert seen == ["MIT", "CC-BY-SA-4.0", "all_rights_reserved"]

"""Whose work an accepted project is, and what others may do with it: each of the team says it for herself."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.kernel import clock
from foundation.programmes.enums import Role
from mentoring.projects.models import Declaration, Project
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import granted, joined, member_of, member_state, mentor, reviewed, waiting
from tests.factories.programmes import office
from tests.factories.showcase import accepted, declared
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
MINE = {"own_work": True, "others_work": "The map is by Rim.", "licence": "CC-BY-4.0"}
KEYS = ["all_rights_reserved", "CC-BY-SA-4.0", "CC-BY-4.0", "MIT", "CC0-1.0"]


class Scene(NamedTuple):
    project: Project
    lead: User
    other: User


def set_up() -> Scene:
    lead, other = PersonFactory(name="سلمى بنعلي", name_latin="Salma Benali"), member_of("MA", name="Yusuf Amrani")
    return Scene(accepted(lead, other), lead, other)


_written, at = scene(set_up)


def url(project: Project) -> str:
    return f"/api/v1/projects/{project.id}/declaration"


def put(client: APIClient, project: Project, body: dict[str, Any] = MINE, tag: str = "*") -> Any:
    return client.put(url(project), body, headers={"If-Match": tag})


def kept() -> list[tuple[Any, ...]]:
    return list(Declaration.objects.order_by("id").values_list("person", "others_work", "licence", "revision"))


def test_each_declares_for_herself_and_all_read_who_has(client_of: Clients, at: Scene) -> None:
    lead, other = client_of(at.lead), client_of(at.other)
    members = list(at.project.members.order_by("seat").values_list("pk", flat=True))
    before = lead.get(url(at.project))
    licences = before.json()["licences"]
    assert [licence["key"] for licence in licences] == KEYS
    assert before.json() == {
        "own_work": False, "others_work": "", "licence": None, "licences": licences, "team_licence": None,
        "team": [
            {"member": str(members[0]), "name": "Salma Benali", "licence": None},
            {"member": str(members[1]), "name": "Yusuf Amrani", "licence": None},
        ],
    }  # fmt: skip
    said = put(lead, at.project, tag=before["ETag"])
    assert (said.status_code, said.json()["own_work"], said.json()["others_work"]) == (200, True, "The map is by Rim.")
    told = other.get(url(at.project)).json()
    assert [each["licence"] for each in told["team"]] == ["CC-BY-4.0", None]
    assert (told["own_work"], told["others_work"], told["team_licence"]) == (False, "", None)
    assert "Rim" not in str(told)
    assert put(other, at.project, {**MINE, "licence": "MIT", "others_work": ""}).json()["team_licence"] == "CC-BY-4.0"
    assert kept() == [(at.lead.id, "The map is by Rim.", "CC-BY-4.0", 1), (at.other.id, "", "MIT", 1)]
    records = Record.objects.filter(action="project.declared").order_by("id")
    assert list(records.values_list("actor_id", "subject_id", "details")) == [
        (at.lead.id, at.project.id, {"licence": "CC-BY-4.0", "others": True}),
        (at.other.id, at.project.id, {"licence": "MIT", "others": False}),
    ]


def test_what_was_read_can_be_sent_back_changed(client_of: Clients, at: Scene) -> None:
    client = client_of(at.lead)
    first = put(client, at.project)
    again = put(client, at.project, {**first.json(), "licence": "CC0-1.0"}, tag=first["ETag"])
    assert (again.status_code, again.json()["licence"]) == (200, "CC0-1.0")
    assert put(client, at.project, tag=first["ETag"]).json()["code"] == "stale"
    assert client.put(url(at.project), MINE).json()["code"] == "if_match_required"
    assert kept() == [(at.lead.id, "The map is by Rim.", "CC0-1.0", 2)]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"own_work": False}, ("/own_work", "not_own_work")),
        ({"licence": "GPL"}, ("/licence", "invalid_choice")),
        ({"licence": None}, ("/licence", "null")),
        ({"others_work": "x" * 5001}, ("/others_work", "max_length")),
        ({"more": 1}, ("/more", "unknown")),
    ],
)
def test_what_is_not_right_is_refused(
    client_of: Clients, at: Scene, given: dict[str, Any], fault: tuple[str, str]
) -> None:
    answer = put(client_of(at.lead), at.project, {**MINE, **given})
    assert (answer.status_code, [(each["pointer"], each["code"]) for each in answer.json()["errors"]]) == (400, [fault])
    assert (kept(), Record.objects.filter(action="project.declared").count()) == ([], 0)


@pytest.mark.parametrize("status", ["active", "submitted", "declined"])
def test_it_is_asked_once_the_project_is_accepted(client_of: Clients, status: str) -> None:
    project = accepted(status=status, accepted_at=None)
    client = client_of(project.owner)
    assert client.get(url(project)).status_code == 200
    answer = put(client, project)
    assert (answer.status_code, answer.json()["code"], kept()) == (409, "not_accepted_yet", [])


def test_nobody_else_is_told(client_of: Clients, at: Scene) -> None:
    """Whoever left, staff whose person is in the team, who reviewed it, a stranger: there is nothing for any of them."""
    reviewer = mentor()
    reviewed(reviewer, waiting())
    declared(at.project, at.lead)
    left = joined(at.project, left_at=clock.now())
    staff = [office(), granted(Role.COORDINATOR, state=member_state("MA")), granted(Role.SAFEGUARDING_OFFICER)]
    for person in (left, reviewer, PersonFactory(), *staff):
        client = client_of(person)
        assert [client.get(url(at.project)).status_code, put(client, at.project).status_code] == [404, 404]
    assert [answer.status_code for answer in (client_of().get(url(at.project)), put(client_of(), at.project))] == [
        401,
        401,
    ]
    assert kept() == [(at.lead.id, "", "CC-BY-4.0", 1)]


@pytest.mark.parametrize("more", [0, 2])
def test_how_many_statements_it_takes(client_of: Clients, at: Scene, django_assert_num_queries: Any, more: int) -> None:
    for person in [joined(at.project) for _ in range(more)]:
        declared(at.project, person)
    client = client_of(at.lead)
    with django_assert_num_queries(3):
        client.get(url(at.project))


@pytest.mark.parametrize(
    ("language", "all_rights", "attribution"),
    [
        ("ar", "جميع الحقوق محفوظة", "يجوز للآخرين استعماله وتغييره بشرط أن يذكروا مشروعك."),
        ("en", "All rights reserved", "Others may use and change it if they name your project."),
        ("fr", "Tous droits réservés", "Les autres peuvent l’utiliser et le modifier s’ils nomment votre projet."),
    ],
)
def test_licences_are_explained(
    client_of: Clients, at: Scene, language: str, all_rights: str, attribution: str
) -> None:
    strict, _share, by, *_others = client_of(at.lead, language=language).get(url(at.project)).json()["licences"]
    assert (strict["title"], strict["url"]) == (all_rights, "")
    assert by == {
        "key": "CC-BY-4.0", "title": "CC BY 4.0", "means": attribution,
        "url": "https://creativecommons.org/licenses/by/4.0/",
    }  # fmt: skip

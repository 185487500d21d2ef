"""What a team wrote is shown without names that its bearers don't want read, and without ways to reach anybody."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.test import Client
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.kernel import clock
from mentoring.projects.models import Project, TeamMember
from mentoring.showcase.models import Showing
from tests.factories.accounts import PersonFactory
from tests.factories.consents import open_state
from tests.factories.mentoring import joined
from tests.factories.showcase import shown
from tests.scenes import scene

pytestmark = pytest.mark.django_db
WRITTEN = {
    "title": "Clean water, by Salma Benali",
    "problem": "Ask Omar Alami, 0612345678.",
    "idea": "See https://water.example/us",
}
NOBODY_NAMED = {"title": "Clean water, by …", "problem": "Ask …, ….", "idea": "See …"}


class Scene(NamedTuple):
    project: Project
    lead: User
    other: User


def set_up() -> Scene:
    open_state("MA")
    lead, other = PersonFactory(name="Salma Benali"), PersonFactory(name="عمر العلمي", name_latin="Omar Alami")
    return Scene(shown(lead, other, language="en", **WRITTEN), lead, other)


_written, at = scene(set_up)


def read(client: APIClient, project: Project) -> dict[str, str]:
    """As a stranger reads it, the same in the list and by itself."""
    item = client.get(f"/api/v1/showcase/{project.id}").json()
    assert client.get("/api/v1/showcase").json()["results"] == [item]
    return {field: item[field] for field in WRITTEN}


@pytest.mark.parametrize(
    ("choices", "told"),
    [
        (("none", "none"), NOBODY_NAMED),
        (("full", "given"), NOBODY_NAMED | {"title": WRITTEN["title"]}),
        (("full", "full"), WRITTEN | {"problem": "Ask Omar Alami, ….", "idea": "See …"}),
    ],
)
def test_a_name_is_read_in_the_words_if_its_bearer_shows_it(
    client_of: Callable[..., APIClient], at: Scene, choices: tuple[str, str], told: dict[str, str]
) -> None:
    for person, name in zip((at.lead, at.other), choices, strict=True):
        Showing.objects.filter(person=person).update(name=name)
    assert read(client_of(), at.project) == told


@pytest.mark.parametrize("back", [False, True])
def test_whoever_has_left_is_not_named_unless_she_came_back(
    client_of: Callable[..., APIClient], at: Scene, back: bool
) -> None:
    """Her yes was about a project of hers."""
    Showing.objects.update(name="full")
    left = at.project.members.get(person=at.other)
    TeamMember.objects.filter(pk=left.pk).update(left_at=clock.now())
    if back:
        joined(at.project, at.other)
    told = "Ask Omar Alami, …." if back else "Ask …, …."
    expected = {"title": WRITTEN["title"], "problem": told, "idea": "See …"}
    assert (read(client_of(), at.project), _preview(client_of(at.lead), at)) == (
        expected,
        expected | {"problem": "Ask …, …."},
    )


def test_pages_say_no_more(client: Client, at: Scene) -> None:
    for page in ("/showcase", f"/showcase/{at.project.id}"):
        text = client.get(page, {"lang": "en"}).content.decode()
        assert NOBODY_NAMED["title"] in text
        assert [secret for secret in ("Salma", "Omar", "0612", "water.example") if secret in text] == []


@pytest.mark.parametrize(("name", "title"), [("none", "Clean water, by …"), ("full", WRITTEN["title"])])
def test_each_reads_before_she_chooses_and_learns_nothing_of_the_others_choices(
    client_of: Callable[..., APIClient], at: Scene, name: str, title: str
) -> None:
    Showing.objects.filter(person=at.lead).update(name=name)
    before = _preview(client_of(at.lead), at)
    Showing.objects.filter(person=at.other).update(name="full")
    assert _preview(client_of(at.lead), at) == before == NOBODY_NAMED | {"title": title}


def _preview(client: APIClient, at: Scene) -> Any:
    return client.get(f"/api/v1/projects/{at.project.id}/showing").json()["words"]

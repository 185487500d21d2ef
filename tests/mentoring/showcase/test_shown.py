"""Whatever one of a team lacks hides the project, by every road, in the same moment; and back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from django.test import Client

from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.models import Consent, StateRule
from foundation.kernel import clock
from foundation.programmes.models import RoleGrant
from mentoring.projects.models import Declaration, Project, TeamMember
from mentoring.showcase.models import Showing, Takedown
from mentoring.showcase.selectors import own_part
from tests.factories.accounts import PersonFactory
from tests.factories.consents import granted, minor, open_state
from tests.factories.programmes import office
from tests.factories.showcase import agreed, declared, shown
from tests.scenes import scene

pytestmark = pytest.mark.django_db


class Scene(NamedTuple):
    project: Project
    lead: User
    minor: User
    boss: User


def set_up() -> Scene:
    open_state("MA")
    lead, young = PersonFactory(name="Salma Benali", name_latin=""), granted(minor("MA"))
    return Scene(shown(lead, young, sdgs=[6]), lead, young, office())


_written, at = scene(set_up)


def roads(client: Client, project: Project) -> list[bool]:
    """Whether a stranger comes upon it: in the list, by itself, in the figures, on the pages."""
    found = client.get("/api/v1/showcase").json()["results"]
    item = client.get(f"/api/v1/showcase/{project.id}")
    facets = client.get("/api/v1/showcase/facets").json()
    pages = client.get("/showcase", {"lang": "en"}), client.get(f"/showcase/{project.id}", {"lang": "en"})
    searched = client.get("/api/v1/showcase", {"q": project.title, "sdg": 6, "state": "MA", "language": "ar"}).json()
    assert facets["total"] == sum(each["count"] for each in facets["language"])
    return [
        [each["id"] for each in found] == [str(project.id)],
        item.status_code == 200,
        facets["total"] == 1,
        project.title in pages[0].content.decode(),
        pages[1].status_code == 200,
        [each["id"] for each in searched["results"]] == [str(project.id)],
    ]


def silent(at: Scene) -> None:
    Showing.objects.filter(person=at.lead).delete()


def said_no(at: Scene) -> None:
    Showing.objects.filter(person=at.minor).update(show=False)


def undeclared(at: Scene) -> None:
    Declaration.objects.filter(person=at.lead).delete()


def consent_taken_back(at: Scene) -> None:
    Consent.objects.filter(person=at.minor, purpose=Purpose.PUBLIC_SHOWING).update(granted=False)


def consent_over(at: Scene) -> None:
    yesterday = clock.today() - timedelta(days=1)
    Consent.objects.filter(person=at.minor, purpose=Purpose.PUBLIC_SHOWING).update(valid_until=yesterday)


def state_without_an_officer(at: Scene) -> None:
    RoleGrant.objects.filter(role="safeguarding_officer").update(revoked_at=clock.now())


def state_without_a_rule(at: Scene) -> None:
    StateRule.objects.all().delete()


def younger_than_thought(at: Scene) -> None:
    User.objects.filter(pk=at.lead.pk).update(birth_date=date(2012, 1, 1))


def age_unknown(at: Scene) -> None:
    User.objects.filter(pk=at.lead.pk).update(birth_date=None)


def another_joined(at: Scene) -> None:
    TeamMember.objects.create(
        project=at.project, call_id=at.project.call_id, person=PersonFactory(), seat=3, sole=False
    )


def nobody_left(at: Scene) -> None:
    TeamMember.objects.filter(project=at.project).update(left_at=clock.now())


def taken_down(at: Scene) -> None:
    Takedown.objects.create(project=at.project, reason="personal", taken_down_by=at.boss)


@pytest.mark.parametrize(
    ("happens", "lead_waits", "minor_waits"),
    [
        (silent, ["choice"], ["team"]),
        (said_no, ["team"], ["choice"]),
        (undeclared, ["declaration"], ["team"]),
        (consent_taken_back, ["team"], ["consent"]),
        (consent_over, ["team"], ["consent"]),
        (state_without_an_officer, ["team"], ["consent"]),
        (state_without_a_rule, ["team"], ["consent"]),
        (younger_than_thought, ["consent"], ["team"]),
        (age_unknown, ["consent"], ["team"]),
        (another_joined, ["team"], ["team"]),
        (nobody_left, None, None),
        (taken_down, ["office"], ["office"]),
    ],
)
def test_what_hides_a_project(
    client: Client,
    at: Scene,
    happens: Callable[[Scene], None],
    lead_waits: list[str] | None,
    minor_waits: list[str] | None,
) -> None:
    assert roads(client, at.project) == [True] * 6
    happens(at)
    assert roads(client, at.project) == [False] * 6
    if lead_waits is not None:
        people = [User.objects.get(pk=person.pk) for person in (at.lead, at.minor)]
        assert [list(own_part(person, at.project.id).waiting_for) for person in people] == [lead_waits, minor_waits]


@pytest.mark.parametrize("status", ["active", "submitted", "declined"])
def test_what_was_not_accepted_is_not_shown(client: Client, status: str) -> None:
    project = shown(lead := PersonFactory(), status=status, accepted_at=None, sdgs=[6])
    assert client.get(f"/showcase/{project.id}").status_code == 404
    assert list(own_part(lead, project.id).waiting_for) == ["acceptance"]


def test_whoever_has_left_is_asked_no_more(client: Client, at: Scene) -> None:
    said_no(at)
    TeamMember.objects.filter(person=at.minor).update(left_at=clock.now())
    assert roads(client, at.project) == [True] * 6
    assert client.get(f"/api/v1/showcase/{at.project.id}").json()["team_size"] == 1


def test_what_others_say_elsewhere_does_not_count(client: Client, at: Scene) -> None:
    """A yes to one project is none to another."""
    other = shown(PersonFactory())
    silent(at), Declaration.objects.filter(person=at.minor).delete()
    agreed(other, at.lead), declared(other, at.minor)
    assert client.get(f"/api/v1/showcase/{at.project.id}").status_code == 404

"""Whoever looks after young people takes a project down, whatever its team says."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foundation.accounts.models import User
from foundation.audit.models import Record
from mentoring.projects.models import Project
from mentoring.showcase.models import Showing, Takedown
from tests.factories.accounts import PersonFactory
from tests.factories.consents import officer
from tests.factories.mentoring import mentor
from tests.factories.programmes import MembershipFactory, coordinator, office
from tests.factories.showcase import accepted, shown

pytestmark = pytest.mark.django_db
REASON = {"reason": "personal"}


def url(project: Project) -> str:
    return f"/api/v1/projects/{project.id}/takedown"


def moroccan() -> Project:
    return shown(MembershipFactory(cohort__state="MA").person)


@pytest.mark.parametrize("who", [office, lambda: officer("MA"), lambda: officer(None)])
def test_it_goes_at_once_and_comes_back(client_of: Any, client: Client, who: Callable[[], User]) -> None:
    project, actor = moroccan(), who()
    page, desk = f"/showcase/{project.id}", client_of(actor)
    assert client.get(page).status_code == 200
    taken = desk.post(url(project), REASON)
    assert (taken.status_code, taken.json()["reason"]) == (201, "personal")
    assert (client.get(page).status_code, desk.get(url(project)).json()) == (404, taken.json())
    assert desk.post(url(project), REASON).json()["code"] == "already_taken_down"
    assert desk.delete(url(project)).status_code == 204
    assert (client.get(page).status_code, desk.get(url(project)).status_code) == (200, 404)
    assert desk.delete(url(project)).status_code == 404
    assert desk.post(url(project), {"reason": "rights"}).status_code == 201
    deeds = Record.objects.filter(subject_id=project.id).order_by("id").values_list("actor_id", "action", "details")
    assert list(deeds) == [
        (actor.id, "project.taken_down", {"reason": "personal"}),
        (actor.id, "project.put_up_again", {}),
        (actor.id, "project.taken_down", {"reason": "rights"}),
    ]


@pytest.mark.parametrize("who", [lambda: officer("JO"), coordinator, mentor, PersonFactory])
def test_nobody_else_takes_anything_down(client_of: Any, client: Client, who: Callable[[], User]) -> None:
    project = moroccan()
    stranger = client_of(who())
    answers = [stranger.post(url(project), REASON), stranger.delete(url(project)), stranger.get(url(project))]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert client_of().post(url(project), REASON).status_code == 401
    own = client_of(project.owner)
    assert own.post(url(project), REASON).status_code == 404
    assert (Takedown.objects.count(), client.get(f"/showcase/{project.id}").status_code) == (0, 200)


def test_what_was_not_accepted_can_not_be_taken_down(client_of: Any) -> None:
    project = accepted(PersonFactory(), status="active", accepted_at=None)
    assert client_of(office()).post(url(project), REASON).status_code == 404
    assert client_of(office()).post(url(moroccan()), {"reason": "boring"}).status_code == 400
    assert not Takedown.objects.exists()


def test_the_office_does_it_at_its_desk(client: Client) -> None:
    client.force_login(office())
    project = shown(PersonFactory(), PersonFactory())

    def act(row: Showing | Takedown, deed: str) -> list[str]:
        page = reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_changelist")
        answer = client.post(page, {"action": deed, "_selected_action": [str(row.pk)]}, follow=True)
        return [str(message) for message in answer.context["messages"]]

    showing = Showing.objects.filter(project=project)[0]
    said = [act(showing, "take_down"), act(showing, "take_down")]
    assert said == [[], [f"{project.id}: This project was taken down already."]]
    takedown = Takedown.objects.get()
    assert (takedown.project, takedown.reason, takedown.lifted_at) == (project, "other", None)
    nothing = "There is nothing here, or it is not for you to see."
    assert [act(takedown, "lift"), act(takedown, "lift")] == [[], [f"{project.id}: {nothing}"]]
    takedown.refresh_from_db()
    assert takedown.lifted_at is not None

"""A picture is shown if all of the team name the same one, and may be in pictures."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from django.test import Client

from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.models import Consent
from foundation.files.models import StoredFile
from foundation.files.services import mark_scanned
from mentoring.projects.models import Project, ProjectFile, Submission
from mentoring.showcase.models import Showing
from tests.factories.accounts import PersonFactory
from tests.factories.consents import granted, minor, open_state
from tests.factories.files import stored
from tests.factories.media import picture
from tests.factories.showcase import ACCEPTED_AT, shown

pytestmark = pytest.mark.django_db


class Scene(NamedTuple):
    project: Project
    lead: User
    young: User
    pictures: list[ProjectFile]


def handed_in(project: Project, number: int, content: bytes, **given: Any) -> ProjectFile:
    file = stored(project.owner, content, f"Salma Benali {number}.png", purpose="project", **given)
    return ProjectFile.objects.create(project=project, stage=project.stage, question="photos", number=number, file=file)


@pytest.fixture
def at(settings: Any, tmp_path: Any) -> Scene:
    settings.MEDIA_ROOT = tmp_path
    open_state("MA")
    project = shown(PersonFactory(), granted(minor("MA")), title="Water")
    pictures = [handed_in(project, number, picture()) for number in (1, 2)]
    notes = handed_in(project, 3, b"Words.", media_type="text/plain")
    settings.CLAMAV_URL = "tcp://127.0.0.1:9"  # nobody's
    held = handed_in(project, 4, picture(), for_others=True)
    settings.CLAMAV_URL = ""
    mark_scanned(file=held.file, finding="Eicar")
    listed = [str(file.pk) for file in (*pictures, notes, held)]
    Submission.objects.filter(project=project).update(answers={"photos": listed, "who": "Farmers"})
    left_out = handed_in(project, 5, picture())
    lead, young = (member.person for member in project.members.order_by("seat"))
    return Scene(project, lead, young, [*pictures, notes, held, left_out])


def say(client_of: Any, person: User, at: Scene, named: ProjectFile | None) -> Any:
    body = {"show": True, "name": "none", "picture": named and str(named.pk)}
    url = f"/api/v1/projects/{at.project.id}/showing"
    return client_of(person).put(url, body, headers={"If-Match": "*"})


def seen(client: Client, at: Scene) -> tuple[bool, bool, bool]:
    """Whether it is told of, on the page, and to be had."""
    told = client.get(f"/api/v1/showcase/{at.project.id}").json()["picture"]
    page = client.get(f"/showcase/{at.project.id}").content.decode()
    return told is not None, "<img" in page, fetched(client, at) is not None


def fetched(client: Client, at: Scene) -> bytes | None:
    answer = client.get(f"/showcase/{at.project.id}/picture")
    return b"".join(answer.streaming_content) if answer.status_code == 200 else None


def all_name(at: Scene, named: ProjectFile) -> None:
    Showing.objects.filter(project=at.project).update(picture=named)


def test_it_is_there_once_all_name_the_same(client_of: Any, client: Client, at: Scene) -> None:
    first, second, *_ = at.pictures
    said = say(client_of, at.lead, at, first).json()
    assert (said["picture"], said["pictures"]) == (str(first.pk), [str(first.pk), str(second.pk)])
    assert seen(client, at) == (False, False, False)
    say(client_of, at.young, at, second)
    assert seen(client, at) == (False, False, False)
    say(client_of, at.young, at, first)
    assert seen(client, at) == (True, True, True)
    answer = client.get(f"/showcase/{at.project.id}/picture")
    assert b"".join(answer.streaming_content) == picture()
    assert {name: answer[name] for name in ("Content-Type", "Content-Disposition", "Cache-Control")} == {
        "Content-Type": "image/png",
        "Content-Disposition": 'attachment; filename="picture.png"',
        "Cache-Control": "public, max-age=60",
    }
    assert (answer["X-Content-Type-Options"], "sandbox" in answer["Content-Security-Policy"]) == ("nosniff", True)
    url = f"http://localhost:8000/showcase/{at.project.id}/picture"
    told = {"url": url, "media_type": "image/png", "bytes": len(picture())}
    assert client.get("/api/v1/showcase").json()["results"][0]["picture"] == told
    say(client_of, at.lead, at, None)
    assert seen(client, at) == (False, False, False)


def no_pictures_of_her(at: Scene) -> None:
    Consent.objects.filter(person=at.young, purpose=Purpose.MEDIA).update(granted=False)


def no_picture(at: Scene) -> None:
    StoredFile.objects.update(media_type="application/pdf")


def gone(at: Scene) -> None:
    ProjectFile.objects.all().delete()


@pytest.mark.parametrize("happens", [no_pictures_of_her, no_picture, gone])
def test_what_hides_the_picture_and_nothing_else(client: Client, at: Scene, happens: Callable[[Scene], None]) -> None:
    all_name(at, at.pictures[0])
    assert seen(client, at) == (True, True, True)
    happens(at)
    assert seen(client, at) == (False, False, False)


def test_it_goes_with_the_project(client: Client, at: Scene) -> None:
    all_name(at, at.pictures[0])
    Showing.objects.filter(person=at.young).update(show=False)
    assert client.get(f"/showcase/{at.project.id}/picture").status_code == 404


def test_another_projects_picture_can_not_be_named(client_of: Any, client: Client, at: Scene) -> None:
    """Nor what is none, or was found bad, or isn't in what was accepted."""
    other = handed_in(shown(PersonFactory()), 1, picture())
    for wrong in (*at.pictures[2:], other):
        answer = say(client_of, at.lead, at, wrong)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/picture")
    assert not Showing.objects.exclude(picture=None).exists()


def test_whoever_may_not_be_in_pictures_can_name_none(client_of: Any, at: Scene) -> None:
    no_pictures_of_her(at)
    refusal = say(client_of, at.young, at, at.pictures[0])
    assert (refusal.status_code, refusal.json()["purpose"]) == (403, "media")
    assert say(client_of, at.young, at, None).status_code == 200


def test_a_large_one_is_a_link(client: Client, at: Scene) -> None:
    all_name(at, at.pictures[0])
    StoredFile.objects.update(bytes=2_000_000)
    page = client.get(f"/showcase/{at.project.id}", {"lang": "en"}).content.decode()
    assert f'<a href="/showcase/{at.project.id}/picture">The picture</a> (1.9\xa0MB)' in page
    assert "<img" not in page


def test_a_no_is_taken_whatever_became_of_the_picture(client_of: Any, client: Client, at: Scene) -> None:
    for person in (at.lead, at.young):
        assert say(client_of, person, at, at.pictures[0]).status_code == 200
    Consent.objects.filter(person=at.young, purpose=Purpose.MEDIA).update(granted=False)
    url = f"/api/v1/projects/{at.project.id}/showing"
    page = f"/api/v1/showcase/{at.project.id}"
    assert client.get(page).status_code == 200
    told = client_of(at.young).get(url).json()
    answer = client_of(at.young).put(url, {**told, "show": False}, headers={"If-Match": "*"})
    said = Showing.objects.get(person=at.young)
    assert (answer.status_code, said.show, said.picture_id) == (200, False, None)
    assert client.get(page).status_code == 404


def test_pictures_of_every_accepted_stage_can_be_named(client_of: Any, at: Scene) -> None:
    """The last one asked for words alone; what came back before doesn't count."""
    came = {"project": at.project, "states": ["MA"], "submitted_at": ACCEPTED_AT}
    returned = {"stage": "pilot", "number": 1, "status": "returned", "answers": {"photos": [str(at.pictures[-1].pk)]}}
    for number, version in enumerate((returned, {"stage": "pilot", "number": 2, "status": "accepted"}), 1):
        Submission.objects.create(**came, **version, ticket=UUID(int=number))
    said = say(client_of, at.lead, at, at.pictures[0])
    assert (said.status_code, said.json()["pictures"]) == (200, [str(file.pk) for file in at.pictures[:2]])

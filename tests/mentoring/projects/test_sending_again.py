"""What is sent twice is kept once, and nothing else comes by an id that is taken."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.kernel.ids import new_id
from mentoring.projects.models import ProjectFile, Submission
from tests.factories.films import film
from tests.factories.media import GPS, exif, picture
from tests.factories.mentoring import ProjectFactory, draft
from tests.mentoring.projects.sending import (
    PDF,
    SUBMISSIONS,
    a_draft,
    fetch,
    hold,
    lying,
    problem,
    read,
    save,
    scanned,
    send,
)
from tests.scenes import scene

Clients = Callable[..., APIClient]
_written, begun = scene(a_draft)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def client(client_of: Clients, begun: Submission) -> APIClient:
    return client_of(begun.project.owner)


def test_what_a_poor_network_sends_twice_is_kept_once(client: APIClient, begun: Submission, folder: Path) -> None:
    identity = str(new_id())
    first, again = (send(client, begun, id=identity) for _ in range(2))
    assert (first.json()["id"], again.status_code, again.json()) == (identity, 201, first.json())
    assert (again["ETag"], len(lying(folder))) == (first["ETag"], 1)


@pytest.mark.parametrize(
    "other", [{"content": PDF + b"2"}, {"name": "a.mp4", "content": b"no film"}, {"question": "extra"}]
)
def test_another_file_does_not_come_by_the_same_id(
    client: APIClient, begun: Submission, folder: Path, other: dict[str, Any]
) -> None:
    first = send(client, begun, id=str(new_id()))
    before = read(client, begun)["ETag"]
    assert problem(send(client, begun, **{"id": first.json()["id"], **other})) == (409, "id_taken")
    kept = fetch(client, first["Location"])[1]
    assert (read(client, begun)["ETag"], kept, len(lying(folder))) == (before, PDF, 1)


@pytest.mark.parametrize(
    ("name", "content"), [("photo.jpg", picture("jpg", exif=exif(6, GPS))), ("a.mp4", film("mp4", "mpeg4", "aac"))]
)
def test_what_lost_its_traces_is_known_when_it_is_sent_again(
    client: APIClient, begun: Submission, name: str, content: bytes
) -> None:
    sent = {"id": str(new_id()), "name": name, "content": content}
    first, again = (send(client, begun, **sent) for _ in range(2))
    assert (again.status_code, again.json(), again["ETag"]) == (201, first.json(), first["ETag"])
    assert fetch(client, first["Location"])[1] != content


def test_nobody_takes_an_id_of_another_project(client_of: Clients, client: APIClient, begun: Submission) -> None:
    theirs = send(client, begun).json()["id"]
    mine = draft(ProjectFactory(call=begun.project.call), {"demo": None})
    me = client_of(mine.project.owner)
    assert problem(send(me, mine, id=theirs)) == (409, "id_taken")
    refused = save(me, mine, poster=[theirs])
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "unknown_file")
    assert fetch(me, f"{SUBMISSIONS}/{mine.pk}/files/{theirs}")[0] == 404
    assert ProjectFile.objects.count() == 1


def test_a_refused_file_does_not_come_back_by_its_id(client: APIClient, begun: Submission, settings: Any) -> None:
    hold(settings)
    identity = str(new_id())
    assert send(client, begun, id=identity).status_code == 201
    scanned("Eicar-Test-Signature")
    assert problem(send(client, begun, id=identity)) == (409, "id_taken")
    assert "poster" not in read(client, begun).json()["answers"]
    assert send(client, begun, id=str(new_id())).status_code == 201

"""In the place of a file that was refused after it was handed in another may come, and nothing else changes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.files.models import StoredFile
from foundation.notifications.models import Notification
from foundation.programmes.enums import Role
from mentoring.projects.models import ProjectFile, Submission
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import granted, joined, leased, mentor, reviewed
from tests.mentoring.projects.sending import (
    PDF,
    SUBMISSIONS,
    a_draft,
    fetch,
    hold,
    lying,
    problem,
    read,
    scanned,
    send,
)
from tests.scenes import scene

Clients = Callable[..., APIClient]
OTHER = PDF + b" another"
_written, begun = scene(a_draft)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def client(client_of: Clients, begun: Submission) -> APIClient:
    return client_of(begun.project.owner)


@pytest.fixture
def refused(client: APIClient, begun: Submission, settings: Any) -> str:
    """Where the file is, that was refused when a mentor had begun to read."""
    hold(settings)
    path: str = send(client, begun)["Location"]
    assert client.post(f"{SUBMISSIONS}/{begun.pk}/submit").status_code == 200
    leased(mentor(), begun)
    scanned("Eicar-Test-Signature")
    return path


def reader_of(submission: Submission) -> User:
    return User.objects.get(pk=Submission.objects.get(pk=submission.pk).readers[0])


def put(client: APIClient, path: str, content: bytes = OTHER, name: str = "Amina Secret.pdf") -> Any:
    return client.put(path, {"file": SimpleUploadedFile(name, content)}, format="multipart")


def listed(client: APIClient, begun: Submission) -> dict[str, Any]:
    [file] = client.get(f"{SUBMISSIONS}/{begun.pk}/files").json()["results"]
    return dict(file)


def test_another_takes_its_place(client: APIClient, client_of: Clients, begun: Submission, refused: str) -> None:
    before, was = read(client, begun), listed(client, begun)
    answer = put(client, refused)
    assert (answer.status_code, answer.json()["id"], answer.json()["status"]) == (200, was["id"], "held")
    scanned()
    reader = client_of(reader_of(begun))
    for person, name in ((client, "Amina Secret.pdf"), (reader, "evidence-1.pdf")):
        now = listed(person, begun)
        assert (now["id"], now["name"], now["status"], now["bytes"]) == (was["id"], name, "clean", len(OTHER))
        assert (was["replaced_at"], now["replaced_at"] is None) == (None, False)
        assert fetch(person, refused)[:2] == (200, OTHER)
    after = read(client, begun)
    assert (after.json(), after["ETag"]) == (before.json(), before["ETag"])
    assert Record.objects.filter(action="project_file.replaced", subject_id=was["id"]).count() == 1


def test_it_is_kept_once_and_then_stands(client: APIClient, begun: Submission, refused: str) -> None:
    first, again = put(client, refused), put(client, refused)
    assert (again.status_code, again.json()) == (200, first.json())
    assert problem(put(client, refused, PDF)) == (409, "file_stands")
    assert (ProjectFile.objects.count(), StoredFile.objects.count()) == (1, 1)
    assert listed(client, begun) == first.json()


def test_what_is_found_in_it_is_told_again(client: APIClient, begun: Submission, refused: str) -> None:
    put(client, refused)
    scanned("Eicar-Test-Signature")
    assert listed(client, begun)["status"] == "refused"
    assert Notification.objects.filter(kind="file_refused").count() == 2
    assert put(client, refused, OTHER + b"2").status_code == 200


def test_only_a_refused_file_is_replaced(client: APIClient, begun: Submission, folder: Path) -> None:
    path = send(client, begun)["Location"]
    for stands in ("draft", "submitted"):
        begun.refresh_from_db()
        was = listed(client, begun), lying(folder)
        assert (begun.status, problem(put(client, path)), problem(put(client, path, PDF))) == (
            stands,
            (409, "file_stands"),
            (409, "file_stands"),
        )
        assert (listed(client, begun), lying(folder)) == was
        client.post(f"{SUBMISSIONS}/{begun.pk}/submit")


def test_after_the_decision_it_stays(client: APIClient, begun: Submission, refused: str, folder: Path) -> None:
    reviewed(reader_of(begun), begun, "revise")
    was = listed(client, begun), lying(folder)
    assert problem(put(client, refused)) == (409, "not_waiting")
    assert (listed(client, begun), lying(folder)) == was


@pytest.mark.parametrize("who", ["reader", "stranger", "office", "gone"])
def test_nobody_else_replaces_it(
    client: APIClient, client_of: Clients, begun: Submission, refused: str, folder: Path, who: str
) -> None:
    people = {
        "reader": reader_of(begun),
        "stranger": PersonFactory(),
        "office": granted(Role.PROGRAMME_OFFICE),
        "gone": joined(begun.project, left_at=begun.created_at),
    }
    was = listed(client, begun), lying(folder)
    assert put(client_of(people[who]), refused).status_code == 404
    assert (listed(client, begun), lying(folder)) == was


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"", "a.pdf", (400, "invalid")),
        (b"\x7fELF\2\1\1" + bytes(9), "a", (415, "unsupported_media_type")),
        (PDF + bytes(10_000_000), "a.pdf", (413, "too_large")),
    ],
)
def test_what_is_not_taken_leaves_it_refused(
    client: APIClient,
    begun: Submission,
    refused: str,
    folder: Path,
    content: bytes,
    name: str,
    expected: tuple[int, str],
) -> None:
    was = listed(client, begun), lying(folder)
    assert problem(put(client, refused, content, name)) == expected
    assert (listed(client, begun), lying(folder)) == was


def test_together_they_are_not_too_large(
    client: APIClient, begun: Submission, refused: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mentoring.projects.services.files.MOST_BYTES", len(OTHER) - 1)
    assert problem(put(client, refused)) == (409, "too_much_together")
    monkeypatch.setattr("mentoring.projects.services.files.MOST_BYTES", len(OTHER))
    assert put(client, refused).status_code == 200

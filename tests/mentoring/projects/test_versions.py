"""Versions: the next begins where the last ended, two stand side by side, a draft can be discarded."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.files.models import StoredFile
from foundation.files.services import mark_scanned
from foundation.programmes.enums import Role
from mentoring.projects.models import ProjectFile, Submission
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import (
    CallFactory,
    ProjectFactory,
    draft,
    granted,
    leased,
    member_of,
    mentor,
    reviewed,
    showing,
    texts,
    waiting,
)
from tests.mentoring.projects.sending import send

pytestmark = pytest.mark.django_db
SUBMISSIONS, PROJECTS = "/api/v1/submissions", "/api/v1/projects"
Clients = Callable[..., APIClient]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def returned(client_of: Clients, reader: User | None = None) -> tuple[Submission, APIClient, str]:
    """A submission with a file that came back, its owner's client, and the file's id."""
    first = draft(ProjectFactory(owner=member_of("MA"), call=CallFactory(stages=[showing()])), {"demo": None})
    client = client_of(first.project.owner)
    file_id = send(client, first).json()["id"]
    client.post(f"{SUBMISSIONS}/{first.pk}/submit")
    reviewed(reader or mentor(), first, "revise")
    return first, client, file_id


def begin(client: APIClient, submission: Submission, **answers: Any) -> Any:
    return client.post(f"{PROJECTS}/{submission.project_id}/submissions", {"answers": answers}, format="json").json()


def test_the_next_version_begins_with_the_last_ones_answers(client_of: Clients) -> None:
    first, client, file_id = returned(client_of)
    second = begin(client, first, who="Everybody.")
    assert (second["number"], second["answers"]) == (2, {"who": "Everybody.", "poster": [file_id]})
    [file] = client.get(f"{SUBMISSIONS}/{second['id']}/files").json()["results"]
    assert (file["id"], f"/submissions/{second['id']}/files/" in file["url"]) == (file_id, True)
    assert client.post(f"{SUBMISSIONS}/{second['id']}/submit").status_code == 200


def test_what_the_next_version_drops_the_last_one_keeps(client_of: Clients) -> None:
    first, client, file_id = returned(client_of)
    second = begin(client, first)
    assert client.delete(f"{SUBMISSIONS}/{second['id']}/files/{file_id}").status_code == 204
    assert [row["id"] for row in client.get(f"{SUBMISSIONS}/{first.pk}/files").json()["results"]] == [file_id]
    assert client.get(f"{SUBMISSIONS}/{second['id']}/files").json()["results"] == []
    path = f"{SUBMISSIONS}/{second['id']}"
    back = client.patch(path, {"answers": {"poster": [file_id]}}, headers={"If-Match": "*"}, format="json")
    assert back.json()["answers"]["poster"] == [file_id]


def test_a_refused_file_is_not_handed_on(client_of: Clients, settings: Any) -> None:
    settings.CLAMAV_URL = "tcp://127.0.0.1:9"  # nobody's
    first, client, _file_id = returned(client_of)
    mark_scanned(file=StoredFile.objects.get(), finding="Eicar")
    assert begin(client, first)["answers"] == {"who": "Farmers of our valley."}


def test_a_draft_is_discarded_with_its_files(client_of: Clients, django_capture_on_commit_callbacks: Any) -> None:
    first, client, file_id = returned(client_of)
    second = begin(client, first)
    path = f"{SUBMISSIONS}/{second['id']}"
    before = client.get(path)["ETag"]
    send(client, Submission.objects.get(pk=second["id"]), question="extra")
    assert client.delete(path).status_code == 428
    assert client.delete(path, headers={"If-Match": before}).status_code == 412
    assert (Submission.objects.count(), ProjectFile.objects.count()) == (2, 2)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.delete(path, headers={"If-Match": client.get(path)["ETag"]}).status_code == 204
    assert client.get(path).status_code == 404
    assert [str(file.pk) for file in ProjectFile.objects.all()] == [file_id]
    assert StoredFile.objects.count() == 1
    handed_in = client.delete(f"{SUBMISSIONS}/{first.pk}", headers={"If-Match": "*"})
    assert (handed_in.status_code, handed_in.json()["code"]) == (409, "already_submitted")
    assert begin(client, first)["number"] == 2


def test_two_versions_side_by_side(client_of: Clients, django_assert_num_queries: Any) -> None:
    first, client, file_id = returned(client_of)
    second = begin(client, first, who="Farmers of the whole valley.")
    with django_assert_num_queries(4):
        answer = client.get(f"{SUBMISSIONS}/{second['id']}/comparison")
    said = answer.json()
    first.refresh_from_db()
    assert (said["before"]["id"], said["before"]["number"], said["after"]) == (
        str(first.pk),
        1,
        {"id": second["id"], "number": 2, "submitted_at": None},
    )
    who, poster, extra = said["questions"]
    assert who == {
        "key": "who",
        "title": texts("who")["en"],
        "kind": "text",
        "change": "changed",
        "before": "Farmers of our valley.",
        "after": "Farmers of the whole valley.",
        "parts": [
            {"change": "same", "text": "Farmers of "},
            {"change": "removed", "text": "our "},
            {"change": "added", "text": "the whole "},
            {"change": "same", "text": "valley."},
        ],
    }
    assert (poster["change"], poster["before"], poster["after"]) == ("same", [file_id], [file_id])
    assert (extra["change"], extra["before"], extra["parts"]) == ("same", None, [])
    turned = client.get(f"{SUBMISSIONS}/{first.pk}/comparison?with={second['id']}")
    assert turned.json() == said
    assert client.get(f"{SUBMISSIONS}/{first.pk}/comparison").status_code == 404


def test_who_may_compare(client_of: Clients) -> None:
    reader = mentor()
    first, client, _file_id = returned(client_of, reader)
    other = waiting()
    second = begin(client, first)
    path = f"{SUBMISSIONS}/{second['id']}/comparison"
    stranger, office = PersonFactory(), granted(Role.PROGRAMME_OFFICE)
    asked = {"team": client, "reader": client_of(reader), "stranger": client_of(stranger), "office": client_of(office)}

    def statuses(query: str = "") -> dict[str, int]:
        return {who: person.get(path + query).status_code for who, person in asked.items()}

    assert statuses() == {"team": 200, "reader": 404, "stranger": 404, "office": 200}
    client.post(f"{SUBMISSIONS}/{second['id']}/submit")
    leased(reader, Submission.objects.get(pk=second["id"]))
    assert statuses() == {"team": 200, "reader": 200, "stranger": 404, "office": 200}
    assert statuses(f"?with={other.pk}") == dict.fromkeys(asked, 404)
    assert client.get(f"{path}?with=x").status_code == 400
    assert client.get(f"{path}?other={first.pk}").status_code == 400

"""Files as answers: taken once, nameless to whom no name is told, kept as long as a version lists them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.files.models import StoredFile
from foundation.kernel.places import tells_where
from foundation.programmes.enums import Role
from mentoring.projects.models import ProjectFile, Submission
from mentoring.projects.rules import files as rules
from tests.factories.accounts import PersonFactory
from tests.factories.files import archive
from tests.factories.media import GPS, exif, picture
from tests.factories.mentoring import (
    granted,
    member_state,
    mentor,
    reviewed,
    showing,
)
from tests.mentoring.projects.sending import (
    PDF,
    SUBMISSIONS,
    a_draft,
    fetch,
    lying,
    problem,
    read,
    save,
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


def test_a_file_answers_a_question_and_the_draft_goes_on_from_there(
    client: APIClient, begun: Submission, settings: Any
) -> None:
    sent = send(client, begun)
    file = sent.json()
    path = f"{SUBMISSIONS}/{begun.pk}/files/{file['id']}"
    assert (sent.status_code, sent["Location"]) == (201, path)
    assert file == {
        "id": file["id"],
        "question": "poster",
        "name": "Amina Secret.pdf",
        "media_type": "application/pdf",
        "bytes": len(PDF),
        "status": "clean",
        "replaced_at": None,
        "url": f"{settings.BASE_URL}{path}",
    }
    submission = read(client, begun)
    assert submission.json()["answers"]["poster"] == [file["id"]]
    saved = client.patch(
        f"{SUBMISSIONS}/{begun.pk}", {"answers": {"who": "All."}}, headers={"If-Match": sent["ETag"]}, format="json"
    )
    assert saved.json()["answers"] == {"who": "All.", "poster": [file["id"]]}
    assert client.get(f"{SUBMISSIONS}/{begun.pk}/files").json() == {"next": None, "previous": None, "results": [file]}
    assert client.post(f"{SUBMISSIONS}/{begun.pk}/submit").json()["status"] == "submitted"
    assert problem(send(client, begun)) == (409, "already_submitted")
    assert problem(client.delete(path)) == (409, "already_submitted")


def test_what_is_given_is_only_ever_to_be_kept(client: APIClient, begun: Submission) -> None:
    path = send(client, begun, name="صورة <b>.pdf")["Location"]
    for accept in ("*/*", "application/json"):
        status, content, answer = fetch(client, path, HTTP_ACCEPT=accept)
        assert (status, content) == (200, PDF)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%D8%B5%D9%88%D8%B1%D8%A9%20%3Cb%3E.pdf"
        assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
        assert answer["Content-Security-Policy"].startswith("default-src 'none'; sandbox;")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"content": b""}, (400, "invalid")),
        ({"content": b"\x7fELF\2\1\1" + bytes(9), "name": "a"}, (415, "unsupported_media_type")),
        ({"content": archive("a.txt"), "name": "a.zip"}, (415, "unsupported_media_type")),
        (
            {"content": archive("word/vbaProject.bin", "word/document.xml"), "name": "a.docm"},
            (415, "unsupported_media_type"),
        ),
        ({"content": PDF, "name": "a.png"}, (415, "unsupported_media_type")),
        ({"content": PDF + bytes(2_000)}, (413, "too_large")),
        ({"question": "who"}, (422, "not_a_file_question")),
        ({"question": "nothing"}, (422, "not_a_file_question")),
        ({"id": "x"}, (400, "invalid")),
        ({"file": "text"}, (400, "invalid")),
    ],
)
def test_a_file_that_is_refused_leaves_nothing(
    client: APIClient, begun: Submission, folder: Path, given: dict[str, Any], expected: tuple[int, str]
) -> None:
    call = begun.project.call
    call.stages = [showing(max_bytes=1_000)]
    call.save()
    assert problem(send(client, begun, **given)) == expected
    begun.refresh_from_db()
    assert (begun.answers, begun.revision, StoredFile.objects.count(), lying(folder)) == (
        {"who": begun.answers["who"]},
        1,
        0,
        [],
    )


def test_a_question_may_ask_for_what_is_not_usual(client: APIClient, begun: Submission) -> None:
    call = begun.project.call
    call.stages = [showing(media_types=["application/zip"])]
    call.save()
    assert send(client, begun, name="code.zip", content=archive("a.py")).json()["media_type"] == "application/zip"
    refused = send(client, begun)
    assert (problem(refused), refused.json()["expected"]) == ((415, "unsupported_media_type"), ["application/zip"])


def test_there_is_an_end_to_how_many_and_how_much(
    client: APIClient, begun: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(rules.MOST_FILES):
        assert send(client, begun).status_code == 201
    refused = send(client, begun)
    assert (problem(refused), "10 files" in refused.json()["detail"]) == ((409, "too_many_files"), True)
    monkeypatch.setattr("mentoring.projects.services.files.MOST_BYTES", len(PDF) * 11 - 1)
    assert problem(send(client, begun, question="extra")) == (409, "too_much_together")
    assert ProjectFile.objects.count() == rules.MOST_FILES


def test_files_are_put_in_order_dropped_and_brought_back_as_long_as_they_are(
    client: APIClient, begun: Submission, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    first, second, third = (send(client, begun).json()["id"] for _ in range(3))
    assert save(client, begun, poster=[third, first, second]).json()["answers"]["poster"] == [third, first, second]
    with django_capture_on_commit_callbacks(execute=True):
        assert save(client, begun, poster=[third, second]).json()["answers"]["poster"] == [third, second]
    assert save(client, begun, poster=[first]).json()["errors"][0]["code"] == "unknown_file"
    with django_capture_on_commit_callbacks(execute=True):
        assert client.delete(f"{SUBMISSIONS}/{begun.pk}/files/{third}").status_code == 204
    assert client.delete(f"{SUBMISSIONS}/{begun.pk}/files/{third}").status_code == 404
    assert read(client, begun).json()["answers"]["poster"] == [second]
    kept = ProjectFile.objects.select_related("file").get()
    assert (str(kept.pk), lying(folder)) == (second, [str(kept.file.pk)])
    with django_capture_on_commit_callbacks(execute=True):
        assert "poster" not in save(client, begun, poster=None).json()["answers"]
    assert (ProjectFile.objects.count(), StoredFile.objects.count(), lying(folder)) == (0, 0, [])


@pytest.mark.parametrize("answer", ["text", ["no-id"], [7], {"a": 1}])
def test_an_answer_of_another_shape_changes_nothing(client: APIClient, begun: Submission, answer: Any) -> None:
    answered = save(client, begun, poster=answer)
    assert (answered.status_code, answered.json()["errors"][0]["pointer"].startswith("/answers/poster")) == (400, True)
    assert read(client, begun).json()["answers"] == begun.answers


def test_a_photograph_loses_its_place(client: APIClient, begun: Submission) -> None:
    content = picture("jpg", exif=exif(6, GPS))
    path = send(client, begun, name="photo.jpg", content=content)["Location"]
    kept = fetch(client, path)[1]
    assert (tells_where(content), tells_where(kept)) == (True, False)


def test_without_its_required_file_nothing_is_handed_in(client: APIClient, begun: Submission) -> None:
    refused = client.post(f"{SUBMISSIONS}/{begun.pk}/submit")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/answers/poster")


def test_who_has_a_file_and_by_which_name(client: APIClient, client_of: Clients, begun: Submission) -> None:
    path, listed = send(client, begun)["Location"], f"{SUBMISSIONS}/{begun.pk}/files"
    reader, other = mentor(), mentor(languages=["fr"])
    people: dict[str, User] = {
        "team": begun.project.owner,
        "office": granted(Role.PROGRAMME_OFFICE),
        "coordinator": granted(Role.COORDINATOR, state=member_state("MA")),
        "coordinator abroad": granted(Role.COORDINATOR, state=member_state("JO")),
        "stranger": PersonFactory(),
        "mentor": reader,
        "mentor of another language": other,
    }

    def told() -> dict[str, Any]:
        names = {}
        for who, person in people.items():
            found, (status, _content, headers) = client_of(person).get(listed), fetch(client_of(person), path)
            assert found.status_code == status
            if found.status_code == 200:
                [shown] = found.json()["results"]
                assert f'filename="{shown["name"]}"' in headers["Content-Disposition"]
                names[who] = shown["name"]
        return names

    known = dict.fromkeys(("team", "office", "coordinator"), "Amina Secret.pdf")
    assert told() == known
    client.post(f"{SUBMISSIONS}/{begun.pk}/submit")
    assert told() == {**known, "mentor": "evidence-1.pdf"}
    reviewed(reader, begun)
    assert told() == {**known, "mentor": "evidence-1.pdf"}
    words = client_of(reader).get(listed).content.decode()
    stored = StoredFile.objects.get()
    assert [
        secret for secret in ("Secret", str(begun.project.owner_id), str(stored.pk), stored.sha256) if secret in words
    ] == []


def test_a_list_of_files_costs_the_same_however_long(
    client: APIClient, begun: Submission, django_assert_num_queries: Any
) -> None:
    client.get(f"{SUBMISSIONS}/{begun.pk}/files")  # who asks is known from here on
    for more in (1, 2):
        for _ in range(more):
            send(client, begun)
        with django_assert_num_queries(3):
            client.get(f"{SUBMISSIONS}/{begun.pk}/files")


def test_listing_files_anew_has_the_same_end(
    client: APIClient, begun: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, extra = send(client, begun).json()["id"], send(client, begun, question="extra").json()["id"]
    client.post(f"{SUBMISSIONS}/{begun.pk}/submit")
    reviewed(mentor(), begun, "revise")
    path = f"/api/v1/projects/{begun.project_id}/submissions"
    again = Submission.objects.get(pk=client.post(path, {"answers": {"extra": None}}, format="json").json()["id"])
    monkeypatch.setattr("mentoring.projects.services.files.MOST_BYTES", len(PDF) * 2 - 1)
    assert problem(save(client, again, extra=[extra])) == (409, "too_much_together")
    assert read(client, again).json()["answers"]["poster"] == [first]
    assert save(client, again, extra=[extra], poster=None).json()["answers"]["extra"] == [extra]


def test_no_number_is_given_twice(client: APIClient, begun: Submission) -> None:
    for number in (1, 2):
        identity = send(client, begun).json()["id"]
        assert ProjectFile.objects.get().number == number
        assert client.delete(f"{SUBMISSIONS}/{begun.pk}/files/{identity}").status_code == 204

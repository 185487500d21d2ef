"""Forms with files: read, refused, kept answers compared with them, all without holding a file in memory."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import Client

from foundation.outbox.models import EventRecord
from tests.foundation.kernel import urls

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.foundation.kernel.urls")]
UPLOADS = "/api/v1/uploads"
LARGE = b"name;school\r\n" * 240_000  # 3 MB


def send(client: Client, content: bytes = b"a;b", key: str = "", name: str = "list.csv", **fields: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(UPLOADS, {"file": SimpleUploadedFile(name, content), **fields}, headers=headers)


def test_a_form_is_read(client: Client) -> None:
    answer = send(client, LARGE, sheet="*", columns='{"الاسم": "name"}', full="true")
    assert answer.status_code == 202
    assert answer.json() == {
        "name": "list.csv", "bytes": len(LARGE), "sheet": "*", "columns": {"الاسم": "name"}, "full": True,
    }  # fmt: skip


def test_what_may_be_left_out(client: Client) -> None:
    said = send(client).json()
    assert (said["sheet"], said["columns"], said["full"]) == ("", {}, False)


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"file": "text"}, [("/file", "invalid")]),
        ({"file": SimpleUploadedFile("list.csv", b"")}, [("/file", "empty")]),
        ({}, [("/file", "required")]),
        ({"file": SimpleUploadedFile("a.csv", b"a"), "other": "1"}, [("/other", "unknown")]),
        ({"file": SimpleUploadedFile("a.csv", b"a"), "columns": "{"}, [("/columns", "invalid")]),
    ],
)
def test_what_is_wrong_is_named(client: Client, fields: dict[str, Any], errors: list[tuple[str, str]]) -> None:
    answer = client.post(UPLOADS, fields)
    assert answer.status_code == 400
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == errors


def test_another_format_is_told_the_right_one(client: Client) -> None:
    for headers in ({}, {"Idempotency-Key": "k"}):
        answer = client.post(UPLOADS, {}, content_type="application/json", headers=headers)
        assert (answer.status_code, answer.json()["detail"]) == (415, "Send `multipart/form-data`.")
        answer = client.post("/api/v1/things", {"name": "a"}, headers=headers)
        assert (answer.status_code, answer.json()["detail"]) == (415, "Send `application/json`.")
    assert EventRecord.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"--x\r\nnothing", "multipart/form-data"),
        (
            b'--x\r\nContent-Disposition: form-data; name="sheet"\r\n\r\na\0b\r\n--x--',
            "multipart/form-data; boundary=x",
        ),
        (
            b'--x\r\nContent-Disposition: form-data; name="columns"\r\n\r\n{"a": "\\u0000"}\r\n--x--',
            "multipart/form-data; boundary=x",
        ),
    ],
)
@pytest.mark.parametrize("key", ["", "key"])
def test_a_form_that_is_none(client: Client, body: bytes, media_type: str, key: str) -> None:
    headers = {"Idempotency-Key": key} if key else {}
    answer = client.generic("POST", UPLOADS, body, media_type, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_form")


def test_too_large_is_said_before_it_is_read(client: Client, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    answer = send(client, b"x" * 1000)
    assert (answer.status_code, answer.json()["max_bytes"]) == (413, 1000)


def test_a_text_field_may_not_be_large(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    for key in ("", "key"):
        answer = send(client, sheet="x" * 2000, key=key)
        assert (answer.status_code, answer.json()["max_bytes"]) == (413, 1000)


def test_a_large_upload_sent_twice_happens_once(client: Client) -> None:
    first, again = (send(client, LARGE, key="k", sheet="*") for _ in range(2))  # each with a boundary of its own
    assert (first.status_code, again.status_code, again["Idempotency-Replayed"]) == (202, 202, "true")
    assert first.content == again.content
    assert EventRecord.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [{"content": LARGE[:-1] + b"x"}, {"content": LARGE[:-1]}, {"name": "other.csv"}, {"sheet": "1"}, {"encoding": "*"}],
)
def test_a_key_serves_one_upload(client: Client, changed: dict[str, Any]) -> None:
    same = {"content": LARGE, "key": "k", "sheet": "*"}
    assert send(client, **same).status_code == 202
    answer = send(client, **(same | changed))
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert EventRecord.objects.count() == 1


def test_the_file_is_whole_after_it_was_compared(client: Client) -> None:
    assert send(client, LARGE, key="k").json()["bytes"] == len(LARGE) == urls.Uploads.read


def test_a_large_file_is_never_in_memory(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its answer is compared piece by piece, and it lies on disk all the while."""
    kinds: list[type] = []
    sizes: list[int] = []
    monkeypatch.setattr(urls.Uploads, "seen", lambda _, file: kinds.append(type(file)))
    chunks = TemporaryUploadedFile.chunks

    def measured(self: TemporaryUploadedFile, chunk_size: int | None = None) -> Any:
        for chunk in chunks(self, chunk_size):
            sizes.append(len(chunk))
            yield chunk

    monkeypatch.setattr(TemporaryUploadedFile, "chunks", measured)
    assert send(client, LARGE, key="k").status_code == 202
    assert kinds == [TemporaryUploadedFile]
    assert (sum(sizes), max(sizes)) == (len(LARGE), 64 * 1024)


def test_a_file_of_ours_is_documented_and_given_to_who_accepts_its_type_alone(client: Client) -> None:
    answer = client.get("/api/v1/cards", headers={"Accept": "application/pdf"})
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"%PDF")
    assert client.get("/api/v1/title", headers={"Accept": "application/pdf"}).status_code == 406

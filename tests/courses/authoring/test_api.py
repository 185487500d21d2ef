"""Packages through the API: sent, checked and imported by a batch, and given back."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from courses.assessment.models import Quiz
from courses.authoring.models import Package, PackageImport
from courses.authoring.services import uploading
from courses.catalogue.models import Course, CourseVersion
from courses.catalogue.services import draft_version
from foundation.accounts.models import User
from foundation.batches import services as batches
from foundation.batches.models import Batch
from foundation.files.models import StoredFile
from foundation.kernel.clock import now
from foundation.programmes.enums import Role
from foundation.programmes.models import RoleGrant
from tests.courses.authoring.hostile import HOSTILE, sound, zipped
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft
from tests.factories.programmes import GrantFactory, coordinator
from tests.scenes import scene

pytestmark = pytest.mark.django_db
PATH = "/api/v1/course-packages"
PACKAGE = "/api/v1/courses/a-course/package"
Clients = Callable[..., APIClient]


@dataclass
class Desk:
    """An author, somebody of the office, another author, a coordinator and a learner; and the files of a package."""

    author: User
    office: User
    other: User
    coordinator: User
    learner: User
    files: dict[str, bytes]


def set_up() -> Desk:
    people = [GrantFactory(role=role).person for role in (Role.AUTHOR, Role.PROGRAMME_OFFICE, Role.AUTHOR)]
    with TemporaryDirectory() as folder:
        return Desk(*people, coordinator(), PersonFactory(), sound(Path(folder)))


_written, desk = scene(set_up)


def send(client: APIClient, content: bytes, name: str = "course.zip") -> Any:
    return client.post(PATH, {"file": SimpleUploadedFile(name, content)}, format="multipart")


def settled(client: APIClient, sent: Any) -> dict[str, Any]:
    """What became of it, as a worker leaves it."""
    assert sent.status_code == 202, sent.content
    batches.run(batch_id=sent.json()["batch"])
    return dict(client.get(sent["Location"]).json())


def test_a_package_becomes_a_draft(desk: Desk, client_of: Clients) -> None:
    client = client_of(desk.author)
    sent = send(client, zipped(desk.files))
    assert sent["Location"] == f"{PATH}/{sent.json()['id']}"
    assert (sent.json()["status"], sent.json()["progress"]) == ("checking", {"done": 0, "total": 0})
    assert not Course.objects.exists()
    done = settled(client, sent)
    assert {name: done[name] for name in ("status", "course", "version", "progress", "faults", "warnings", "problem")} == {
        "status": "imported", "course": "a-course", "version": 1, "progress": {"done": 8, "total": 8},
        "faults": [], "warnings": [], "problem": None,
    }  # fmt: skip
    version = CourseVersion.objects.get()
    assert (version.published_at, Quiz.objects.get().lesson.version_id) == (None, version.id)
    assert not StoredFile.objects.exists()


def test_the_same_again_is_the_version_that_there_is(desk: Desk, client_of: Clients) -> None:
    client = client_of(desk.author)
    for _ in range(2):
        done = settled(client, send(client, zipped(desk.files)))
        assert (done["status"], done["version"]) == ("imported", 1)
    assert (CourseVersion.objects.count(), Package.objects.count()) == (1, 1)


def test_a_course_that_is_asked_for_and_not_offered_is_a_warning(desk: Desk, client_of: Clients) -> None:
    desk.files["course.yaml"] += b"prerequisites: [before]\n"
    client = client_of(desk.author)
    done = settled(client, send(client, zipped(desk.files)))
    assert (done["status"], done["warning_count"]) == ("imported", 1)
    assert [(said["file"], said["code"]) for said in done["warnings"]] == [("course.yaml", "prerequisite_unpublished")]


@pytest.mark.parametrize(
    ("language", "words"),
    [("ar", "هذا النصّ غير"), ("en", "This is not said in every language (fr)"), ("fr", "Ce texte n’existe pas")],
)
def test_every_problem_is_said_in_the_callers_language(
    desk: Desk, client_of: Clients, language: str, words: str
) -> None:
    quiz = "lessons/start/check.quiz.yaml"
    desk.files |= {
        "notes.txt": b"mine",
        quiz: desk.files[quiz].replace(b"    fr: true-false en fran\xc3\xa7ais\n", b""),
    }
    desk.files["course.yaml"] = desk.files["course.yaml"].replace(b"hours: 2", b"hours: 0")
    client = client_of(desk.author, language=language)
    done = settled(client, send(client, zipped(desk.files)))
    assert (done["status"], done["course"], done["version"]) == ("refused", None, None)
    assert [(fault["file"], fault["line"], fault["code"]) for fault in done["faults"]] == [
        ("course.yaml", 12, "too_small"),
        ("notes.txt", 0, "unknown_file"),
    ]
    assert [(said["file"], said["code"]) for said in done["warnings"]] == [(quiz, "text_untranslated")]
    assert done["warnings"][0]["detail"].startswith(words)
    assert (done["fault_count"], done["warning_count"]) == (2, 1)
    assert not Course.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    "name", ["a way up", "a bomb", "100,000 files", "aliases of aliases", "a NUL", "a name without end"]
)
def test_what_means_harm_is_one_problem_and_nothing_imported(desk: Desk, client_of: Clients, name: str) -> None:
    make, file, code = HOSTILE[name]
    client = client_of(desk.author)
    done = settled(client, send(client, make(desk.files)))
    assert (done["status"], done["fault_count"]) == ("refused", 1)
    assert [(fault["file"], fault["code"]) for fault in done["faults"]] == [(file, code)]
    assert not Course.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (b"", "course.zip", 400, "invalid"),
        (b"format: 1", "course.yaml", 415, "unsupported_media_type"),
        (b"PK\x03\x04", "course.pdf", 415, "unsupported_media_type"),
        (b"PK\x03\x04 and more", "course.zip", 413, "too_large"),
    ],
    ids=["empty", "no zip", "another name", "too large"],
)
def test_what_is_no_zip_is_refused_at_once(
    desk: Desk, client_of: Clients, monkeypatch: pytest.MonkeyPatch, content: bytes, name: str, status: int, code: str
) -> None:
    monkeypatch.setattr(uploading, "MAX_ARCHIVE_BYTES", 10)
    answer = send(client_of(desk.author), content, name)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not PackageImport.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(("who", "status"), [(None, 401), ("learner", 403), ("coordinator", 403), ("office", 202)])
def test_who_may_send(desk: Desk, client_of: Clients, who: str | None, status: int) -> None:
    answer = send(client_of(who and getattr(desk, who)), zipped(desk.files))
    assert answer.status_code == status
    assert PackageImport.objects.exists() == (status == 202)


@pytest.mark.parametrize(("who", "status"), [("author", 200), ("office", 200), ("other", 404), ("learner", 404)])
def test_who_sees_what_became_of_it(desk: Desk, client_of: Clients, who: str, status: int) -> None:
    sent = send(client_of(desk.author), zipped(desk.files))
    assert client_of(getattr(desk, who)).get(sent["Location"]).status_code == status


@pytest.mark.parametrize("lost", ["grant", "account"])
def test_whoever_lost_the_right_meanwhile_imports_nothing(desk: Desk, client_of: Clients, lost: str) -> None:
    sent = send(client_of(desk.author), zipped(desk.files))
    if lost == "grant":
        RoleGrant.objects.filter(person=desk.author).update(revoked_at=now())
    else:
        Batch.objects.update(owner=None)
    done = settled(client_of(desk.office), sent)
    assert (done["status"], done["problem"]["code"]) == ("failed", "forbidden")
    assert not Course.objects.exists()
    assert not StoredFile.objects.exists()


def test_it_can_be_stopped(desk: Desk, client_of: Clients) -> None:
    client = client_of(desk.author)
    sent = send(client, zipped(desk.files))
    assert client.delete(f"/api/v1/batches/{sent.json()['batch']}").status_code == 200
    done = client.get(sent["Location"]).json()
    assert (done["status"], done["problem"]["code"]) == ("failed", "stopped")
    assert not StoredFile.objects.exists()


def test_what_was_counted_is_not_counted_again(desk: Desk, client_of: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that was killed on its way leaves its chunks; the next one begins anew."""
    monkeypatch.setattr(uploading, "CHUNK", 0.0)
    sent = send(client_of(desk.author), zipped(desk.files))
    batch = Batch.objects.get()
    chunks = uploading.work(batch)
    first = [next(chunks), next(chunks)]
    chunks.close()
    batch.done = sum(chunk.count for chunk in first)
    batch.save(update_fields=["done"])
    assert batch.done == 2
    assert settled(client_of(desk.author), sent)["progress"] == {"done": 8, "total": 8}


def test_the_package_is_given_back(desk: Desk, client_of: Clients, tmp_path: Path) -> None:
    client = client_of(desk.author)
    settled(client, send(client, zipped(desk.files)))
    answer = client.get(PACKAGE)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert answer["Content-Disposition"] == 'attachment; filename="a-course-1.zip"'
    done = settled(client, send(client, b"".join(answer)))
    assert (done["status"], done["version"], CourseVersion.objects.count()) == ("imported", 1, 1)


def test_the_newest_version_is_given_or_the_one_asked_for(desk: Desk, client_of: Clients) -> None:
    client = client_of(desk.author)
    for hours in (b"hours: 2", b"hours: 3"):
        files = {**desk.files, "course.yaml": desk.files["course.yaml"].replace(b"hours: 2", hours)}
        settled(client, send(client, zipped(files)))
    names = [client.get(PACKAGE + query)["Content-Disposition"] for query in ("", "?version=1", "?version=2")]
    assert [name.split("-")[-1] for name in names] == ['2.zip"', '1.zip"', '2.zip"']
    assert client.get(f"{PACKAGE}?version=3").status_code == 404
    assert client.get(f"{PACKAGE}?version=0").status_code == 400


@pytest.mark.parametrize(
    ("who", "status"), [(None, 401), ("learner", 404), ("coordinator", 404), ("office", 200), ("other", 200)]
)
def test_packages_hold_answers_and_are_for_authors(
    desk: Desk, client_of: Clients, who: str | None, status: int
) -> None:
    settled(client_of(desk.author), send(client_of(desk.author), zipped(desk.files)))
    assert client_of(who and getattr(desk, who)).get(PACKAGE).status_code == status


def test_a_version_that_came_without_a_package_has_none(desk: Desk, client_of: Clients) -> None:
    draft_version(actor=None, draft=course_draft("a-course"))
    assert client_of(desk.author).get(PACKAGE).status_code == 404

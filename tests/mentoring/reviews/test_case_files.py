"""What a team handed in as files is opened in a case that is about safety, by whoever looks into it, and each time is in the
record."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.files.models import StoredFile
from foundation.files.services import mark_scanned
from foundation.kernel import clock
from foundation.kernel.urls import public_url
from foundation.programmes.enums import Role
from foundation.programmes.models import RoleGrant
from mentoring.projects.models import ProjectFile
from mentoring.projects.services import add_file, submit_submission
from mentoring.reviews.enums import CaseStatus
from mentoring.reviews.models import Case
from mentoring.reviews.services import report
from tests.factories.mentoring import (
    CallFactory,
    ProjectFactory,
    draft,
    granted,
    member_of,
    member_state,
    mentor,
    reviewed,
    showing,
)
from tests.mentoring.projects.sending import PDF, fetch

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
People = dict[str, Any]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def people() -> People:
    return set_up()


def set_up() -> People:
    """A work with a poster, of which the team has reported the review."""
    lead, by, morocco = member_of("MA"), mentor(), member_state("MA")
    project = ProjectFactory(call=CallFactory(stages=[showing()]), owner=lead)
    submission = draft(project, {"demo": None})
    poster = SimpleUploadedFile("Amina_Secret.pdf", PDF)
    add_file(actor=lead, submission_id=submission.id, question="poster", file=poster)
    submit_submission(actor=lead, submission_id=submission.id, now=clock.now())
    review = reviewed(by, submission)
    report(actor=lead, subject_type="review", subject_id=review.id, reason="unsafe")
    return {
        "lead": lead,
        "mentor": by,
        "officer": granted(Role.SAFEGUARDING_OFFICER, state=morocco),
        "officer of all": granted(Role.SAFEGUARDING_OFFICER),
        "officer abroad": granted(Role.SAFEGUARDING_OFFICER, state=member_state("JO")),
        "coordinator": granted(Role.COORDINATOR, state=morocco),
        "office": granted(Role.PROGRAMME_OFFICE),
        "nobody": None,
    }


def path() -> str:
    return f"/api/v1/cases/{Case.objects.get().id}"


def content_path() -> str:
    return f"{path()}/files/{ProjectFile.objects.get().id}"


def status_of(client: APIClient, path: str) -> int:
    return fetch(client, path)[0]


def opened() -> list[tuple[Any, ...]]:
    deeds = Record.objects.filter(action="case.file_opened").order_by("id")
    return list(deeds.values_list("actor_id", "subject_type", "subject_id", "details"))


def test_an_officer_opens_what_the_work_has_and_that_is_in_the_record(client_of: Clients, people: People) -> None:
    client, file = client_of(people["officer"]), ProjectFile.objects.get()
    assert client.get(path()).json()["files"] == [
        {
            "id": str(file.id),
            "question": "poster",
            "name": "evidence-1.pdf",
            "media_type": "application/pdf",
            "bytes": len(PDF),
            "status": "clean",
            "url": public_url(content_path()),
        }
    ]
    assert opened() == []
    status, content, headers = fetch(client, content_path())
    assert (status, content, 'filename="evidence-1.pdf"' in headers["Content-Disposition"]) == (200, PDF, True)
    assert opened() == [(people["officer"].id, "case", Case.objects.get().id, {"file": str(file.id)})]
    work = f"/api/v1/submissions/{file.project.submissions.get().id}"
    assert [client.get(f"{work}{rest}").status_code for rest in ("", "/files", f"/files/{file.id}")] == [404] * 3


def test_nobody_else_comes_to_it_by_a_case(client_of: Clients, people: People) -> None:
    answers = {name: status_of(client_of(person), content_path()) for name, person in people.items()}
    looking = {"officer": 200, "officer of all": 200}
    refused = {"lead": 403, "mentor": 403, "coordinator": 403, "officer abroad": 404, "office": 404, "nobody": 401}
    assert answers == {**looking, **refused}
    assert {row[0] for row in opened()} == {people[name].id for name in looking}


def refused(client: APIClient) -> tuple[Any, ...]:
    shown, answer = client.get(path()).json(), client.get(content_path()).json()
    assert shown["files_closed"] == answer["detail"]
    return shown["files"], shown["files_closed"], answer["status"], answer["code"]


def test_what_is_not_about_safety_opens_nothing(client_of: Clients, people: People) -> None:
    Case.objects.update(is_safety=False)
    why = "The files of the work are opened only where a case is about safety."
    for name in ("officer", "office"):
        assert refused(client_of(people[name])) == ([], why, 409, "case_files_closed")
    assert opened() == []


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("ar", "هذه الحالة مغلقة، وأُغلقت معها ملفّات العمل. ما يُبلَّغ عنه من الآن يفتح حالة جديدة."),
        (
            "en",
            "The case is closed, and with it the files of the work. What is reported from now on opens another case.",
        ),
        (
            "fr",
            "Ce cas est clos, et les fichiers du travail avec lui. Ce qui sera signalé désormais en ouvrira un autre.",
        ),
    ],
)
def test_a_case_that_is_closed_opens_nothing_and_says_why(
    client_of: Clients, people: People, language: str, why: str
) -> None:
    client = client_of(people["officer"], language=language)
    assert (client.get(path()).json()["files_closed"], status_of(client, content_path())) == (None, 200)
    Case.objects.update(status=CaseStatus.CLOSED, closed_at=clock.now(), outcome="talked")
    assert refused(client) == ([], why, 409, "case_files_closed")
    assert len(opened()) == 1


def test_to_strangers_a_closed_case_gives_no_reason(client_of: Clients, people: People) -> None:
    Case.objects.update(status=CaseStatus.CLOSED, closed_at=clock.now(), outcome="talked")
    for name, status in {"lead": 403, "mentor": 403, "officer abroad": 404, "nobody": 401}.items():
        assert status_of(client_of(people[name]), content_path()) == status


def test_what_was_not_found_clean_stays_closed(client_of: Clients, settings: Any) -> None:
    settings.CLAMAV_URL = "tcp://127.0.0.1:9"  # nobody's
    client = client_of(set_up()["officer"])
    for status in ("held", "refused"):
        (file,) = client.get(path()).json()["files"]
        assert (file["status"], file["url"], status_of(client, content_path())) == (status, None, 404)
        mark_scanned(file=StoredFile.objects.get(), finding="Eicar-Test-Signature")
    assert opened() == []


def test_a_file_of_another_work_is_not_there(client_of: Clients, people: People) -> None:
    other: User = member_of("MA")
    submission = draft(ProjectFactory(call=CallFactory(stages=[showing()]), owner=other), {"demo": None})
    file = add_file(actor=other, submission_id=submission.id, question="poster", file=SimpleUploadedFile("b.pdf", PDF))
    assert client_of(people["officer"]).get(f"{path()}/files/{file.id}").status_code == 404
    assert opened() == []


def test_the_office_opens_it_where_no_officer_is(client_of: Clients, people: People) -> None:
    for name in ("officer", "officer of all"):
        RoleGrant.objects.filter(person=people[name]).update(revoked_at=clock.now())
    assert status_of(client_of(people["office"]), content_path()) == 200
    assert [row[0] for row in opened()] == [people["office"].id]

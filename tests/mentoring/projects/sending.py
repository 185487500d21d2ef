"""Files as a learner's client sends them, and what becomes of them."""

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from foundation.files import services as files
from foundation.files.models import StoredFile
from mentoring.projects.models import Submission
from tests.factories.mentoring import CallFactory, ProjectFactory, deliver_all, draft, member_of, showing

SUBMISSIONS = "/api/v1/submissions"
PDF = b"%PDF-1.7\n1 0 obj"


def a_draft() -> Submission:
    learner = member_of("MA", name="Amina Secret")
    project = ProjectFactory(owner=learner, call=CallFactory(stages=[showing()]))
    return draft(project, {"demo": None})


def send(
    client: APIClient, submission: Submission, name: str = "Amina Secret.pdf", content: bytes = PDF, **form: Any
) -> Any:
    body = {"question": "poster", "file": SimpleUploadedFile(name, content), **form}
    return client.post(f"{SUBMISSIONS}/{submission.pk}/files", body, format="multipart")


def read(client: APIClient, submission: Submission) -> Any:
    return client.get(f"{SUBMISSIONS}/{submission.pk}")


def save(client: APIClient, submission: Submission, **answers: Any) -> Any:
    path = f"{SUBMISSIONS}/{submission.pk}"
    return client.patch(path, {"answers": answers}, headers={"If-Match": "*"}, format="json")


def lying(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def fetch(client: APIClient, path: str, **headers: Any) -> tuple[int, bytes, Any]:
    answer = client.get(path, **headers)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for close in answer._resource_closers:
        close()
    return answer.status_code, content, answer.headers


def hold(settings: Any) -> None:
    settings.CLAMAV_URL = "tcp://127.0.0.1:9"  # nobody's


def scanned(finding: str | None = None) -> None:
    """What the scanner would say of all that is held."""
    for file in StoredFile.objects.filter(status="held"):
        files.mark_scanned(file=file, finding=finding)
    deliver_all()  # that it was refused
    deliver_all()  # whom that is about

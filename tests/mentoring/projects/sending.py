"""A file as a learner's client sends it."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from mentoring.projects.models import Submission

SUBMISSIONS = "/api/v1/submissions"
PDF = b"%PDF-1.7\n1 0 obj"


def send(
    client: APIClient, submission: Submission, name: str = "Amina Secret.pdf", content: bytes = PDF, **form: Any
) -> Any:
    body = {"question": "poster", "file": SimpleUploadedFile(name, content), **form}
    return client.post(f"{SUBMISSIONS}/{submission.pk}/files", body, format="multipart")

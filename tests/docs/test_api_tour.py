"""Every request of the pages that show some, made in order: they can't show what isn't so."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from config.demo import loading
from config.demo.drawing import sketch
from foundation.batches import services as batches
from foundation.batches.enums import BatchStatus
from foundation.batches.models import Batch
from foundation.files.models import StoredFile
from foundation.files.services import mark_scanned
from foundation.kernel.clock import now
from foundation.outbox.models import Delivery
from foundation.outbox.services import deliver
from mentoring.projects.models import ProjectFile
from outcomes.credentials.models import Credential
from outcomes.credentials.services import render_credential
from tests.docs.example_package import packed_example
from tests.docs.exchanges import Known, Message, differences, exchanges_of, filled
from tests.docs.pages import DOCS, name_of
from tests.factories.clamav import EICAR, FOUND
from tests.scenes import scene

PLAYED = (
    DOCS / "api" / "tour.md",
    DOCS / "guides" / "author.md",
    DOCS / "guides" / "offline.md",
    DOCS / "guides" / "calls.md",
    DOCS / "guides" / "mentor.md",
)
EXAMPLES = DOCS / "examples" / "rosters"
MADE = {  # the others lie there
    "mending-phones.zip": packed_example,
    "plan.pdf": partial(b"".join, (b"%PDF-1.7\n", EICAR)),
    "plan.png": partial(sketch, "Amine"),
    "sketch.png": partial(sketch, "Salma Kadiri"),
}


pytestmark = pytest.mark.django_db


def demo() -> None:
    """Without the certificates of the people in it: drawing them takes long."""
    loading.load()
    Delivery.objects.update(done_at=now())


_written, _ = scene(demo)


@pytest.mark.parametrize("page", PLAYED, ids=name_of)
def test_every_answer_is_as_the_page_shows_it(page: Path, settings: Any) -> None:
    settings.CLAMAV_URL = "tcp://127.0.0.1:9"  # nobody's: what is held waits for `scan`
    known: Known = {}
    exchanges = list(exchanges_of(page))
    assert exchanges
    for exchange in exchanges:
        answer = ask(exchange.request, known)
        wrong = "\n".join(compared(exchange.answer, answer, known))
        read_out(answer)
        if wrong:
            pytest.fail(f"{name_of(page)}:{exchange.line}: {exchange.request.first}\n{wrong}")
        let_workers_work()


def ask(request: Message, known: Known) -> Any:
    method, path = filled(request.first, known).split()
    headers = {"Host": "localhost:8000"} | {name: filled(value, known) for name, value in request.headers.items()}
    body = filled(request.body, known)
    if headers.pop("Content-Type", "") == "multipart/form-data":
        parts = encode_multipart(BOUNDARY, form(json.loads(body)))
        return Client().generic(method, path, parts, MULTIPART_CONTENT, headers=headers)
    return Client().generic(method, path, body, "application/json", headers=headers)


def read_out(answer: Any) -> None:
    """A file that is given out stays open until then."""
    if answer.streaming:
        list(answer.streaming_content)


def form(fields: dict[str, str]) -> dict[str, Any]:
    return {name: file(value[1:]) if value.startswith("@") else value for name, value in fields.items()}


def file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, MADE[name]() if name in MADE else (EXAMPLES / name).read_bytes())


def compared(shown: Message, answer: Any, known: Known) -> Iterator[str]:
    yield from differences(shown.first, f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}", known, "status")
    for name, value in shown.headers.items():
        yield from differences(value, answer.get(name), known, name)
    if shown.body:
        said = answer.json() if "json" in answer.get("Content-Type", "") else answer.get("Content-Type")
        yield from differences(shown.json, said, known)


def let_workers_work() -> None:
    for batch in Batch.objects.filter(status=BatchStatus.QUEUED):
        batches.run(batch_id=batch.id)
    scan()
    while waiting := list(Delivery.objects.filter(done_at=None)):
        for delivery in waiting:
            deliver(delivery_id=delivery.id)
        for credential in Credential.objects.filter(rendered_at=None):
            render_credential(credential_id=credential.id)


def scan() -> None:
    """What a scanner would say, one that is so slow that the work is handed in before."""
    drafts = ProjectFile.objects.filter(project__submissions__status="draft")
    for file in StoredFile.objects.filter(status="held").exclude(pk__in=drafts.values("file")):
        with file.content.open("rb") as content:
            finding = FOUND if EICAR in content.read() else None
        mark_scanned(file=file, finding=finding)

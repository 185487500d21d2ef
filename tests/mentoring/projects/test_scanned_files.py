"""Files as answers that are held until they are found clean, or refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.files import services as files
from foundation.files.models import StoredFile
from foundation.notifications.models import Notification
from mentoring.projects.models import Submission
from tests.factories.mentoring import (
    leased,
    mentor,
    showing,
)
from tests.mentoring.projects.sending import (
    SUBMISSIONS,
    a_draft,
    fetch,
    hold,
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


def status_of(client: APIClient, path: str) -> int:
    return fetch(client, path)[0]


def test_a_held_file_is_handed_in_and_had_once_it_is_clean(
    client: APIClient, client_of: Clients, begun: Submission, settings: Any
) -> None:
    hold(settings)
    sent, reader = send(client, begun), mentor()
    file = sent.json()
    assert (file["status"], file["url"], status_of(client, sent["Location"])) == ("held", None, 404)
    assert client.post(f"{SUBMISSIONS}/{begun.pk}/submit").status_code == 200
    leased(reader, begun)
    [shown] = client_of(reader).get(f"{SUBMISSIONS}/{begun.pk}/files").json()["results"]
    assert (shown["id"], shown["status"], shown["url"]) == (file["id"], "held", None)
    assert status_of(client_of(reader), sent["Location"]) == 404
    scanned()
    for person in (client, client_of(reader)):
        [shown] = person.get(f"{SUBMISSIONS}/{begun.pk}/files").json()["results"]
        assert (shown["status"], status_of(person, sent["Location"])) == ("clean", 200)
    assert Notification.objects.filter(kind="file_refused").count() == 0


def test_a_draft_loses_a_refused_file_and_the_team_is_told(client: APIClient, begun: Submission, settings: Any) -> None:
    hold(settings)
    identity = send(client, begun).json()["id"]
    before = read(client, begun)["ETag"]
    scanned("Eicar-Test-Signature")
    after = read(client, begun)
    assert ("poster" in after.json()["answers"], after["ETag"] == before) == (False, False)
    notice = Notification.objects.get(kind="file_refused")
    assert (notice.person_id, notice.params["decision"]) == (begun.project.owner_id, "")
    assert save(client, begun, poster=[identity]).json()["errors"][0]["code"] == "unknown_file"
    assert client.post(f"{SUBMISSIONS}/{begun.pk}/submit").status_code == 422


def test_a_refused_file_answers_nothing(client: APIClient, begun: Submission, settings: Any) -> None:
    hold(settings)
    send(client, begun)
    files.mark_scanned(file=StoredFile.objects.get(), finding="Eicar-Test-Signature")
    assert client.post(f"{SUBMISSIONS}/{begun.pk}/submit").status_code == 422
    begun.refresh_from_db()
    assert begun.status == "draft"


def test_what_was_handed_in_shows_that_a_file_was_refused(
    client: APIClient, client_of: Clients, begun: Submission, settings: Any
) -> None:
    hold(settings)
    sent, reader = send(client, begun), mentor()
    client.post(f"{SUBMISSIONS}/{begun.pk}/submit")
    leased(reader, begun)
    scanned("Eicar-Test-Signature")
    for person in (client, client_of(reader)):
        [shown] = person.get(f"{SUBMISSIONS}/{begun.pk}/files").json()["results"]
        assert (shown["status"], shown["url"], status_of(person, sent["Location"])) == ("refused", None, 404)
    assert Notification.objects.get(kind="file_refused").params["decision"] == "handed_in"


@pytest.fixture
def waits_for_a_scan(client: APIClient, begun: Submission, settings: Any) -> Submission:
    hold(settings)
    send(client, begun)
    assert client.post(f"{SUBMISSIONS}/{begun.pk}/submit").status_code == 200
    return begun


def test_what_waits_without_its_required_file_is_a_draft_again(client: APIClient, waits_for_a_scan: Submission) -> None:
    scanned("Eicar-Test-Signature")
    shown = read(client, waits_for_a_scan).json()
    assert (shown["status"], "poster" in shown["answers"], shown["submitted_at"] is None) == ("draft", False, False)
    notice = Notification.objects.get(kind="file_refused")
    assert (notice.person_id, notice.params["decision"]) == (waits_for_a_scan.project.owner_id, "given_back")
    [told] = client.get("/api/v1/notifications").json()["results"]
    assert "for “poster in English”" in told["body"]


def test_it_is_handed_in_anew_though_its_day_and_the_call_are_over(
    client: APIClient, waits_for_a_scan: Submission
) -> None:
    scanned("Eicar-Test-Signature")
    call = waits_for_a_scan.project.call
    call.stages, call.status = [{**showing(), "due_on": "2026-01-01"}], "closed"
    call.save(update_fields=["stages", "status"])
    assert send(client, waits_for_a_scan).status_code == 201
    again = client.post(f"{SUBMISSIONS}/{waits_for_a_scan.pk}/submit").json()
    assert (again["status"], again["late"]) == ("submitted", False)


def test_without_a_file_that_nobody_asked_for_it_waits_on(client: APIClient, begun: Submission, settings: Any) -> None:
    send(client, begun)
    hold(settings)
    extra = send(client, begun, question="extra").json()["id"]
    client.post(f"{SUBMISSIONS}/{begun.pk}/submit")
    scanned("Eicar-Test-Signature")
    shown = read(client, begun).json()
    assert (shown["status"], shown["answers"]["extra"]) == ("submitted", [extra])
    assert Notification.objects.get(kind="file_refused").params["decision"] == "handed_in"

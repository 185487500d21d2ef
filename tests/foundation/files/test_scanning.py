"""What others are to have is held until a scanner has found it clean."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from foundation.files import gateways, services, tasks
from foundation.files.errors import NotScanned, WrongType
from foundation.files.models import StoredFile
from foundation.files.rules.scans import LEASE, wait_after
from foundation.files.selectors import held_count, held_seconds
from foundation.kernel.clock import now
from foundation.kernel.places import tells_where
from foundation.outbox.models import EventRecord
from tests.factories import clamav
from tests.factories.clamav import EICAR, FOUND, answering
from tests.factories.files import CSV, stored
from tests.factories.media import GPS, WEBM, box, exif, mp4, picture

db = pytest.mark.django_db


@pytest.fixture(scope="module")
def daemon() -> Iterator[dict[str, str]]:
    if not Path(clamav.PROGRAM).exists():
        pytest.skip("ClamAV's daemon is not installed")
    with clamav.clamd(StreamMaxLength="1M") as urls:
        yield urls


@pytest.fixture
def away(settings: Any) -> None:
    """A scanner is wanted, and out of reach."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{free.getsockname()[1]}"


def states() -> list[tuple[str, int, str]]:
    return list(StoredFile.objects.order_by("id").values_list("status", "scans", "finding"))


def refusals() -> list[dict[str, Any]]:
    return [record.payload for record in EventRecord.objects.filter(name="files.file_refused.v1")]


@pytest.mark.parametrize("how", ["tcp", "unix"])
def test_the_daemon_tells_a_virus_from_a_list(daemon: dict[str, str], settings: Any, how: str) -> None:
    settings.CLAMAV_URL = daemon[how]
    assert gateways.scan(BytesIO(CSV)) is None
    assert gateways.scan(BytesIO(EICAR)) == FOUND
    assert gateways.scan(BytesIO(bytes(900_000))) is None


def test_what_is_too_large_for_the_daemon_is_not_called_clean(daemon: dict[str, str], settings: Any) -> None:
    settings.CLAMAV_URL = daemon["tcp"]
    with pytest.raises(NotScanned) as refusal:
        gateways.scan(BytesIO(bytes(5_000_000)))
    assert "INSTREAM" in refusal.value.code


@db
def test_a_virus_is_refused_and_its_content_deleted(
    daemon: dict[str, str], settings: Any, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    settings.CLAMAV_URL = daemon["tcp"]
    sound, sick = stored(for_others=True), stored(content=EICAR, name="list.txt", for_others=True)
    assert states() == [("held", 0, "")] * 2
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep_scans(from_a_later_release=True)
    assert states() == [("clean", 1, ""), ("refused", 1, FOUND)]
    assert refusals() == [{"file_id": str(sick.pk), "purpose": "roster"}]
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [str(sound.pk)]
    assert not StoredFile.objects.exclude(scan_due_at=None).exists()


@db
def test_a_file_is_scanned_as_soon_as_it_is_kept(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr("foundation.files.services.scanning.ask", lambda *task, **ids: asked.append((*task, ids)))
    stored(for_others=True)
    with answering(b"stream: OK\0") as settings.CLAMAV_URL:
        stored()
        file = stored(for_others=True)
        assert asked == [("files.scan", {"file_id": file.pk})]
        tasks.scan(file_id=str(file.pk))
    assert states() == [("clean", 0, ""), ("clean", 0, ""), ("clean", 1, "")]
    tasks.scan(file_id=str(file.pk))  # said once more, it finds nothing to do
    assert states()[-1] == ("clean", 1, "")


@pytest.mark.parametrize(
    ("answer", "code"),
    [(b"", "no answer"), (b"INSTREAM size limit exceeded. ERROR\0", None), (b"stream: what\0", "what")],
)
@pytest.mark.parametrize("deaf", [False, True])
def test_only_what_is_said_to_be_clean_is(settings: Any, answer: bytes, code: str | None, deaf: bool) -> None:
    with answering(answer, deaf=deaf) as settings.CLAMAV_URL, pytest.raises(NotScanned) as refusal:
        gateways.scan(BytesIO(bytes(4_000_000) if deaf else CSV))
    if not deaf:  # who hangs up in the middle may not be heard
        assert refusal.value.code == (code or answer.rstrip(b"\0").decode())


@db
def test_a_scanner_out_of_reach_keeps_everything_held(away: None) -> None:
    first, second = stored(for_others=True), stored(for_others=True)
    tasks.sweep_scans()
    assert states() == [("held", 1, "ConnectionRefusedError"), ("held", 0, "")]  # one is enough to know
    first.refresh_from_db()
    assert first.scan_due_at is not None
    assert timedelta(0) < first.scan_due_at - now() <= wait_after(1)
    assert (held_count(), 0 < held_seconds() < 60) == (2, True)
    tasks.sweep_scans()
    tasks.sweep_scans()
    assert [scans for _, scans, _ in states()] == [1, 1]
    second.refresh_from_db()
    assert services.claim_scans(at=now() + wait_after(1), limit=9) == [first, second]
    assert refusals() == []


@db
def test_nobody_else_gets_a_file_while_it_is_looked_at(away: None) -> None:
    file, start = stored(for_others=True), now()
    assert services.claim_scans(at=start, limit=1) == [file]
    assert services.claim_scans(at=start, limit=1, file_id=file.pk) == []
    [late] = services.claim_scans(at=start + LEASE, limit=1)  # the first one's worker was killed
    assert services.mark_scanned(file=late, finding=None)
    assert not services.mark_scanned(file=file, finding="Too late")
    services.mark_unscanned(file=file, error="too late", at=start)
    assert (states(), refusals()) == ([("clean", 2, "")], [])


@db
def test_files_held_are_let_go_when_the_scanner_is_declined(away: None, settings: Any) -> None:
    stored(for_others=True)
    settings.CLAMAV_URL = ""
    tasks.sweep_scans()
    assert states() == [("clean", 1, "")]


def test_pauses_grow_and_have_no_end() -> None:
    assert [wait_after(scans).total_seconds() for scans in (1, 2, 3, 4, 5, 1000)] == [30, 120, 600, 1800, 1800, 1800]


@db
def test_what_is_for_others_tells_nothing_of_where_it_was_made(folder: Path) -> None:
    fez = box(b"\xa9xyz", b"\0\x12\x15\xc7+34.0208-006.8416/")
    for name, content in (("a.jpg", picture("jpg", exif=exif(6, GPS))), ("a.mp4", mp4(b"vide", told=fez))):
        assert tells_where(content)
        file = stored(name=name, content=content, for_others=True)
        kept = Path(file.content.path).read_bytes()
        assert (tells_where(kept), file.bytes) == (False, len(kept))


@db
@pytest.mark.parametrize(("name", "content"), [("a.webm", WEBM), ("a.jpg", b"\xff\xd8\xff\xe0")])
def test_what_can_not_be_made_so_is_refused(folder: Path, name: str, content: bytes) -> None:
    with pytest.raises(WrongType):
        stored(name=name, content=content, for_others=True)
    assert (StoredFile.objects.count(), [path for path in folder.rglob("*") if path.is_file()]) == (0, [])


@db
def test_without_a_last_day_a_file_is_kept(client_of: Any) -> None:
    from tests.factories.accounts import PersonFactory

    owner = PersonFactory()
    file = stored(owner, keep=None)
    services.forget_expired()
    said = client_of(owner).get(f"/api/v1/files/{file.pk}").json()
    assert (said["expires_at"], said["status"]) == (None, "clean")

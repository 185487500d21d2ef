import hashlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction
from django.utils import translation

from foundation.files import services, tasks
from foundation.files.enums import MediaType
from foundation.files.errors import EmptyFile, WrongType
from foundation.files.models import StoredFile
from foundation.files.rules import FOLDER
from foundation.files.services import forgetting
from foundation.kernel.clock import now
from foundation.kernel.errors import TooLarge
from foundation.kernel.ids import new_id
from tests.factories.accounts import PersonFactory
from tests.factories.files import CSV, XLSX, stored, upload

ROSTERS = {MediaType.CSV, MediaType.XLSX}
db = pytest.mark.django_db


def lying(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@db
def test_a_file_is_kept_by_its_id(folder: Path) -> None:
    owner = PersonFactory()
    file = stored(owner, name="../قائمة.csv")
    kept = StoredFile.objects.get()
    assert (kept.pk, kept.owner_id, kept.purpose, kept.name, kept.status) == (
        file.pk,
        owner.pk,
        "roster",
        "قائمة.csv",
        "clean",
    )
    assert (kept.media_type, kept.bytes, kept.sha256) == ("text/csv", len(CSV), hashlib.sha256(CSV).hexdigest())
    assert timedelta(days=29) < kept.expires_at - now() < timedelta(days=31)
    assert lying(folder) == [folder / FOLDER / file.pk.hex[-2:] / str(file.pk)]
    assert lying(folder)[0].read_bytes() == CSV
    assert lying(folder)[0].stat().st_mode & 0o777 == 0o600


@db
@pytest.mark.parametrize("kind", ["bytes", "stream", "upload", "large upload"])
def test_it_comes_in_any_shape(folder: Path, kind: str) -> None:
    large = TemporaryUploadedFile("list.csv", "text/csv", len(CSV), None)
    large.write(CSV)
    large.flush()
    shapes = {"bytes": CSV, "stream": BytesIO(CSV), "upload": upload(), "large upload": large}
    file = stored(content=shapes[kind])
    assert (lying(folder)[0].read_bytes(), file.sha256) == (CSV, hashlib.sha256(CSV).hexdigest())
    large.close()


@db
@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"content": b""}, EmptyFile),
        ({"content": CSV, "max_bytes": len(CSV) - 1}, TooLarge),
        ({"content": CSV, "name": "list.xlsx"}, WrongType),
        ({"content": b"%PDF-1.7", "name": "list.csv"}, WrongType),
        ({"content": b"%PDF-1.7", "name": "list.pdf"}, WrongType),
        ({"content": b"\x7fELF\2\1\1" + b"\0" * 9, "name": "list"}, WrongType),
    ],
)
def test_what_is_refused_leaves_nothing(folder: Path, given: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        stored(**{"accept": ROSTERS, **given})
    assert (StoredFile.objects.count(), lying(folder)) == (0, [])


@db
@pytest.mark.parametrize(
    ("language", "accept", "words"),
    [
        ("en", ROSTERS, "What it holds is of the kind PDF. Send one of: XLSX, CSV."),
        ("fr", ROSTERS, "Ce qu’il contient est du type PDF. Envoyez l’un de ces types : XLSX, CSV."),
        ("ar", ROSTERS, "محتواه من نوع PDF. يُرجى إرسال واحد من: XLSX، CSV."),
        ("en", {*ROSTERS, MediaType.TEXT}, "What it holds is of the kind PDF. Send one of: XLSX, CSV."),
        ("en", {MediaType.PNG, MediaType.TEXT}, "What it holds is of the kind PDF. Send one of: PNG, plain text."),
    ],
)
def test_a_refusal_says_what_was_found_and_what_would_be_right(
    language: str, accept: set[MediaType], words: str
) -> None:
    with translation.override(language), pytest.raises(WrongType) as refusal:
        stored(content=b"%PDF-1.7", name="list.pdf", accept=accept)
    assert (refusal.value.detail, refusal.value.extra) == (words, {"found": MediaType.PDF, "expected": sorted(accept)})


HEIC = b"\0\0\0\x20ftypheic\0\0\0\0"


@db
@pytest.mark.parametrize(
    ("language", "given", "words"),
    [
        ("en", HEIC, "This is a picture as iPhones keep them (HEIC). Save it as JPEG and send that."),
        ("ar", HEIC, "هذه صورة كما تحفظها هواتف آيفون (HEIC). يُرجى حفظها بصيغة JPEG وإرسالها من جديد."),
        (
            "fr",
            b"\x7fELF\2\1\1" + bytes(9),
            "Ce qu’il contient est d’un type que nous ne connaissons pas. Envoyez l’un de ces types\u00a0: JPEG, PNG.",
        ),
    ],
)
def test_a_picture_as_telephones_make_it_is_no_riddle(language: str, given: bytes, words: str) -> None:
    with translation.override(language), pytest.raises(WrongType) as refusal:
        stored(content=given, name="photo", accept={MediaType.JPEG, MediaType.PNG})
    assert refusal.value.detail == words


@db
@pytest.mark.parametrize(
    ("language", "most", "words"),
    [
        ("en", 10_000_000, "What was sent is larger than we take: it may have 10 MB."),
        ("fr", 2_590_000, "Ce qui a été envoyé dépasse la taille acceptée\u00a0: 2,5\u00a0Mo au plus."),
        ("ar", 500_000, "ما أُرسل أكبر ممّا نقبل: الحدّ الأقصى 500 كيلوبايت."),
    ],
)
def test_what_is_too_large_is_told_how_large_it_may_be(language: str, most: int, words: str) -> None:
    with translation.override(language):
        refusal = TooLarge(max_bytes=most)
    assert (refusal.detail, refusal.extra) == (words, {"max_bytes": most})


@db
def test_a_false_name_is_called_one() -> None:
    with pytest.raises(WrongType) as refusal:
        stored(content=CSV, name="list.xlsx", accept=ROSTERS)
    assert "its name" in str(refusal.value.detail).lower()
    assert refusal.value.code == "unsupported_media_type"


WORKBOOKS = {MediaType.XLSX, MediaType.XLS, MediaType.ODS, MediaType.CSV, MediaType.TEXT}
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@db
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("list.xlsx", OLD + "EncryptedPackage".encode("utf-16-le"), "The file is locked with a password."),
        ("list.xlsx", OLD, "Its name ends as if it were another kind of file than it is (XLS)."),
        ("list.xlsx", XLSX[:-30].replace(b"xl/", b"xx/"), "The file is damaged, or was not copied whole."),
        ("list.ods", bytes(900), "The file is damaged, or was not copied whole."),
        ("list.xls", CSV, "The file is called a workbook, but holds plain text."),
        ("list.xls", b"\xef\xbb\xbf\n<html><table><tr>", "The file is called a workbook, but holds a web page,"),
        ("list.XLS", b'<?xml version="1.0"?><Workbook>', "The file is called a workbook, but holds a web page,"),
        ("list.csv", XLSX, "Its name ends as if it were another kind of file than it is (XLSX)."),
        ("list.png", CSV, "Its name ends as if it were another kind of file than it is (plain text)."),
    ],
    ids=range(9),  # the bytes of a workbook hold the time at which it was made
)
def test_what_happened_to_a_workbook_is_said(folder: Path, name: str, content: bytes, words: str) -> None:
    with pytest.raises(WrongType) as refusal:
        stored(content=content, name=name, accept=WORKBOOKS)
    assert str(refusal.value.detail).startswith(words)
    assert (StoredFile.objects.count(), lying(folder)) == (0, [])


@db
@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "Let its name end in .csv, or open it in a spreadsheet application and save it as one of: XLS, ODS, XLSX, CSV.",
        ),
        (
            "fr",
            "Faites finir son nom par .csv, ou ouvrez-le dans un tableur et enregistrez-le en\u00a0: XLS, ODS, XLSX, CSV.",
        ),
        ("ar", "يُرجى جعل اسمه ينتهي بـ ‎.csv، أو فتحه في برنامج جداول وحفظه بإحدى الصيغ: XLS، ODS، XLSX، CSV."),
    ],
)
def test_a_mistake_is_explained_in_each_language(language: str, words: str) -> None:
    with translation.override(language), pytest.raises(WrongType) as refusal:
        stored(content=CSV, name="list.xls", accept=WORKBOOKS)
    assert str(refusal.value.detail).endswith(words)


@db
def test_of_what_we_made_nothing_is_asked() -> None:
    file = stored(content=b"anything", name="cards.pdf", media_type="application/pdf", accept=())
    assert file.media_type == "application/pdf"


@db
def test_it_is_read_as_a_file_of_this_machine(folder: Path) -> None:
    with services.open_local(stored(content=XLSX, name="list.xlsx")) as path:
        assert (path.read_bytes(), path) == (XLSX, lying(folder)[0])
    assert path.exists()


class Elsewhere(Storage):
    """A storage without paths, as small as can be: a folder is what names begin with, and no object."""

    kept: dict[str, bytes] = {}

    def _save(self, name: str, content: File) -> str:
        self.kept[name] = content.read()
        return name

    def _open(self, name: str, mode: str) -> File:
        return ContentFile(self.kept[name])

    def exists(self, name: str) -> bool:
        return name in self.kept

    def delete(self, name: str) -> None:
        del self.kept[name]

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        inside = [name.removeprefix(f"{path}/") for name in self.kept if name.startswith(f"{path}/")]
        folders = {name.partition("/")[0] for name in inside if "/" in name}
        return sorted(folders), [name for name in inside if "/" not in name]


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StoredFile._meta.get_field("content"), "storage", Elsewhere())


@db
def test_a_copy_is_read_where_the_storage_is_elsewhere(elsewhere: None, folder: Path) -> None:
    with services.open_local(stored()) as path:
        assert path.read_bytes() == CSV
    assert (path.exists(), lying(folder)) == (False, [])


@pytest.mark.django_db(transaction=True)
def test_content_goes_with_its_row(folder: Path) -> None:
    file, other = stored(), stored()
    with transaction.atomic():
        services.forget(file=StoredFile.objects.get(pk=file.pk))
        transaction.set_rollback(True)
    assert (StoredFile.objects.count(), len(lying(folder))) == (2, 2)
    services.forget(file=file)
    assert ([kept.pk for kept in StoredFile.objects.all()], lying(folder)) == ([other.pk], [Path(other.content.path)])


@pytest.mark.django_db(transaction=True)
def test_files_are_forgotten_when_their_days_are_over(folder: Path) -> None:
    old, fresh = stored(keep=timedelta(seconds=-1)), stored()
    assert services.forget_expired() == 1
    assert ([kept.pk for kept in StoredFile.objects.all()], lying(folder)) == ([fresh.pk], [Path(fresh.content.path)])
    assert not Path(old.content.path).exists()


@pytest.mark.django_db(transaction=True)
def test_content_without_a_row_is_swept_once_it_is_old(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.atomic():
        stored()
        transaction.set_rollback(True)
    kept, place = stored(), lying(folder)
    (folder / "certificates").mkdir()
    (folder / "certificates" / str(new_id())).write_bytes(b"of another app")
    tasks.forget_expired(from_a_later_release=True)
    assert len(lying(folder)) == 3
    monkeypatch.setattr(forgetting, "ORPHANED", timedelta(seconds=-1))
    assert services.forget_expired() == 1
    assert [path for path in place if path.exists()] == [Path(kept.content.path)]
    assert len(lying(folder)) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", [".DS_Store", "list.csv", "{%s}", "%s.bak", "8abab1ef-201e-437e-acb2-ab3e1171ebc3"])
def test_what_others_have_put_there_stays_and_keeps_no_orphan_alive(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(forgetting, "ORPHANED", timedelta(seconds=-1))
    with transaction.atomic():
        stored()
        transaction.set_rollback(True)
    [orphan] = lying(folder)
    odd = orphan.with_name(name.replace("%s", orphan.name))
    odd.write_bytes(b"odd")
    (folder / FOLDER / "note").write_bytes(b"beside the folders")
    assert services.forget_expired() == 1
    assert lying(folder) == sorted([odd, folder / FOLDER / "note"])


@pytest.mark.django_db(transaction=True)
def test_orphans_elsewhere_are_swept_too(elsewhere: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "ORPHANED", timedelta(seconds=-1))
    monkeypatch.setattr(Elsewhere, "kept", {})
    with transaction.atomic():
        stored()
        transaction.set_rollback(True)
    kept = stored()
    assert len(Elsewhere.kept) == 2
    assert services.forget_expired() == 1
    assert list(Elsewhere.kept) == [kept.content.name]


@db
def test_where_nothing_was_ever_stored_nothing_is_forgotten() -> None:
    assert services.forget_expired() == 0

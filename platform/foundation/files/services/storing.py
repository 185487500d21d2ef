"""Taking files in and reading them. What a file is, its content says and never its name."""

import hashlib
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from mmap import ACCESS_READ, mmap
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Any, TypeVar
from uuid import UUID

from django.core.files import File
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from foundation.files import rules
from foundation.files.enums import MediaType, Mistake
from foundation.files.errors import EmptyFile, WrongType
from foundation.files.models import StoredFile
from foundation.files.rules import traces
from foundation.files.services.scanning import ask_for_scan, hold
from foundation.kernel.clock import now
from foundation.kernel.errors import TooLarge
from foundation.kernel.language import listed

KEEP = timedelta(days=30)
NOTHING = bytes(64 * 1024)
T = TypeVar("T")


def store(
    *,
    owner_id: UUID | None,
    purpose: str,
    name: str,
    content: "File[Any] | IO[bytes] | bytes",
    max_bytes: int,
    accept: Collection[str] = (),
    media_type: str | None = None,
    keep: timedelta | None = KEEP,
    for_others: bool = False,
) -> StoredFile:
    """Keep a file; without `keep` until it is forgotten. `media_type` is for what we made ourselves: then nothing is asked of
    it. What is `for_others` loses what tells of its owner, and is held until a scanner has found it clean.
    Raises `TooLarge`, `EmptyFile`, `WrongType`."""
    upload = _as_file(content)
    if upload.size > max_bytes:
        raise TooLarge(max_bytes=max_bytes)
    if not upload.size:
        raise EmptyFile
    kind = media_type or _checked_kind(upload, name, accept)
    file = StoredFile(owner_id=owner_id, purpose=purpose, name=rules.shown_name(name), media_type=kind)
    file.sha256 = digest_of(upload)
    if for_others:
        upload = _without_traces(upload, kind)
        hold(file)
    file.bytes = upload.size
    file.expires_at = now() + keep if keep else None
    upload.seek(0)
    file.content.save(file.name, upload, save=False)
    file.save(force_insert=True)
    ask_for_scan(file)
    return file


def _without_traces(upload: "File[Any]", kind: str) -> "File[Any]":
    """Pictures, films and sound tell of more than what they show."""
    if kind in traces.RECORDINGS:
        _blank(upload, kind)
    elif kind in traces.PICTURES:
        upload.seek(0)
        return ContentFile(_whole(traces.without_traces(upload.read(), kind), kind))
    return upload


def _blank(upload: "File[Any]", kind: str) -> None:
    """Written over in place: a large one lies in a file of its own, and is never in memory as a whole."""
    upload.seek(0)
    try:
        with mmap(upload.fileno(), 0, access=ACCESS_READ) as data:
            blanks = traces.blanks(data, kind)
    except OSError:  # it lies in memory
        blanks = traces.blanks(upload.read(), kind)
    for blank in _whole(blanks, kind):
        _write(upload, blank)


def _write(upload: "File[Any]", blank: traces.Blank) -> None:
    upload.seek(blank.place)
    if blank.size == traces.CUT:
        upload.truncate()
        upload.size = blank.place
    upload.write(blank.words)
    for written in range(len(blank.words), blank.size, len(NOTHING)):
        upload.write(NOTHING[: blank.size - written])


def _whole(found: T | None, kind: str) -> T:
    if found is None:
        raise WrongType(_mistake(Mistake.DAMAGED, ()), found=kind)
    return found


def kind_of(content: bytes) -> MediaType:
    """What this is, by itself alone."""
    return rules.sniff(content[: rules.HEAD], content[-rules.TAIL :])


def _as_file(content: "File[Any] | IO[bytes] | bytes") -> "File[Any]":
    if isinstance(content, bytes):
        return ContentFile(content)
    return content if isinstance(content, File) else File(content)


def _checked_kind(upload: "File[Any]", name: str, accept: Collection[str]) -> MediaType:
    head, tail = _ends(upload)
    found = rules.sniff(head, tail)
    kind = rules.settled(found, name)
    if kind is None or not rules.is_accepted(kind, accept):
        mistake = rules.mistaken(found, name, head, tail) if rules.claimed_by(name) in accept else None
        words = _mistake(mistake, accept) if mistake else _what_is_wrong(found, kind, accept)
        raise WrongType(words, found=str(found), expected=sorted(accept))
    return kind


def _ends(upload: "File[Any]") -> tuple[bytes, bytes]:
    upload.seek(0)
    head = upload.read(rules.HEAD)
    upload.seek(max(0, upload.size - rules.TAIL))
    return head, upload.read(rules.TAIL)


def _what_is_wrong(found: MediaType, kind: MediaType | None, accept: Collection[str]) -> str:
    words = {"found": _named(found), "expected": _names(accept)}
    if kind is None:
        return (
            _("Its name ends as if it were another kind of file than it is (%(found)s). Save it as %(expected)s.")
            % words
        )
    if found == MediaType.HEIC and MediaType.JPEG in accept:
        return _("This is a picture as iPhones keep them (HEIC). Save it as JPEG and send that.")
    if found == MediaType.UNKNOWN:
        return _("What it holds is of a kind that we don't know. Send one of: %(expected)s.") % words
    return _("What it holds is of the kind %(found)s. Send one of: %(expected)s.") % words


def _mistake(mistake: Mistake, accept: Collection[str]) -> str:
    words = {
        Mistake.LOCKED: _("The file is locked with a password. Open it, save it without one and send it again."),
        Mistake.DAMAGED: _("The file is damaged, or was not copied whole. Copy it again, or open it and save it anew."),
        Mistake.MARKUP: _(
            "The file is called a workbook, but holds a web page, as some school systems export it. Open it in a spreadsheet "
            "application and save it as one of: %(expected)s."
        ),
        Mistake.TEXT: _(
            "The file is called a workbook, but holds plain text. Let its name end in .csv, or open it in a spreadsheet "
            "application and save it as one of: %(expected)s."
        ),
    }
    return words[mistake] % {"expected": _names(accept)}


def _named(kind: MediaType) -> str:
    names = {MediaType.TEXT: _("plain text"), MediaType.ZIP: _("archive (.zip)")}
    return names.get(kind, kind.name)


def _names(kinds: Collection[str]) -> str:
    """Beside CSV plain text goes without saying: a list may look like it."""
    unsaid = {MediaType.TEXT} if MediaType.CSV in kinds else set()
    return listed(_named(MediaType(kind)) for kind in sorted({*kinds} - unsaid))


def digest_of(upload: "File[Any]") -> str:
    """Piece by piece: it may be too large for memory."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def open_local(file: StoredFile) -> Iterator[Path]:
    """The file as a path of this machine, while the block lasts; a copy where the storage is elsewhere."""
    if path := _path_of(file):
        yield path
        return
    with tempfile.NamedTemporaryFile() as copy, file.content.open("rb") as source:
        copyfileobj(source, copy)
        copy.flush()
        yield Path(copy.name)


def _path_of(file: StoredFile) -> Path | None:
    try:
        return Path(file.content.path)
    except NotImplementedError:
        return None

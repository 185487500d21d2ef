"""Taking files in, reading them, forgetting them. What a file is, its content says and never its name."""

import hashlib
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Any
from uuid import UUID

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.files import rules
from foundation.files.enums import MediaType, Mistake
from foundation.files.errors import EmptyFile, WrongType
from foundation.files.models import StoredFile
from foundation.kernel.clock import now
from foundation.kernel.errors import TooLarge
from foundation.kernel.language import listed

KEEP = timedelta(days=30)
ORPHANED = timedelta(days=1)


def store(
    *,
    owner_id: UUID | None,
    purpose: str,
    name: str,
    content: "File[Any] | IO[bytes] | bytes",
    max_bytes: int,
    accept: Collection[str] = (),
    media_type: str | None = None,
    keep: timedelta = KEEP,
) -> StoredFile:
    """Keep a file. `media_type` is for what we made ourselves: then nothing is asked of it.
    Raises `TooLarge`, `EmptyFile`, `WrongType`."""
    upload = _as_file(content)
    if upload.size > max_bytes:
        raise TooLarge(max_bytes=max_bytes)
    if not upload.size:
        raise EmptyFile
    kind = media_type or _checked_kind(upload, name, accept)
    file = StoredFile(owner_id=owner_id, purpose=purpose, name=rules.shown_name(name), media_type=kind)
    file.bytes, file.sha256, file.expires_at = upload.size, _digest(upload), now() + keep
    upload.seek(0)
    file.content.save(file.name, upload, save=False)
    file.save(force_insert=True)
    return file


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
    names = {MediaType.UNKNOWN: _("unknown"), MediaType.TEXT: _("plain text"), MediaType.ZIP: _("archive (.zip)")}
    return names.get(kind, kind.name)


def _names(kinds: Collection[str]) -> str:
    return listed(MediaType(kind).name for kind in sorted(kinds) if kind != MediaType.TEXT)


def _digest(upload: "File[Any]") -> str:
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


def forget(*, file: StoredFile) -> None:
    """Delete the row, and what it stood for once that is committed."""
    storage, place = file.content.storage, file.content.name
    with transaction.atomic():
        file.delete()
        transaction.on_commit(partial(storage.delete, str(place)))


def expire(*, file_ids: Collection[UUID], at: datetime) -> None:
    """Keep these no longer than until then."""
    StoredFile.objects.filter(pk__in=file_ids, expires_at__gt=at).update(expires_at=at)


def forget_expired() -> int:
    """Delete files whose days are over, and content that no row stands for: its transaction was undone. Returns how many."""
    expired = list(StoredFile.objects.filter(expires_at__lt=now())[:10_000])
    for file in expired:
        forget(file=file)
    return len(expired) + _forget_orphans(StoredFile._meta.get_field("content").storage)


def _forget_orphans(storage: Storage) -> int:
    orphans = [
        file_id
        for file_ids in _stored_ids(storage)
        for file_id in file_ids - set(StoredFile.objects.filter(pk__in=file_ids).values_list("pk", flat=True))
    ]
    for file_id in orphans:
        storage.delete(rules.place_of(file_id))
    return len(orphans)


def _stored_ids(storage: Storage) -> Iterator[set[UUID]]:
    """Of what has lain there for a day, folder by folder: younger content may be about to get its row. What isn't called as
    our files are is somebody else's."""
    for folder in _listed(storage, rules.FOLDER)[0]:
        names = _listed(storage, f"{rules.FOLDER}/{folder}")[1]
        ours = filter(None, map(rules.id_of, names))
        yield {file_id for file_id in ours if rules.born(file_id) < now() - ORPHANED}


def _listed(storage: Storage, folder: str) -> tuple[list[str], list[str]]:
    """Not asked whether it exists: object storages have no folders."""
    try:
        return storage.listdir(folder)
    except FileNotFoundError:
        return [], []

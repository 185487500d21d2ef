from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.core.files.storage import Storage
from django.db import transaction

from foundation.files import rules
from foundation.files.models import StoredFile
from foundation.kernel.clock import now

ORPHANED = timedelta(days=1)


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

"""Answers kept in process, as bytes, until the catalogue changes."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from foundation.kernel.http.conditions import tag

MOST = 500
MOST_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class KeptBytes:
    content: bytes
    etag: str


_kept: dict[Hashable, KeptBytes] = {}


def kept(key: Hashable, make: Callable[[], bytes], *, keep: bool = True) -> KeptBytes:
    """The bytes for `key`, made if they are not here. A new stamp in the key leaves the old ones to be forgotten."""
    found = _kept.get(key)
    if found is None:
        content = make()
        found = KeptBytes(content, tag(content, None))
        if keep:
            _make_room(len(content))
            _kept[key] = found
    return found


def _make_room(needed: int) -> None:
    """Strangers can ask for the same in endless ways."""
    held = sum(len(answer.content) for answer in list(_kept.values()))
    if len(_kept) >= MOST or held + needed > MOST_BYTES:
        _kept.clear()

"""The container of old Excel files, only as far as is needed to see what is in it before it is opened."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from foundation.rosters.rules.shapes import Unreadable

ENTRY = 128
LAST_SECTOR = 0xFFFFFFFA  # and all above: free, end of chain, tables
HEADER_FATS = 109


@dataclass(frozen=True, slots=True)
class Stream:
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class _Container:
    data: bytes
    sector: int
    fat: tuple[int, ...]

    def chain(self, start: int) -> Iterator[bytes]:
        seen = 0
        while start < LAST_SECTOR:
            seen += 1
            if start >= len(self.fat) or seen > len(self.fat):
                raise Unreadable("broken_file")
            yield self.at(start)
            start = self.fat[start]

    def at(self, number: int) -> bytes:
        return self.data[(number + 1) * self.sector : (number + 2) * self.sector]


def _open(path: Path) -> _Container:
    data = path.read_bytes()
    try:
        sector = 1 << struct.unpack_from("<H", data, 30)[0]
        heads = list(struct.unpack_from(f"<{HEADER_FATS}I", data, 76))
        bare = _Container(data, sector, ())
        more = struct.unpack_from("<I", data, 68)[0]
        for _ in range(len(data) // sector):
            if more >= LAST_SECTOR:
                break
            *listed, more = struct.unpack(f"<{sector // 4}I", bare.at(more))
            heads += listed
        fat = b"".join(bare.at(head) for head in heads if head < LAST_SECTOR)
        return _Container(data, sector, struct.unpack(f"<{len(fat) // 4}I", fat[: len(fat) // 4 * 4]))
    except (struct.error, ValueError, OverflowError, MemoryError) as broken:
        raise Unreadable("broken_file") from broken


def streams_of(path: Path) -> dict[str, Stream]:
    container = _open(path)
    directory = b"".join(container.chain(struct.unpack_from("<I", container.data, 48)[0]))
    found: dict[str, Stream] = {}
    for offset in range(0, len(directory) - ENTRY + 1, ENTRY):
        length = struct.unpack_from("<H", directory, offset + 64)[0]
        name = directory[offset : offset + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<IQ", directory, offset + 116)
        found.setdefault(name, Stream(start, size & 0xFFFFFFFF))
    return found


def workbook_bytes(path: Path) -> bytes:
    """The stream of sheets. Spreadsheets make it large enough to lie in sectors of its own."""
    container, streams = _open(path), streams_of(path)
    stream = streams.get("Workbook") or streams["Book"]
    if stream.size < struct.unpack_from("<I", container.data, 56)[0]:
        raise Unreadable("broken_file")
    return b"".join(container.chain(stream.start))[: stream.size]

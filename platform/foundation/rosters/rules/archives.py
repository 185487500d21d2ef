"""Zip files from outside: what is in them is looked at before anything opens them."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from foundation.rosters.rules.shapes import Unreadable

MAX_ENTRIES = 2_000
MAX_BYTES = 300 * 2**20
MAX_RATIO = 200
SMALL = 20 * 2**20
CHUNK = 1 << 20
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
ENCRYPTED = 0x1


def entries(path: Path) -> dict[str, zipfile.ZipInfo]:
    """The files of the archive by their name, each known to be harmless by what the archive says of it."""
    try:
        with zipfile.ZipFile(path) as archive:
            listed = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, IndexError, struct.error) as broken:
        raise Unreadable("broken_file") from broken
    for info in listed:
        _check(info)
    if len({info.filename.lower() for info in listed}) < len(listed):
        raise Unreadable("archive_unsafe", "2 × " + max(info.filename for info in listed)[:100])
    whole = sum(info.file_size for info in listed)
    if len(listed) > MAX_ENTRIES or whole > MAX_BYTES:
        raise Unreadable("archive_too_large", _megabytes(whole), _megabytes(MAX_BYTES))
    return {info.filename: info for info in listed}


def _check(info: zipfile.ZipInfo) -> None:
    name = info.filename.replace("\\", "/")
    if name.startswith("/") or ".." in PurePosixPath(name).parts or re.match("[A-Za-z]:", name):
        raise Unreadable("archive_unsafe", info.filename[:100])
    if info.flag_bits & ENCRYPTED:
        raise Unreadable("encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable("broken_file")
    if info.file_size > max(SMALL, MAX_RATIO * info.compress_size):
        raise Unreadable("archive_too_large", _megabytes(info.file_size), _megabytes(MAX_BYTES))


def _megabytes(count: int) -> str:
    return f"{count / 2**20:.0f} MB"


def inflate(path: Path, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry's bytes, counted as they come: the size that an archive states may be a lie, and other readers go on."""
    produced = 0
    with path.open("rb") as file:
        for piece in _pieces(file, info):
            produced += len(piece)
            if produced > info.file_size:
                raise Unreadable("archive_unsafe", info.filename[:100])
            yield piece


def _pieces(file: IO[bytes], info: zipfile.ZipInfo) -> Iterator[bytes]:
    if info.header_offset < 0:
        raise Unreadable("broken_file")
    file.seek(info.header_offset)
    header = file.read(LOCAL_HEADER.size)
    if len(header) < LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise Unreadable("broken_file")
    *_, name_length, extra_length = LOCAL_HEADER.unpack(header)
    file.seek(name_length + extra_length, 1)
    packed = _packed(file, info.compress_size)
    yield from packed if info.compress_type == zipfile.ZIP_STORED else _inflated(packed)


def _packed(file: IO[bytes], left: int) -> Iterator[bytes]:
    while left and (chunk := file.read(min(CHUNK, left))):
        left -= len(chunk)
        yield chunk


def _inflated(packed: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for chunk in packed:
            data = chunk
            while data:
                yield inflater.decompress(data, CHUNK)
                data = inflater.unconsumed_tail
        yield inflater.flush()
    except zlib.error as broken:
        raise Unreadable("broken_file") from broken


def verify(path: Path, infos: Iterable[zipfile.ZipInfo]) -> None:
    """Each is as large as it says."""
    for info in infos:
        for _ in inflate(path, info):
            pass

"""Taking a package's files into memory, from a folder or a zip, without trusting its names, sizes or links."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from courses.authoring.errors import Fault
from courses.authoring.rules.files import (
    COURSE_FILE,
    MAX_ARCHIVE_BYTES,
    MAX_DIRECTORY_BYTES,
    MAX_FILES,
    MAX_PACKAGE_BYTES,
    MAX_TEXT_BYTES,
    MEDIA_FILE,
    courses_within,
    is_safe_name,
    kind_of,
    limit_of,
    meant,
    renamings,
    shown,
    wrapping_folder,
)

UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
ENCRYPTED = 0x1
MOST_NAMED = 5
PACKED = {
    zipfile.ZIP_STORED,
    zipfile.ZIP_DEFLATED,
}  # what every zip tool writes; others may ask for gigabytes to unpack


@dataclass(slots=True)
class Files:
    """The content files of a package by name, within limits, and what was wrong with the others. `meant`: what some of those
    should be called, and their folders. `broken`: there was no use in reading on, so what is missing says nothing."""

    content: dict[str, bytes] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    meant: dict[str, str] = field(default_factory=dict)
    size: int = 0
    text_size: int = 0
    broken: bool = False

    def refuse(self, file: str, code: str, **values: object) -> None:
        self.faults.append(Fault(shown(file), 0, code, values))

    def give_up(self, file: str, code: str, **values: object) -> None:
        """That of the whole is all there is to say."""
        self.broken = True
        self.faults = [Fault(shown(file), 0, code, values)]

    def accepts(self, name: str) -> bool:
        """Whether the file of this name is wanted; says why where an author should know."""
        if not is_safe_name(name):
            self.refuse(name, "unsafe_path")
            return False
        kind = kind_of(name)
        if kind == "misnamed":
            self._rename(name)
        elif kind in {"svg", "unknown_file"}:
            self.refuse(name, kind)
        elif kind == "content" and name in self.content:
            self.refuse(name, "duplicate_file")
            return False
        return kind == "content"

    def _rename(self, name: str) -> None:
        """A folder is told once, whatever lies in it."""
        for told, right in renamings(name):
            if told not in self.meant:
                self.refuse(told, "misnamed", wanted=right)
                self.meant[told] = right
        self.meant[name] = meant(name)

    def lies_elsewhere(self, names: list[str]) -> bool:
        """And says where the course lies, or the courses."""
        if folders := courses_within(names):
            code = "course_elsewhere" if len(folders) == 1 else "several_courses"
            self.give_up(COURSE_FILE, code, folders=", ".join(map(shown, folders[:MOST_NAMED])))
        return bool(folders)

    def take(self, name: str, data: bytes) -> None:
        self.size += len(data)
        self.text_size += 0 if MEDIA_FILE.fullmatch(name) else len(data)
        if len(data) > limit_of(name):
            self.refuse(name, "file_too_large", limit=limit_of(name))
        else:
            self.content[name] = data

    def is_full(self, called: str) -> bool:
        """And says so, of the package of this name."""
        for size, code, limit in (
            (self.size, "package_too_large", MAX_PACKAGE_BYTES),
            (self.text_size, "texts_too_large", MAX_TEXT_BYTES),
        ):
            if size > limit:
                self.give_up(called, code, limit=limit)
        return self.broken


def read_package(source: Path, name: str = "") -> Files:
    """`name`: what to call the package as a whole where its path tells nothing."""
    files, name = Files(), name or source.name
    if source.is_dir():
        _read_folder(source, name, files)
    elif source.is_file():
        _read_zip(source, name, files)
    else:
        files.give_up(name, "not_found")
    return files


def _read_folder(source: Path, called: str, files: Files) -> None:
    paths = {path.relative_to(source).as_posix(): path for path in islice(_walk(source), MAX_FILES + 1)}
    if len(paths) > MAX_FILES:
        files.give_up(called, "too_many_files", limit=MAX_FILES)
    elif not files.lies_elsewhere(list(paths)):
        _read_paths(paths, called, files)


def _read_paths(paths: dict[str, Path], called: str, files: Files) -> None:
    for name, path in paths.items():
        _read_path(path, name, files)
        if files.is_full(called):
            return


def _read_path(path: Path, name: str, files: Files) -> None:
    if not stat.S_ISREG(path.lstat().st_mode):
        files.refuse(name, "link")
    elif files.accepts(name):
        with path.open("rb") as stream:
            files.take(name, stream.read(limit_of(name) + 1))


def _walk(folder: Path) -> Iterator[Path]:
    """Every entry that is not a real folder; a link to a folder is an entry, never followed."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)
        else:
            yield path


def _read_zip(source: Path, name: str, files: Files) -> None:
    if source.stat().st_size > MAX_ARCHIVE_BYTES:
        files.give_up(name, "package_too_large", limit=MAX_ARCHIVE_BYTES)
        return
    try:
        if MAX_DIRECTORY_BYTES < _directory_bytes(source) < source.stat().st_size:
            files.give_up(name, "too_many_files", limit=MAX_FILES)
            return
        with zipfile.ZipFile(source) as archive:
            _read_entries(archive, name, files)
    except UNREADABLE:
        files.give_up(name, "not_a_zip")


def _directory_bytes(source: Path) -> int:
    """By the very reading of the archive's end that `ZipFile` goes on from: it would list any number of files."""
    with source.open("rb") as stream:
        end = zipfile._EndRecData(stream)  # type: ignore[attr-defined]
    return int(end[5]) if end else 0


def _read_entries(archive: zipfile.ZipFile, name: str, files: Files) -> None:
    entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
    if len(entries) > MAX_FILES:
        files.give_up(name, "too_many_files", limit=MAX_FILES)
        return
    wrapping = wrapping_folder([entry.filename for entry in entries])
    names = [entry.filename.removeprefix(wrapping) for entry in entries]
    if files.lies_elsewhere(names):
        return
    for entry, inner in zip(entries, names, strict=True):
        _read_entry(archive, entry, inner, files)
        if files.is_full(name):
            return


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, files: Files) -> None:
    mode = stat.S_IFMT(entry.external_attr >> 16)
    if mode not in {0, stat.S_IFREG}:
        files.refuse(name, "link")
    elif entry.flag_bits & ENCRYPTED:
        files.refuse(name, "encrypted")
    elif entry.compress_type not in PACKED:
        files.refuse(name, "damaged")
    elif files.accepts(name):
        data = None
        with suppress(*UNREADABLE), archive.open(entry) as stream:
            data = stream.read(limit_of(name) + 1)
        if data is None:
            files.refuse(name, "damaged")
        else:
            files.take(name, data)

"""Which names may come in, and how much."""

import re
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath
from typing import Literal

from courses.catalogue.enums import MediaKind

MAX_FILES = 3_000
MAX_FILE_BYTES = 512 * 1024
MAX_LESSON_BYTES = 64 * 1024  # there is Markdown of which twice as much takes four times as long
MAX_RECORDING_BYTES = 10 * 1024 * 1024
MAX_TEXT_BYTES = 4 * 1024 * 1024  # of all but pictures and recordings: the worst are read in three minutes
MAX_PACKAGE_BYTES = 48 * 1024 * 1024
MAX_ARCHIVE_BYTES = 48 * 1024 * 1024
MAX_DIRECTORY_BYTES = 2 * 1024 * 1024  # of an archive: far more than so many files have, far less than makes us slow
MAX_NAME = 300
MAX_FAULTS = 200  # of one file that are told one by one

COURSE_FILE = "course.yaml"
KEY = r"[a-z0-9]+(?:-[a-z0-9]+)*"
LESSON_FILE = re.compile(rf"lessons/(?P<module>{KEY})/(?P<lesson>{KEY})\.(?P<language>ar|en|fr)\.md")
SHOWN = "|".join(kind.value for kind in MediaKind if kind is not MediaKind.CAPTIONS)
MEDIA_FILE = re.compile(rf"media/(?P<name>{KEY})\.(?P<kind>{SHOWN})")
CAPTIONS_FILE = re.compile(rf"media/(?P<name>{KEY})\.(?P<language>ar|en|fr)\.vtt")
DRAWING = re.compile(r"media/.*\.svgz?", re.IGNORECASE)
QUIZ_FILE = re.compile(rf"lessons/(?P<module>{KEY})/(?P<lesson>{KEY})\.quiz\.yaml")
IGNORED = re.compile(r"(?:.*/)?(?:\.DS_Store|Thumbs\.db)|__MACOSX/.*|(?:README|LICEN[CS]E)(?:\.\w+)?", re.IGNORECASE)

CONTENT = (LESSON_FILE, QUIZ_FILE, MEDIA_FILE, CAPTIONS_FILE)
PLAIN = ((re.compile(r"[\s_]+"), "-"), (re.compile(r"\.jpeg$"), ".jpg"), (re.compile(r"\.yml$"), ".yaml"))
"""How what is written otherwise becomes a name of the format."""

Kind = Literal["content", "ignored", "svg", "misnamed", "unknown_file"]


def is_safe_name(name: str) -> bool:
    """Whether an archive's name stays inside the package on every system."""
    parts = name.split("/")
    hostile = "\\" in name or ":" in name or not name.isprintable() or len(name) > MAX_NAME
    return not hostile and not name.startswith("/") and all(part not in {"", ".", ".."} for part in parts)


def kind_of(name: str) -> Kind:
    """The last three are the codes of what is wrong with it."""
    if name == COURSE_FILE or any(form.fullmatch(name) for form in CONTENT):
        return "content"
    if IGNORED.fullmatch(name):
        return "ignored"
    if DRAWING.fullmatch(name):
        return "svg"
    return "misnamed" if meant(name) else "unknown_file"


def meant(name: str) -> str:
    """The name of the format that this one only spells otherwise, or ""."""
    plain = name.lower()
    for written, right in PLAIN:
        plain = written.sub(right, plain)
    return plain if plain != name and kind_of(plain) == "content" else ""


def renamings(name: str) -> Iterator[tuple[str, str]]:
    """Of what `meant` knows: each folder on its way that is to be called otherwise, and itself, with the right names."""
    said, right = name.split("/"), meant(name).split("/")
    for depth, (part, plain) in enumerate(zip(said, right, strict=True), 1):
        if part != plain:
            yield "/".join(said[:depth]), "/".join(right[:depth])


def limit_of(name: str) -> int:
    """How many bytes a file of this name may have."""
    if LESSON_FILE.fullmatch(name):
        return MAX_LESSON_BYTES
    return MAX_RECORDING_BYTES if is_recording(name) else MAX_FILE_BYTES


def is_picture(name: str) -> bool:
    kind = _media_kind(name)
    return kind is not None and kind.is_picture


def is_recording(name: str) -> bool:
    """Of sound or a film, which need captions."""
    kind = _media_kind(name)
    return kind is not None and not kind.is_picture


def _media_kind(name: str) -> MediaKind | None:
    found = MEDIA_FILE.fullmatch(name)
    return MediaKind(found["kind"]) if found else None


def wrapping_folder(names: list[str]) -> str:
    """The one folder that a zip tool put around everything, with its slash, or ""."""
    kept = [name for name in names if not name.startswith("__MACOSX/")]
    tops = {name.split("/", 1)[0] for name in kept}
    wrapping = f"{tops.pop()}/" if len(tops) == 1 else ""
    return wrapping if f"{wrapping}{COURSE_FILE}" in kept else ""


def courses_within(names: Collection[str]) -> list[str]:
    """The folders that hold a course, where there is none at the root."""
    inner = [name for name in names if name.endswith(f"/{COURSE_FILE}") and is_safe_name(name)]
    return [] if COURSE_FILE in names else sorted(name.removesuffix(COURSE_FILE) for name in inner)


def shown(name: str) -> str:
    """A name from outside as it can be printed and kept: escaped where it holds what can't be seen, and not endless."""
    plain = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in name)
    return (plain if len(plain) <= MAX_NAME else f"{plain[:100]}…") or '""'


def lesson_file(module: str, lesson: str, language: str) -> str:
    return str(PurePosixPath("lessons") / module / f"{lesson}.{language}.md")


def captions_file(media: str, language: str) -> str:
    """Those of a recording."""
    return f"{media.rpartition('.')[0]}.{language}.vtt"


def quiz_file(module: str, lesson: str) -> str:
    return str(PurePosixPath("lessons") / module / f"{lesson}.quiz.yaml")

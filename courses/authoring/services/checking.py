"""Everything that is wrong with a package, at once, each with its file and line."""

from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from courses.authoring.errors import FOLLOWING, WARNINGS, Fault
from courses.authoring.rules.files import (
    COURSE_FILE,
    LESSON_FILE,
    MAX_FAULTS,
    MEDIA_FILE,
    QUIZ_FILE,
    is_picture,
    lesson_file,
)
from courses.authoring.rules.media import media_faults
from courses.authoring.rules.pictures import MAX_PIXELS, look_through
from courses.authoring.rules.structure import structure_faults
from courses.authoring.rules.texts import Document
from courses.authoring.services.drafting import draft_from, quizzes_from
from courses.authoring.services.lessons import LessonText, read_lesson
from courses.authoring.services.media import MediaPart, Shown, read_captions, read_media, shelf_of
from courses.authoring.services.quizzes import QuizText, read_quiz
from courses.authoring.services.reading import Files, read_package
from courses.authoring.services.schema import COURSE_SCHEMA, read_document
from courses.catalogue.services import CourseDraft
from foundation.kernel.language import LANGUAGES


@dataclass(frozen=True, slots=True)
class Report:
    """`draft` is the course that the package holds, if nothing speaks against it; warnings don't. `quizzes` are the
    definitions by their lessons' keys, `files` what all of it was read from."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...] = ()
    draft: CourseDraft | None = None
    quizzes: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass
class Parts:
    """A package's files as they were understood, by name."""

    course: Document | None = None
    texts: dict[str, LessonText] = field(default_factory=dict)
    quizzes: dict[str, QuizText] = field(default_factory=dict)
    media: dict[str, MediaPart] = field(default_factory=dict)

    def take(self, name: str, data: bytes) -> None:
        """Lessons last: they show what else there is. Of a picture the head."""
        part: Document | LessonText | QuizText | MediaPart
        if name == COURSE_FILE:
            part = self.course = read_document(name, data, COURSE_SCHEMA)
        elif LESSON_FILE.fullmatch(name):
            part = self.texts[name] = read_lesson(name, data, self.shelf)
        elif QUIZ_FILE.fullmatch(name):
            part = self.quizzes[name] = read_quiz(name, data)
        else:
            part = self.media[name] = (read_media if MEDIA_FILE.fullmatch(name) else read_captions)(name, data)
        warnings = [fault for fault in part.faults if fault.code in WARNINGS]
        faults = [fault for fault in part.faults if fault.code not in WARNINGS]
        part.faults[:] = [*_cut(faults, name, "and_more"), *_cut(warnings, name, "more_warnings")]

    @cached_property
    def shelf(self) -> Mapping[str, Shown]:
        return shelf_of(self.media)

    def pixels(self) -> int:
        """Of all pictures, by their heads."""
        return sum(part.picture.width * part.picture.height for part in self.media.values() if part.picture)

    def look_through(self, name: str, data: bytes) -> None:
        """A picture that a lesson shows; of others the head has been read, and nobody is sent them."""
        part = self.media[name]
        if part.picture and name in self.shown and (code := look_through(data)):
            part.faults.append(Fault(name, 0, code))

    @cached_property
    def shown(self) -> frozenset[str]:
        return frozenset(name for _, _, name in self.asked())

    def asked(self) -> list[tuple[str, int, str]]:
        return [(text.file, line, name) for text in self.texts.values() for line, name in text.asked]


def _cut(found: list[Fault], file: str, code: str) -> list[Fault]:
    """The first of them, and how many more there are."""
    more = len(found) - MAX_FAULTS
    return [*found[:MAX_FAULTS], Fault(file, 0, code, {"count": more})] if more > 0 else found


def check_package(*, source: Path) -> Report:
    steps = check_in_steps(source)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def check_in_steps(source: Path, name: str = "") -> Generator[int, None, Report]:
    """After each file says how many there are; returns the report. `name`: what faults of the whole call it."""
    files = read_package(source, name)
    if files.broken:
        return Report(tuple(files.faults))
    parts, pictures = Parts(), [file for file in files.content if is_picture(file)]
    for file in pictures:
        parts.take(file, files.content[file])
    if parts.pixels() > MAX_PIXELS:
        files.give_up(name or source.name, "pictures_too_large", limit=MAX_PIXELS // 1_000_000)
        return Report(tuple(files.faults))
    for file in sorted(
        files.content.keys() - set(pictures), key=lambda file: (bool(LESSON_FILE.fullmatch(file)), file)
    ):
        parts.take(file, files.content[file])
        yield len(files.content)
    for file in pictures:
        parts.look_through(file, files.content[file])
        yield len(files.content)
    return _report(files, parts)


def _report(files: Files, parts: Parts) -> Report:
    found = [*files.faults, *_faults_in(parts)]
    course = parts.course or Document()
    refused = {*files.meant.values(), *(fault.file for fault in files.faults)}
    found += media_faults(parts.asked(), parts.media, refused)
    sound = parts.course is not None and not course.faults
    if sound:
        found += structure_faults(course.value, course.line_of, files.content, refused)
        found += _disagreements(course.value, parts.texts)
    elif parts.course is None and COURSE_FILE not in refused:
        found.append(Fault(COURSE_FILE, 0, "file_missing"))
    found = _causes(found)
    faults = _sorted(fault for fault in found if fault.code not in WARNINGS)
    warnings = _sorted(fault for fault in found if fault.code in WARNINGS)
    if faults or not sound:
        return Report(faults, warnings)
    draft = draft_from(course.value, parts.texts, parts.media, files.content)
    return Report(faults, warnings, draft, quizzes_from(course.value, parts.quizzes), files.content)


def _causes(found: list[Fault]) -> list[Fault]:
    """Without what is only so because of another fault."""
    following = {code for cause in {fault.code for fault in found} for code in FOLLOWING.get(cause, ())}
    return [fault for fault in found if fault.code not in following]


def _faults_in(parts: Parts) -> Iterator[Fault]:
    yield from parts.course.faults if parts.course else ()
    for text in parts.texts.values():
        yield from text.faults
    for quiz in parts.quizzes.values():
        yield from quiz.faults
    for media in parts.media.values():
        yield from media.faults


def _sorted(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(faults, key=lambda fault: (fault.file != COURSE_FILE, fault.file, fault.line)))


def _disagreements(course: dict[str, Any], texts: dict[str, LessonText]) -> Iterator[Fault]:
    """Front matter that says something else than course.yaml."""
    for module in course["modules"]:
        for lesson in module["lessons"]:
            for language in LANGUAGES:
                if text := texts.get(lesson_file(module["key"], lesson["key"], language)):
                    yield from text.differences(lesson["title"][language], lesson["minutes"])

"""Everything that is wrong with a package, at once, each with its file and line."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courses.authoring.errors import WARNINGS, Fault
from courses.authoring.rules.files import COURSE_FILE, LESSON_FILE, lesson_file
from courses.authoring.rules.structure import structure_faults
from courses.authoring.rules.texts import Document, decode, read_yaml
from courses.authoring.services.drafting import draft_from
from courses.authoring.services.lessons import LessonText, read_lesson
from courses.authoring.services.reading import Files, read_package
from courses.authoring.services.schema import schema_faults
from courses.catalogue.services import CourseDraft
from foundation.kernel.language import LANGUAGES


@dataclass(frozen=True, slots=True)
class Report:
    """`draft` is the course that the package holds, if nothing speaks against it; warnings don't."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    draft: CourseDraft | None


def check_package(*, source: Path) -> Report:
    files = read_package(source)
    course = _read_course(files)
    texts = {name: read_lesson(name, data) for name, data in files.content.items() if LESSON_FILE.fullmatch(name)}
    found = [*files.faults, *course.faults]
    for text in texts.values():
        found += text.faults
    sound = isinstance(course.value, dict) and not course.faults
    if sound:
        found += structure_faults(course.value, course.line_of, set(texts))
        found += _disagreements(course.value, texts)
    faults = tuple(sorted((fault for fault in found if fault.code not in WARNINGS), key=_order))
    warnings = tuple(sorted((fault for fault in found if fault.code in WARNINGS), key=_order))
    return Report(faults, warnings, None if faults or not sound else draft_from(course.value, texts, files.content))


def _order(fault: Fault) -> tuple[bool, str, int]:
    return fault.file != COURSE_FILE, fault.file, fault.line


def _read_course(files: Files) -> Document:
    data = files.content.get(COURSE_FILE)
    if data is None:
        unreadable = any(fault.file == COURSE_FILE or "/" not in fault.file for fault in files.faults)
        return Document(faults=[] if unreadable else [Fault(COURSE_FILE, 0, "file_missing")])
    text, faults = decode(data, COURSE_FILE)
    if faults:
        return Document(faults=faults)
    course = read_yaml(text, COURSE_FILE)
    if not course.faults:
        course.faults += schema_faults(course)
    return course


def _disagreements(course: dict[str, Any], texts: dict[str, LessonText]) -> list[Fault]:
    """Front matter that says something else than course.yaml."""
    found = []
    for module in course["modules"]:
        for lesson in module["lessons"]:
            for language in LANGUAGES:
                text = texts.get(lesson_file(module["key"], lesson["key"], language))
                found += text.differences(lesson["title"][language], lesson["minutes"]) if text else []
    return found

"""What the schema can't state about the course as a whole."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from courses.authoring.errors import Fault
from courses.authoring.rules.files import COURSE_FILE, lesson_file

LANGUAGES = ("ar", "en", "fr")

LineOf = Callable[[tuple[str | int, ...]], int]
Place = tuple[str | int, ...]
Keys = list[tuple[Place, str]]


def structure_faults(course: Mapping[str, Any], line_of: LineOf, present: Collection[str]) -> Iterator[Fault]:
    """Of a course that fits the schema. `present` are the names of the lesson files that the package holds."""
    lessons = list(_lessons(course))
    yield from _repeated_keys(course, lessons, line_of)
    if not any(lesson.get("required", True) for _, _, lesson in lessons):
        yield Fault(COURSE_FILE, line_of(("modules",)), "nothing_required")
    for place, module, lesson in lessons:
        yield from _missing_texts(module, lesson, line_of(place), present)
    complete = [
        language
        for language in LANGUAGES
        if all(lesson_file(module, lesson["key"], language) in present for _, module, lesson in lessons)
    ]
    if not complete:
        yield Fault(COURSE_FILE, line_of(("modules",)), "no_complete_language")
    wanted = {lesson_file(module, lesson["key"], lang) for _, module, lesson in lessons for lang in LANGUAGES}
    yield from (Fault(name, 0, "unknown_file") for name in sorted(set(present) - wanted))


def _lessons(course: Mapping[str, Any]) -> Iterator[tuple[Place, str, Mapping[str, Any]]]:
    """(place, module key, lesson) of each lesson."""
    for m, module in enumerate(course["modules"]):
        for n, lesson in enumerate(module["lessons"]):
            yield ("modules", m, "lessons", n, "key"), module["key"], lesson


def _repeated_keys(
    course: Mapping[str, Any], lessons: list[tuple[Place, str, Mapping[str, Any]]], line_of: LineOf
) -> Iterator[Fault]:
    of_modules: Keys = [(("modules", m, "key"), module["key"]) for m, module in enumerate(course["modules"])]
    of_lessons: Keys = [(place, lesson["key"]) for place, _, lesson in lessons]
    for code, keys in (("module_key_repeated", of_modules), ("lesson_key_repeated", of_lessons)):
        seen: set[str] = set()
        for place, key in keys:
            if key in seen:
                yield Fault(COURSE_FILE, line_of(place), code, {"key": key})
            seen.add(key)


def _missing_texts(module: str, lesson: Mapping[str, Any], line: int, present: Collection[str]) -> Iterator[Fault]:
    names = [lesson_file(module, lesson["key"], language) for language in LANGUAGES]
    missing = [name for name in names if name not in present]
    if len(missing) == len(names):
        yield Fault(COURSE_FILE, line, "lesson_without_text", {"key": lesson["key"], "file": names[0]})
    else:
        yield from (Fault(name, 0, "translation_missing", {"key": lesson["key"]}) for name in missing)

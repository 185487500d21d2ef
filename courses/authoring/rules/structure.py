"""What the schema can't state about the course as a whole."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from courses.authoring.errors import Fault
from courses.authoring.rules.files import COURSE_FILE, LESSON_FILE, QUIZ_FILE, lesson_file, quiz_file

LANGUAGES = ("ar", "en", "fr")

LineOf = Callable[[tuple[str | int, ...]], int]
Place = tuple[str | int, ...]
Keys = list[tuple[Place, str]]
Lessons = list[tuple[Place, str, Mapping[str, Any]]]

RESERVED = frozenset({"facets"})  # what stands behind `courses/` and is no course


def structure_faults(
    course: Mapping[str, Any], line_of: LineOf, held: Collection[str], refused: Collection[str] = ()
) -> Iterator[Fault]:
    """Of a course that fits the schema. `held` are the names of the package's files; `refused`: those that are there too, and
    of which enough is said already."""
    present = {*held, *refused}
    lessons = list(_lessons(course))
    if course["slug"] in RESERVED:
        yield Fault(COURSE_FILE, line_of(("slug",)), "slug_reserved", {"key": course["slug"]})
    if course["slug"] in (asked := course.get("prerequisites", [])):
        yield Fault(COURSE_FILE, line_of(("prerequisites", asked.index(course["slug"]))), "prerequisite_itself")
    yield from _repeated_keys(course, lessons, line_of)
    if not any(lesson.get("required", True) for _, _, lesson in lessons):
        yield Fault(COURSE_FILE, line_of(("modules",)), "nothing_required")
    for place, module, lesson in lessons:
        yield from _missing_texts(module, lesson, line_of(place), present)
        yield from _missing_quiz(module, lesson, line_of(place), present)
    if not any(_is_whole(lessons, language, present) for language in LANGUAGES):
        yield Fault(COURSE_FILE, line_of(("modules",)), "no_complete_language")
    yield from _unasked(lessons, held)


def _is_whole(lessons: Lessons, language: str, present: Collection[str]) -> bool:
    return all(lesson_file(module, lesson["key"], language) in present for _, module, lesson in lessons)


def _lessons(course: Mapping[str, Any]) -> Iterator[tuple[Place, str, Mapping[str, Any]]]:
    """(place, module key, lesson) of each lesson."""
    for m, module in enumerate(course["modules"]):
        for n, lesson in enumerate(module["lessons"]):
            yield ("modules", m, "lessons", n, "key"), module["key"], lesson


def _repeated_keys(course: Mapping[str, Any], lessons: Lessons, line_of: LineOf) -> Iterator[Fault]:
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


def is_quiz(lesson: Mapping[str, Any]) -> bool:
    return bool(lesson.get("kind") == "quiz")


def _missing_quiz(module: str, lesson: Mapping[str, Any], line: int, present: Collection[str]) -> Iterator[Fault]:
    name = quiz_file(module, lesson["key"])
    if is_quiz(lesson) and name not in present:
        yield Fault(COURSE_FILE, line, "quiz_missing", {"key": lesson["key"], "file": name})


def _unasked(lessons: Lessons, held: Collection[str]) -> Iterator[Fault]:
    """A lesson that isn't listed is told once, whatever files it has."""
    listed = {(module, lesson["key"]): lesson for _, module, lesson in lessons}
    unlisted = set[tuple[str, str]]()
    for name in sorted(held):
        if found := LESSON_FILE.fullmatch(name) or QUIZ_FILE.fullmatch(name):
            module, key = found["module"], found["lesson"]
            lesson = listed.get((module, key))
            if lesson is None and (module, key) not in unlisted:
                unlisted.add((module, key))
                yield Fault(name, 0, "lesson_unlisted", {"module": module, "key": key})
            elif lesson is not None and found.re is QUIZ_FILE and not is_quiz(lesson):
                yield Fault(name, 0, "quiz_unasked")

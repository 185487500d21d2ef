"""One lesson's file: front matter and Markdown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from courses.authoring.errors import Fault
from courses.authoring.rules.files import LESSON_FILE
from courses.authoring.rules.texts import MAX_FRONT, Document, decode, read_yaml, split_front_matter
from courses.authoring.services.media import Shown
from courses.authoring.services.rendering import inspect, render

MEMBERS = {"title", "minutes"}


@dataclass(slots=True)
class LessonText:
    """`html` and the `media` that it shows are those of a text without faults; `asked` is what it names, with the lines."""

    file: str
    front: Document = field(default_factory=Document)
    body: str = ""
    html: str = ""
    media: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[int, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def differences(self, title: str, minutes: int) -> list[Fault]:
        """From what course.yaml says."""
        if not isinstance(self.front.value, dict):
            return []
        told: dict[str, Any] = self.front.value
        found = []
        if told.get("title", title) != title:
            found.append(Fault(self.file, self.front.line_of(("title",)), "title_differs", {"wanted": title}))
        if told.get("minutes", minutes) != minutes:
            found.append(Fault(self.file, self.front.line_of(("minutes",)), "minutes_differ", {"wanted": minutes}))
        return found


def read_lesson(file: str, data: bytes, shelf: Mapping[str, Shown]) -> LessonText:
    text, faults = decode(data, file)
    lesson = LessonText(file, faults=faults)
    if faults:
        return lesson
    parts = split_front_matter(text)
    if parts is None:
        lesson.faults.append(Fault(file, 1, "front_matter_missing"))
        return lesson
    front, lesson.body, first_line = parts
    lesson.faults += _read_front(lesson, front) + _body_faults(lesson, first_line)
    if not lesson.faults:
        lesson.html, lesson.media = render(lesson.body, shelf, _language_of(file))
    return lesson


def _language_of(file: str) -> str:
    found = LESSON_FILE.fullmatch(file)
    return found["language"] if found else ""


def _read_front(lesson: LessonText, front: str) -> list[Fault]:
    if len(front) > MAX_FRONT:
        return [Fault(lesson.file, 1, "too_long", {"wanted": MAX_FRONT})]
    lesson.front = read_yaml(front, lesson.file, first_line=2)
    return lesson.front.faults or _front_faults(lesson)


def _front_faults(lesson: LessonText) -> list[Fault]:
    told = lesson.front.value
    if not isinstance(told, dict):
        return [Fault(lesson.file, 1, "front_matter_member")]
    missing = [Fault(lesson.file, 1, "missing", {"member": name}) for name in sorted(MEMBERS - set(told))]
    unknown = [Fault(lesson.file, lesson.front.line_of((name,)), "front_matter_member") for name in set(told) - MEMBERS]
    return missing + unknown


def _body_faults(lesson: LessonText, first_line: int) -> list[Fault]:
    if not lesson.body.strip():
        return [Fault(lesson.file, first_line, "empty")]
    found, above = inspect(lesson.body), first_line - 1
    lesson.asked = [(line + above, name) for line, name in found.asked]
    return [Fault(lesson.file, line + above, code) for line, code in dict.fromkeys(found.faults)]

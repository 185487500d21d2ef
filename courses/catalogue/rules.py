"""When a version is fit to be published, and in which languages a course can be said to be."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LessonFacts:
    module: str
    key: str
    required: bool
    languages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Said:
    """A lesson's text in a language, and whether it is older than what it was translated from."""

    html: str
    is_outdated: bool


def outdated_languages(before: Mapping[str, Said], now: Mapping[str, str]) -> list[str]:
    """Of a lesson's texts now, those that stayed as they were while another moved on, or had been left behind already. A text
    that changes after it was left behind catches up, and leaves no other behind."""
    moved_on = any(not said.is_outdated and now.get(code, said.html) != said.html for code, said in before.items())
    stayed = [code for code, html in now.items() if code in before and before[code].html == html]
    return [code for code in stayed if moved_on or before[code].is_outdated]


def course_languages(lessons: Iterable[Collection[str]], known: Sequence[str]) -> list[str]:
    """The languages in which every lesson can be read, given the languages of each lesson."""
    texts = [frozenset(languages) for languages in lessons]
    return [language for language in known if texts and all(language in languages for languages in texts)]


def publishing_faults(lessons: Sequence[LessonFacts]) -> Iterator[tuple[str, str]]:
    """(pointer, code) for each thing that keeps a version from its readers."""
    if not any(lesson.required for lesson in lessons):
        yield "/modules", "nothing_required"
    for lesson in lessons:
        if not lesson.languages:
            yield f"/modules/{lesson.module}/lessons/{lesson.key}", "without_text"


def may_publish(*, number: int, published_number: int | None) -> bool:
    return published_number is None or number >= published_number

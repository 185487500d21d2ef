"""When a version is fit to be published, and in which languages a course can be said to be."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LessonFacts:
    module: str
    key: str
    required: bool
    languages: frozenset[str]


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

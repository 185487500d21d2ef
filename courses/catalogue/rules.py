"""When a version is fit to be published, in which languages a course can be said to be, what of a lesson is shown when it is
found."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

BEFORE, LONGEST = 10, 40  # words of an excerpt: before the first that was asked for, and all
MARKS = "\u00a0.,;:!?…()[]{}\"'“”‘’«»–—،؛؟"


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


@dataclass(frozen=True, slots=True)
class Piece:
    """Of an excerpt: a stretch of text that says what was asked for, or of what stands between."""

    text: str
    hit: bool


def excerpt(words: Sequence[tuple[str, bool]]) -> list[Piece]:
    """Some words of a sentence around the first that was asked for, in pieces that make the text when joined. Marks beside a
    word are no part of a hit."""
    first = next((place for place, (_, hit) in enumerate(words) if hit), 0)
    start = max(0, min(first - BEFORE, len(words) - LONGEST))
    pieces = [Piece("…" if start else "", False)]
    for place, (word, hit) in enumerate(words[start : start + LONGEST], start):
        pieces += [Piece(" " if place else "", False), *_pieces(word, hit)]
    return _joined([*pieces, Piece(" …" if start + LONGEST < len(words) else "", False)])


def _pieces(word: str, hit: bool) -> list[Piece]:
    core = word.strip(MARKS) if hit else ""
    before, _, after = word.partition(core) if core else (word, "", "")
    return [Piece(before, False), Piece(core, True), Piece(after, False)]


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    said = groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.hit)
    return [Piece("".join(piece.text for piece in group), hit) for hit, group in said]


def course_languages(lessons: Iterable[Collection[str]], known: Sequence[str]) -> list[str]:
    """The languages in which every lesson can be read, given the languages of each lesson."""
    texts = [frozenset(languages) for languages in lessons]
    return [language for language in known if texts and all(language in languages for languages in texts)]


def weight_of(media: Iterable[Mapping[str, Any]]) -> int:
    """What a text shows, in bytes, with all its captions."""
    return sum(shown["bytes"] + sum(captions["bytes"] for captions in shown["captions"]) for shown in media)


def publishing_faults(lessons: Sequence[LessonFacts]) -> Iterator[tuple[str, str]]:
    """(pointer, code) for each thing that keeps a version from its readers."""
    if not any(lesson.required for lesson in lessons):
        yield "/modules", "nothing_required"
    for lesson in lessons:
        if not lesson.languages:
            yield f"/modules/{lesson.module}/lessons/{lesson.key}", "without_text"


def way_between(start: str, end: str, asks: Mapping[str, Collection[str]]) -> list[str]:
    """The shortest way from one course to another by what each asks to be completed first; empty if none leads there."""
    ways, waiting = {start: [start]}, [start]
    for slug in waiting:
        if slug == end:
            return ways[slug]
        fresh = [other for other in asks.get(slug, ()) if other not in ways]
        ways.update((other, [*ways[slug], other]) for other in fresh)
        waiting += fresh
    return []


def prerequisite_faults(
    slug: str, prerequisites: Sequence[str], known: Mapping[str, Collection[str] | None]
) -> Iterator[tuple[str, str, list[str]]]:
    """(pointer, code, courses to name) for each that can't be asked for. `known` are the other courses by what they ask for
    themselves; None for what isn't published."""
    asks = {course: asked or () for course, asked in known.items() if course != slug}
    for place, wanted in enumerate(prerequisites):
        pointer, way = f"/prerequisites/{place}", way_between(wanted, slug, asks)
        if way:
            yield pointer, "prerequisite_circle", [slug, *way]
        elif known.get(wanted) is None:
            yield pointer, "prerequisite_unpublished", [wanted]


def may_publish(*, number: int, published_number: int | None) -> bool:
    return published_number is None or number >= published_number

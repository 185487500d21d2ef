"""What changed between two versions, question by question and word by word."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from mentoring.projects.enums import Change
from mentoring.projects.rules.calls import Question
from mentoring.projects.rules.files import Answer

WORD = re.compile(r"\s*\S+\s*")
MOST_WORDS = (
    12_000  # compared in one answer to the reader: twenty milliseconds, and a second where somebody wants it slow
)
LONGEST = 4_000  # words of one question, both versions together


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text: of both versions, of the earlier alone (removed), or of the later alone (added)."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    question: Question
    change: Change
    before: Answer | None
    after: Answer | None
    parts: list[Part] = field(default_factory=list)


def compare(questions: Sequence[Question], before: Mapping[str, Answer], after: Mapping[str, Answer]) -> list[Compared]:
    """Each question, in order. Words are looked at until there have been too many; what comes later is told as a whole."""
    compared, words = [], 0
    for question in questions:
        old, new = before.get(question["key"]), after.get(question["key"])
        change = _change(old, new)
        parts: list[Part] = []
        if change == Change.CHANGED and isinstance(old, str) and isinstance(new, str):
            units = WORD.findall(old) or [old], WORD.findall(new) or [new]
            words += len(units[0]) + len(units[1])
            fits = words <= MOST_WORDS and len(units[0]) + len(units[1]) <= LONGEST
            parts = list(_parts(*units) if fits else _whole(old, new))
        compared.append(Compared(question, change, old, new, parts))
    return compared


def _change(old: Answer | None, new: Answer | None) -> Change:
    if old == new:
        return Change.SAME
    if not old or not new:
        return Change.ADDED if new else Change.REMOVED
    return Change.CHANGED


def _parts(old: Sequence[str], new: Sequence[str]) -> Iterator[Part]:
    """White space makes no difference; what is the same is told as the later version has it."""
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new])
    for kind, start, stop, later_start, later_stop in matcher.get_opcodes():
        removed, added = "".join(old[start:stop]), "".join(new[later_start:later_stop])
        if kind == "equal":
            yield Part(Change.SAME, added)
        else:
            yield from _whole(removed, added)


def _whole(removed: str, added: str) -> Iterator[Part]:
    told = (Part(Change.REMOVED, removed), Part(Change.ADDED, added))
    return (part for part in told if part.text)

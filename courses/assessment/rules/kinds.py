"""The seven kinds of question: how each reads an answer, what an answer earns of its points, and which answer is right.

An answer that was read is as it is kept and as it is graded; reading refuses what could not be an answer at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

from courses.assessment.rules.spelling import fold_answer, numbers_in
from foundation.kernel.language import FALLBACK
from foundation.kernel.pointers import step

Texts = Mapping[str, str]
Answer = str | bool | list[str] | dict[str, str]
MAX_TEXT_LENGTH = 500
NOTHING, ALL = Fraction(0), Fraction(1)


class Misread(ValueError):
    """This could not be an answer: `code` says why, `pointer` where in it."""

    def __init__(self, code: str, pointer: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.pointer = pointer


@dataclass(frozen=True, slots=True)
class Part:
    """Something to choose, to put in order or to match, under the key by which clients name it."""

    key: str
    text: Texts
    feedback: Texts | None = None


class Kind(Protocol):
    @property
    def parts(self) -> tuple[Part, ...]: ...

    @property
    def targets(self) -> tuple[Part, ...]:
        """What `parts` are matched with."""

    def read(self, told: Any) -> Answer:
        """Raises `Misread`."""

    def share(self, answer: Any) -> Fraction:
        """Of the points, from 0 to 1; for an answer that was read."""

    def right(self, language: str) -> Answer: ...


@dataclass(frozen=True, slots=True)
class SingleChoice:
    parts: tuple[Part, ...]
    correct: str
    targets: tuple[Part, ...] = ()

    def read(self, told: Any) -> Answer:
        if not isinstance(told, str):
            raise Misread("option_expected")
        return _known(told, self.parts, "")

    def share(self, answer: Any) -> Fraction:
        return ALL if answer == self.correct else NOTHING

    def right(self, language: str) -> Answer:
        return self.correct


@dataclass(frozen=True, slots=True)
class MultipleChoice:
    parts: tuple[Part, ...]
    correct: frozenset[str]
    targets: tuple[Part, ...] = ()

    def read(self, told: Any) -> Answer:
        return _read_keys(told, self.parts)

    def share(self, answer: Any) -> Fraction:
        hits = sum(1 if key in self.correct else -1 for key in answer)
        return max(NOTHING, Fraction(hits, len(self.correct)))

    def right(self, language: str) -> Answer:
        return [part.key for part in self.parts if part.key in self.correct]


@dataclass(frozen=True, slots=True)
class TrueFalse:
    correct: bool
    parts: tuple[Part, ...] = ()
    targets: tuple[Part, ...] = ()

    def read(self, told: Any) -> Answer:
        if not isinstance(told, bool):
            raise Misread("boolean_expected")
        return told

    def share(self, answer: Any) -> Fraction:
        return ALL if answer is self.correct else NOTHING

    def right(self, language: str) -> Answer:
        return self.correct


@dataclass(frozen=True, slots=True)
class ShortText:
    """Accepted in any language, whichever the learner reads: `accepted` as it was written, `folded` to compare."""

    accepted: Mapping[str, tuple[str, ...]]
    folded: frozenset[str]
    parts: tuple[Part, ...] = ()
    targets: tuple[Part, ...] = ()

    def read(self, told: Any) -> Answer:
        return _read_text(told, MAX_TEXT_LENGTH)

    def share(self, answer: Any) -> Fraction:
        return ALL if fold_answer(answer) in self.folded else NOTHING

    def right(self, language: str) -> Answer:
        return next(self.accepted[place][0] for place in (language, "any", *FALLBACK) if self.accepted.get(place))


@dataclass(frozen=True, slots=True)
class Number:
    correct: Decimal
    tolerance: Decimal
    parts: tuple[Part, ...] = ()
    targets: tuple[Part, ...] = ()

    def read(self, told: Any) -> Answer:
        text = _read_text(told, MAX_TEXT_LENGTH)
        if not numbers_in(text):
            raise Misread("not_a_number")
        return text

    def share(self, answer: Any) -> Fraction:
        close = any(abs(number - self.correct) <= self.tolerance for number in numbers_in(answer))
        return ALL if close else NOTHING

    def right(self, language: str) -> Answer:
        return f"{self.correct:f}"


@dataclass(frozen=True, slots=True)
class Order:
    """`parts` stand in an order that tells nothing; `correct` are their keys in the right one."""

    parts: tuple[Part, ...]
    correct: tuple[str, ...]
    targets: tuple[Part, ...] = ()

    def read(self, told: Any) -> Answer:
        return _read_keys(told, self.parts)

    def share(self, answer: Any) -> Fraction:
        """Of the pairs that are neighbours in the right order, those that come in this order."""
        place = {key: position for position, key in enumerate(answer)}
        pairs = list(zip(self.correct, self.correct[1:], strict=False))
        kept = sum(one in place and other in place and place[one] < place[other] for one, other in pairs)
        return Fraction(kept, len(pairs))

    def right(self, language: str) -> Answer:
        return list(self.correct)


@dataclass(frozen=True, slots=True)
class Match:
    parts: tuple[Part, ...]
    targets: tuple[Part, ...]
    correct: Mapping[str, str]

    def read(self, told: Any) -> Answer:
        if not isinstance(told, dict):
            raise Misread("pairs_expected")
        return {_known(key, self.parts, step(key)): self._read_target(key, told[key]) for key in told}

    def _read_target(self, key: str, told: Any) -> str:
        if not isinstance(told, str):
            raise Misread("option_expected", step(key))
        return _known(told, self.targets, step(key))

    def share(self, answer: Any) -> Fraction:
        met = sum(self.correct[left] == right for left, right in answer.items())
        return Fraction(met, len(self.correct))

    def right(self, language: str) -> Answer:
        return dict(self.correct)


def _known(key: str, parts: tuple[Part, ...], pointer: str) -> str:
    if all(part.key != key for part in parts):
        raise Misread("unknown_option", pointer)
    return key


def _read_keys(told: Any, parts: tuple[Part, ...]) -> list[str]:
    if not isinstance(told, list):
        raise Misread("list_expected")
    for place, key in enumerate(told):
        if not isinstance(key, str):
            raise Misread("option_expected", f"/{place}")
        _known(key, parts, f"/{place}")
        if key in told[:place]:
            raise Misread("repeated_option", f"/{place}")
    return told


def _read_text(told: Any, longest: int) -> str:
    if not isinstance(told, str):
        raise Misread("text_expected")
    if len(told) > longest:
        raise Misread("too_long")
    return told.strip()

"""A quiz as its authors wrote it: the JSON of `<lesson>.quiz.yaml` (docs/decisions/0015) as values."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from courses.assessment.enums import QuestionKind, Reveal
from courses.assessment.rules.kinds import (
    Kind,
    Match,
    MultipleChoice,
    Number,
    Order,
    Part,
    ShortText,
    SingleChoice,
    Texts,
    TrueFalse,
)
from courses.assessment.rules.spelling import fold_answer

Told = Mapping[str, Any]
PASS_MARK = 60


@dataclass(frozen=True, slots=True)
class Question:
    """`feedback` is said for a right answer (`correct`) and any other (`wrong`)."""

    key: str
    kind: str
    points: int
    text: Texts
    body: Kind
    pool: str | None
    feedback: Mapping[str, Texts]


@dataclass(frozen=True, slots=True)
class Quiz:
    """`pass_mark` is percent of the points; `attempts`, `minutes`: None is no limit; `pools`: how many of each are drawn."""

    questions: tuple[Question, ...]
    pools: Mapping[str, int]
    pass_mark: int
    attempts: int | None
    minutes: int | None
    cooldown_minutes: int
    shuffle: bool
    reveal: str


def parse_quiz(told: Told) -> Quiz:
    """Of a definition in which authoring finds no fault."""
    return Quiz(
        questions=tuple(map(_question, told["questions"])),
        pools={pool["key"]: pool["draw"] for pool in told.get("pools", ())},
        pass_mark=told.get("pass_mark", PASS_MARK),
        attempts=told.get("attempts"),
        minutes=told.get("minutes"),
        cooldown_minutes=told.get("cooldown_minutes", 0),
        shuffle=told.get("shuffle", True),
        reveal=told.get("reveal", Reveal.AFTER_LAST.value),
    )


def _question(told: Told) -> Question:
    return Question(
        key=told["key"],
        kind=told["kind"],
        points=told["points"],
        text=told["text"],
        body=BODIES[told["kind"]](told),
        pool=told.get("pool"),
        feedback=told.get("feedback") or {},
    )


def _single(told: Told) -> Kind:
    correct = next(option["key"] for option in told["options"] if option.get("correct"))
    return SingleChoice(_options(told), correct)


def _multiple(told: Told) -> Kind:
    correct = frozenset(option["key"] for option in told["options"] if option.get("correct"))
    return MultipleChoice(_options(told), correct)


def _options(told: Told) -> tuple[Part, ...]:
    return tuple(Part(option["key"], option["text"], option.get("feedback")) for option in told["options"])


def _true_false(told: Told) -> Kind:
    return TrueFalse(told["answer"])


def _text(told: Told) -> Kind:
    accepted = {place: tuple(texts) for place, texts in told["accepted"].items() if texts}
    folded = {fold_answer(text) for texts in accepted.values() for text in texts}
    return ShortText(accepted, frozenset(folded - {""}))


def _number(told: Told) -> Kind:
    return Number(Decimal(told["answer"]), Decimal(told.get("tolerance", "0")))


def _order(told: Told) -> Kind:
    keys = _keys_that_tell_nothing("i", (item["text"] for item in told["items"]))
    parts = {keys[_said(item["text"])]: item["text"] for item in told["items"]}
    return Order(_parts(parts), tuple(parts))


def _match(told: Told) -> Kind:
    pairs = told["pairs"]
    keys = _keys_that_tell_nothing("r", (pair["right"] for pair in pairs))
    return Match(
        parts=tuple(Part(pair["key"], pair["left"]) for pair in pairs),
        targets=_parts({keys[_said(pair["right"])]: pair["right"] for pair in pairs}),
        correct={pair["key"]: keys[_said(pair["right"])] for pair in pairs},
    )


BODIES: Mapping[str, Callable[[Told], Kind]] = {
    QuestionKind.SINGLE: _single,
    QuestionKind.MULTIPLE: _multiple,
    QuestionKind.TRUE_FALSE: _true_false,
    QuestionKind.TEXT: _text,
    QuestionKind.NUMBER: _number,
    QuestionKind.ORDER: _order,
    QuestionKind.MATCH: _match,
}


def _keys_that_tell_nothing(letter: str, texts: Iterable[Texts]) -> dict[str, str]:
    """`r1`, `r2`, ... for each different text, numbered by a digest of the texts alone: neither the authors' keys nor their
    order, which would give the answer away, has a part in it."""
    said = sorted({_said(text) for text in texts}, key=lambda text: blake2b(text.encode()).digest())
    return {text: f"{letter}{number}" for number, text in enumerate(said, start=1)}


def _said(text: Texts) -> str:
    return json.dumps({language: " ".join(said.split()) for language, said in text.items()}, sort_keys=True)


def _parts(texts: Mapping[str, Texts]) -> tuple[Part, ...]:
    return tuple(Part(key, texts[key]) for key in sorted(texts, key=lambda key: (len(key), key)))

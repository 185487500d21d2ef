"""What a learner knows who has read the module: the right answers of a quiz, as its authors wrote them, found by what they say
among the options that her attempt shows, as she would."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import yaml

from config.env import ROOT
from config.journey.examples import ARABIC_DIGITS

FOLDER = ROOT / "docs" / "examples" / "courses"
Told = Mapping[str, Any]


def right_answers(questions: Sequence[Told], course: str, lesson: str, language: str) -> dict[str, Any]:
    """By question, for those that were drawn."""
    written = {question["key"]: question for question in _quiz(course, lesson)["questions"]}
    return {asked["id"]: RIGHT[asked["kind"]](asked, written[asked["id"]], language) for asked in questions}


def _quiz(course: str, lesson: str) -> Any:
    (path,) = (FOLDER / course / "lessons").glob(f"*/{lesson}.quiz.yaml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _single(asked: Told, written: Told, language: str) -> str:
    return _multiple(asked, written, language)[0]


def _multiple(asked: Told, written: Told, language: str) -> list[str]:
    found = _ids(asked["options"])
    return [found[option["text"][language]] for option in written["options"] if option.get("correct")]


def _true_false(asked: Told, written: Told, language: str) -> Any:
    return written["answer"]


def _text(asked: Told, written: Told, language: str) -> Any:
    return written["accepted"][language][0]


def _number(asked: Told, written: Told, language: str) -> str:
    """In her own digits."""
    number: str = written["answer"]
    return number.translate(ARABIC_DIGITS) if language == "ar" else number


def _order(asked: Told, written: Told, language: str) -> list[str]:
    found = _ids(asked["options"])
    return [found[item["text"][language]] for item in written["items"]]


def _match(asked: Told, written: Told, language: str) -> dict[str, str]:
    left, right = _ids(asked["options"]), _ids(asked["targets"])
    return {left[pair["left"][language]]: right[pair["right"][language]] for pair in written["pairs"]}


def _ids(options: Sequence[Told]) -> dict[str, str]:
    return {option["text"]: option["id"] for option in options}


RIGHT: Mapping[str, Callable[[Told, Told, str], Any]] = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _true_false,
    "text": _text,
    "number": _number,
    "order": _order,
    "match": _match,
}

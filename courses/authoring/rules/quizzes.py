"""What the schema can't state about a quiz. Paths lead into its definition, for the lines."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from courses.authoring.errors import Fault
from courses.authoring.rules.structure import LANGUAGES, LineOf, Place
from foundation.kernel.names import fold_name

Told = Mapping[str, Any]
Found = Iterator[tuple[Place, str, dict[str, object]]]
PARTS = {"single": "options", "multiple": "options", "order": "items", "match": "pairs"}
TELLING = re.compile("(correct|right|true|answer|wrong|false|incorrect)(-?[0-9]+)?")
TEXTS = {"text", "left", "right", "feedback", "correct", "wrong"}


def quiz_faults(quiz: Told, file: str, line_of: LineOf) -> Iterator[Fault]:
    """Of a quiz that fits the schema."""
    for place, code, values in _found(quiz):
        yield Fault(file, line_of(place), code, values)
    for place, missing in untranslated(quiz):
        yield Fault(file, line_of(place), "text_untranslated", {"missing": ", ".join(missing)})


def _found(quiz: Told) -> Found:
    yield from _repeated(("pools",), quiz.get("pools", ()), "pool_key_repeated")
    yield from _repeated(("questions",), quiz["questions"], "question_key_repeated")
    yield from _pools(quiz)
    for number, question in enumerate(quiz["questions"]):
        if parts := PARTS.get(question["kind"]):
            place = ("questions", number, parts)
            yield from _repeated(place, question[parts], "option_key_repeated")
            yield from _alike(place, question[parts])
        if question["kind"] == "match":
            yield from _half_alike(("questions", number, "pairs"), question["pairs"])
        if question["kind"] == "text":
            yield from _unanswerable(("questions", number, "accepted"), question["accepted"])
        yield from _telling(("questions", number, "options"), question.get("options", ()))
        yield from _correct(("questions", number, "options"), question)


def _repeated(place: Place, parts: Iterable[Told], code: str) -> Found:
    seen: set[str] = set()
    for number, part in enumerate(parts):
        if part["key"] in seen:
            yield (*place, number, "key"), code, {"key": part["key"]}
        seen.add(part["key"])


def _telling(place: Place, options: Iterable[Told]) -> Found:
    """Their keys are what learners' clients call them by."""
    for number, option in enumerate(options):
        if TELLING.fullmatch(option["key"]):
            yield (*place, number, "key"), "option_key_tells", {"key": option["key"]}


def _alike(place: Place, parts: Iterable[Told]) -> Found:
    """What a learner could not tell apart. Several right sides may be the same."""
    seen: set[tuple[str, str]] = set()
    for number, part in enumerate(parts):
        member = "text" if "text" in part else "left"
        said = _said(part[member])
        if said & seen:
            yield (*place, number, member), "text_repeated", {}
        seen |= said


def _half_alike(place: Place, pairs: Sequence[Told]) -> Found:
    """Right sides that are one in some language and two in another."""
    for number, pair in enumerate(pairs):
        said = _said(pair["right"])
        if any(said & other and said != other for other in (_said(pair["right"]) for pair in pairs[:number])):
            yield (*place, number, "right"), "right_half_alike", {}


def _said(texts: Told) -> set[tuple[str, str]]:
    return {(language, " ".join(text.split())) for language, text in texts.items()}


def _unanswerable(place: Place, accepted: Mapping[str, Sequence[str]]) -> Found:
    for language, spellings in accepted.items():
        for number, spelling in enumerate(spellings):
            if not fold_name(spelling):
                yield (*place, language, number), "spelling_empty", {}


def _correct(place: Place, question: Told) -> Found:
    right = sum(option.get("correct", False) for option in question.get("options", ()))
    if question["kind"] == "single" and right != 1:
        yield place, "one_correct", {"count": right}
    if question["kind"] == "multiple" and not right:
        yield place, "none_correct", {}


def _pools(quiz: Told) -> Found:
    pools = {pool["key"] for pool in quiz.get("pools", ())}
    named = [question.get("pool") for question in quiz["questions"]]
    for number, pool in enumerate(named):
        if pool is not None and pool not in pools:
            yield ("questions", number, "pool"), "unknown_pool", {"key": pool}
    for number, pool in enumerate(quiz.get("pools", ())):
        there = named.count(pool["key"])
        if pool["draw"] > there:
            yield ("pools", number, "draw"), "pool_too_small", {"count": there, "wanted": pool["draw"]}


def untranslated(told: Any, place: Place = ()) -> Iterator[tuple[Place, list[str]]]:
    """Each text that lacks a language, and which."""
    if isinstance(told, list):
        for number, part in enumerate(told):
            yield from untranslated(part, (*place, number))
    elif isinstance(told, dict) and told and place and place[-1] in TEXTS and set(told) <= set(LANGUAGES):
        if missing := [language for language in LANGUAGES if language not in told]:
            yield place, missing
    elif isinstance(told, dict):
        for name, part in told.items():
            yield from untranslated(part, (*place, name))

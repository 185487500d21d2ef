"""Each kind of question: what it takes for an answer, and what an answer earns."""

from fractions import Fraction
from typing import Any

import pytest

from courses.assessment.rules.definition import parse_quiz
from courses.assessment.rules.kinds import Kind, Misread
from tests.factories import quizzes as make


def body(told: make.Told) -> Kind:
    return parse_quiz(make.quiz(told)).questions[0].body


def keys(kind: Kind) -> dict[str, str]:
    """The public key of each item or right side, by the end of its English text."""
    return {part.text["en"].split()[1]: part.key for part in kind.targets or kind.parts}


CAPITALS = make.text(accepted={"ar": ["القاهرة"], "en": ["Cairo"], "fr": ["Le Caire"]})
BY_NUMBER = make.text(accepted={"any": ["4"], "ar": ["أربعة"]})

SHARES: list[tuple[make.Told, Any, str]] = [
    (make.single(), "b", "1"),
    (make.single(), "a", "0"),
    (make.multiple(correct="ac"), ["a", "c"], "1"),
    (make.multiple(correct="ac"), ["c", "a"], "1"),
    (make.multiple(correct="ac"), ["a"], "1/2"),
    (make.multiple(correct="ac"), ["a", "b"], "0"),
    (make.multiple(correct="ac"), ["a", "c", "b"], "1/2"),
    (make.multiple(correct="ac"), ["a", "b", "c", "d"], "0"),
    (make.multiple(correct="abc"), ["a"], "1/3"),
    (make.multiple(correct="ac"), ["b", "d"], "0"),
    (make.multiple(correct="ac"), [], "0"),
    (make.multiple(correct="abcd"), ["a", "b", "c", "d"], "1"),
    (make.true_false(answer=True), True, "1"),
    (make.true_false(answer=True), False, "0"),
    (make.true_false(answer=False), False, "1"),
    (CAPITALS, "القاهره", "1"),
    (CAPITALS, "  الـقـاهِرة ", "1"),
    (CAPITALS, "CAIRO", "1"),
    (CAPITALS, "le  caire", "1"),
    (CAPITALS, "Cairo!", "0"),
    (CAPITALS, "", "0"),
    (BY_NUMBER, "٤", "1"),
    (BY_NUMBER, "اربعه", "1"),
    (make.number(answer="12.5", tolerance="0.5"), "12.5", "1"),
    (make.number(answer="12.5", tolerance="0.5"), "13", "1"),
    (make.number(answer="12.5", tolerance="0.5"), "١٢", "1"),
    (make.number(answer="12.5", tolerance="0.5"), "13.01", "0"),
    (make.number(answer="12.5", tolerance="0.5"), "-12.5", "0"),
    (make.number(answer="1500", tolerance="0"), "1,500", "1"),
    (make.number(answer="0.1", tolerance="0"), "٠٫١٠", "1"),
]


@pytest.mark.parametrize(("told", "answer", "share"), SHARES)
def test_what_an_answer_earns(told: make.Told, answer: Any, share: str) -> None:
    kind = body(told)
    assert kind.share(kind.read(answer)) == Fraction(share)


@pytest.mark.parametrize(
    ("given", "share"),
    [
        ("pqrs", "1"),
        ("qprs", "2/3"),
        ("srqp", "0"),
        ("spqr", "2/3"),
        ("prqs", "2/3"),
        ("pq", "1/3"),
        ("sp", "0"),
        ("", "0"),
    ],
)
def test_an_order_earns_the_neighbours_that_are_kept(given: str, share: str) -> None:
    kind = body(make.order(items="pqrs"))
    assert kind.share(kind.read([keys(kind)[name] for name in given])) == Fraction(share)


@pytest.mark.parametrize(
    ("given", "share"),
    [
        ("x>x y>y z>z", "1"),
        ("x>x y>z z>y", "1/3"),
        ("x>y y>z z>x", "0"),
        ("x>x", "1/3"),
        ("x>x y>x z>x", "1/3"),
        ("", "0"),
    ],
)
def test_each_right_pair_earns_its_share(given: str, share: str) -> None:
    kind = body(make.match(pairs="xyz"))
    pairs = [pair.split(">") for pair in given.split()]
    assert kind.share(kind.read({left: keys(kind)[right] for left, right in pairs})) == Fraction(share)


def test_equal_right_sides_are_one() -> None:
    told = make.match(pairs="xyz")
    told["pairs"][1]["right"] = {
        code: f" {said} ".replace(" ", "  ") for code, said in told["pairs"][0]["right"].items()
    }
    kind = body(told)
    assert len(kind.targets) == 2
    assert kind.share(kind.read(kind.right("en"))) == 1


@pytest.mark.parametrize(
    ("told", "answer", "code", "pointer"),
    [
        (make.single(), ["b"], "option_expected", ""),
        (make.single(), True, "option_expected", ""),
        (make.single(), "z", "unknown_option", ""),
        (make.multiple(), "a", "list_expected", ""),
        (make.multiple(), {"a": True}, "list_expected", ""),
        (make.multiple(), ["a", 1], "option_expected", "/1"),
        (make.multiple(), ["a", "z"], "unknown_option", "/1"),
        (make.multiple(), ["a", "b", "a"], "repeated_option", "/2"),
        (make.true_false(), "true", "boolean_expected", ""),
        (make.true_false(), 1, "boolean_expected", ""),
        (make.text(), 4, "text_expected", ""),
        (make.text(), ["4"], "text_expected", ""),
        (make.text(), "x" * 501, "too_long", ""),
        (make.number(), 12.5, "text_expected", ""),
        (make.number(), "a dozen", "not_a_number", ""),
        (make.number(), "", "not_a_number", ""),
        (make.order(), "i1", "list_expected", ""),
        (make.order(), ["p"], "unknown_option", "/0"),
        (make.order(), ["i1", "i1"], "repeated_option", "/1"),
        (make.match(), ["x", "r1"], "pairs_expected", ""),
        (make.match(), {"x": "x"}, "unknown_option", "/x"),
        (make.match(), {"w/~": "r1"}, "unknown_option", "/w~1~0"),
        (make.match(), {"x": 1}, "option_expected", "/x"),
    ],
)
def test_what_can_not_be_an_answer(told: make.Told, answer: Any, code: str, pointer: str) -> None:
    with pytest.raises(Misread) as refused:
        body(told).read(answer)
    assert (refused.value.code, refused.value.pointer) == (code, pointer)


@pytest.mark.parametrize("told", make.every_kind(), ids=lambda told: told["kind"])
@pytest.mark.parametrize("language", make.LANGUAGES)
def test_the_right_answer_is_one_that_can_be_given(told: make.Told, language: str) -> None:
    kind = body(told)
    assert kind.share(kind.read(kind.right(language))) == 1


def test_a_right_text_is_shown_in_the_readers_language_if_there_is_one() -> None:
    kind = body(make.text())
    assert [kind.right(language) for language in make.LANGUAGES] == ["الإنترنت", "the Internet", "WWW"]


def test_keys_tell_neither_the_order_nor_the_pairs() -> None:
    """However the authors name and arrange them, the same texts have the same keys."""
    for told, parts in [(make.order(items="pqrst"), "items"), (make.match(pairs="uvwxyz"), "pairs")]:
        turned = {**told, parts: [{**part, "key": f"k{place}"} for place, part in enumerate(reversed(told[parts]))]}
        assert keys(body(told)) == keys(body(turned))
    told = make.match(pairs="uvwxyz")
    rights = [pair["right"] for pair in told["pairs"]]
    swapped = [{**pair, "right": right} for pair, right in zip(told["pairs"], reversed(rights), strict=True)]
    assert body(told).targets == body({**told, "pairs": swapped}).targets

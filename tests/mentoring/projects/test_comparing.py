from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.projects.rules import Question, compare
from mentoring.projects.rules.comparing import LONGEST, MOST_WORDS


def question(key: str, kind: str = "text") -> Question:
    return {"key": key, "title": {"en": key}, "kind": kind, "required": True, "max_bytes": None, "media_types": []}


def told(before: str, after: str) -> list[tuple[str, str]]:
    [compared] = compare([question("who")], {"who": before}, {"who": after})
    return [(str(part.change), part.text) for part in compared.parts]


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ("Water for all.", "Water for all.", []),
        (
            "Water for fields.",
            "Water for small fields.",
            [("same", "Water for "), ("added", "small "), ("same", "fields.")],
        ),
        ("Water costs much.", "Water costs.", [("same", "Water "), ("removed", "costs much."), ("added", "costs.")]),
        ("ماء للحقول", "ماء نظيف للحقول", [("same", "ماء "), ("added", "نظيف "), ("same", "للحقول")]),
        ("a  b", "a b", [("same", "a b")]),
        ("one", "two", [("removed", "one"), ("added", "two")]),
        ("one", "  ", [("removed", "one"), ("added", "  ")]),
    ],
)
def test_what_changed_is_told_by_words(before: str, after: str, parts: list[tuple[str, str]]) -> None:
    assert told(before, after) == parts


def letters(texts: Iterable[str]) -> str:
    return "".join("".join(texts).split())


WORDS = st.lists(st.sampled_from(["a", "b", "c ", "\n", "  d", "é."])).map(" ".join)


@given(WORDS, WORDS)
def test_the_parts_make_up_both_versions(before: str, after: str) -> None:
    parts = told(before, after)
    if before and after and before != after:
        assert "".join(text for change, text in parts if change != "removed") == after
        assert letters(text for change, text in parts if change != "added") == letters(before)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ({}, {}, "same"),
        ({}, {"who": "x"}, "added"),
        ({"who": "x"}, {}, "removed"),
        ({"who": "x"}, {"who": "x"}, "same"),
        ({"who": "x"}, {"who": "y"}, "changed"),
        ({"who": ["a"]}, {"who": ["a", "b"]}, "changed"),
        ({}, {"who": ["a"]}, "added"),
    ],
)
def test_each_question_is_told(before: dict[str, Any], after: dict[str, Any], change: str) -> None:
    first, second = compare([question("who"), question("more")], before, after)
    assert (first.change, first.before, first.after) == (change, before.get("who"), after.get("who"))
    assert (second.question["key"], second.change, second.parts) == ("more", "same", [])


def test_very_long_answers_are_told_whole() -> None:
    """Words that changed places two by two take the time of all words squared."""
    words = [f"w{n}" for n in range(LONGEST // 2 + 2)]
    swapped = [words[n ^ 1] for n in range(len(words))]
    before, after = " ".join(words), " ".join(swapped)
    assert told(before, after) == [("removed", before), ("added", after)]
    shorter = " ".join(words[:1000]), " ".join(swapped[:1000])
    questions = [question(str(n)) for n in range(MOST_WORDS // 2000 + 1)]
    compared = compare(questions, {q["key"]: shorter[0] for q in questions}, {q["key"]: shorter[1] for q in questions})
    assert [len(found.parts) > 2 for found in compared] == [True] * (MOST_WORDS // 2000) + [False]

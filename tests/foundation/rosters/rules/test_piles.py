"""Sheets lie as they are handed out: school by school, class by class, in the order of names."""

from uuid import UUID

import pytest

from foundation.rosters.rules.piles import Holder, natural, pages_of, parts_of

ATLAS, BENI, ZAGORA = (UUID(int=number) for number in (9, 2, 1))
SCHOOLS = {ATLAS: "Atlas", BENI: "Beni", ZAGORA: "Zagora"}


def holders(*given: tuple[UUID, str, str]) -> list[Holder]:
    return [Holder(UUID(int=100 + number), *one) for number, one in enumerate(given)]


def keys(given: list[Holder], per_page: int = 10) -> list[list[str]]:
    names = {holder.id: holder.key for holder in given}
    return [[names[pk] for pk in page.holders] for page in pages_of(given, SCHOOLS, per_page)]


def test_each_class_begins_a_page_in_the_order_of_schools_classes_and_names() -> None:
    given = holders(
        (ZAGORA, "1", "a"),
        (ATLAS, "10A", "b"),
        (ATLAS, "9B", "c"),
        (BENI, "", "d"),
        (ATLAS, "9B", "a"),
        (BENI, "1", "e"),
    )
    assert keys(given) == [["a", "c"], ["b"], ["d"], ["e"], ["a"]]


def test_accents_stand_with_their_letters_and_arabic_follows_its_alphabet() -> None:
    given = holders(*((ATLAS, "", name) for name in ("zoe", "سلمى", "émile", "امينة", "eva", "ليلى", "fatou")))
    assert keys(given) == [["émile", "eva", "fatou", "zoe", "امينة", "سلمى", "ليلى"]]


def test_a_page_says_how_many_there_are_in_all() -> None:
    given = holders(*((BENI, "2", f"{number:02}") for number in range(23)))
    pages = list(pages_of(given, SCHOOLS, 10))
    assert [(page.number, page.pages, page.count, len(page.holders)) for page in pages] == [
        (1, 3, 23, 10),
        (2, 3, 23, 10),
        (3, 3, 23, 3),
    ]
    assert {(page.school, page.group) for page in pages} == {(BENI, "2")}


def test_nobody_has_no_page() -> None:
    assert list(pages_of([], {}, 10)) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [("9B", "10A"), ("3 A", "3 B"), ("٩", "١٠"), ("٣أ", "٣ب"), ("1ère S", "2nde"), ("", "A"), ("2", "2B")],
)
def test_classes_in_their_natural_order(first: str, second: str) -> None:
    assert sorted([second, first], key=natural) == [first, second]


def test_parts_begin_where_the_last_one_ended() -> None:
    given = holders(*((BENI, group, f"{number}") for group in "AB" for number in range(5)))
    pages = list(pages_of(given, SCHOOLS, 2))  # 2 2 1, 2 2 1
    assert [len(page.holders) for page in pages] == [2, 2, 1, 2, 2, 1]
    assert list(parts_of(pages, 4)) == [pages[:4], pages[4:]]
    assert list(parts_of(pages, 4, skip=7)) == [pages[4:]]
    assert list(parts_of(pages, 4, skip=10)) == []

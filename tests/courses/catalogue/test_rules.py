import pytest

from courses.catalogue.rules import (
    LessonFacts,
    Said,
    course_languages,
    excerpt,
    may_publish,
    outdated_languages,
    publishing_faults,
)

KNOWN = ("ar", "en", "fr")


def facts(key: str, *, required: bool = True, languages: str = "ar en fr") -> LessonFacts:
    return LessonFacts("start", key, required, frozenset(languages.split()))


@pytest.mark.parametrize(
    ("lessons", "languages"),
    [
        ([], []),
        ([["en"]], ["en"]),
        ([["fr", "ar"], ["ar", "en"]], ["ar"]),
        ([["en", "fr", "ar"], ["fr", "en", "ar"]], ["ar", "en", "fr"]),
        ([["en"], []], []),
    ],
)
def test_a_course_is_in_the_languages_of_all_its_lessons(lessons: list[list[str]], languages: list[str]) -> None:
    assert course_languages(lessons, KNOWN) == languages


@pytest.mark.parametrize(
    ("lessons", "faults"),
    [
        ([facts("a")], []),
        ([facts("a", required=False), facts("b")], []),
        ([], [("/modules", "nothing_required")]),
        ([facts("a", required=False)], [("/modules", "nothing_required")]),
        ([facts("a"), facts("b", languages="")], [("/modules/start/lessons/b", "without_text")]),
    ],
)
def test_what_keeps_a_version_from_its_readers(lessons: list[LessonFacts], faults: list[tuple[str, str]]) -> None:
    assert list(publishing_faults(lessons)) == faults


@pytest.mark.parametrize(("number", "published", "may"), [(1, None, True), (2, 1, True), (1, 2, False), (1, 1, True)])
def test_an_older_version_does_not_replace_a_newer(number: int, published: int | None, may: bool) -> None:
    assert may_publish(number=number, published_number=published) is may


OLD = {"ar": "قديم", "en": "old", "fr": "vieux"}


@pytest.mark.parametrize(
    ("behind", "changed", "found"),
    [
        ("", {}, []),
        ("", {"en": "new"}, ["ar", "fr"]),
        ("", {"en": "new", "ar": "جديد"}, ["fr"]),
        ("", {"en": "new", "ar": "جديد", "fr": "neuf"}, []),
        ("ar fr", {}, ["ar", "fr"]),
        ("ar fr", {"ar": "جديد"}, ["fr"]),
        ("ar fr", {"en": "newer"}, ["ar", "fr"]),
        ("ar", {"en": "newer", "ar": "جديد"}, ["fr"]),
    ],
)
def test_a_translation_that_stays_while_its_source_changes_is_left_behind_until_it_changes(
    behind: str, changed: dict[str, str], found: list[str]
) -> None:
    before = {code: Said(html, code in behind.split()) for code, html in OLD.items()}
    assert outdated_languages(before, OLD | changed) == found


def test_languages_that_come_and_go_leave_none_behind() -> None:
    before = {code: Said(OLD[code], False) for code in ("ar", "en")}
    assert outdated_languages(before, {"en": "old", "fr": "neuf"}) == []
    assert outdated_languages({}, OLD) == []


def shown(*words: str) -> str:
    """What was asked for in brackets; a word that is marked so was a hit."""
    told = [(word.strip("*"), word.startswith("*")) for word in words]
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in excerpt(told))


LONG = tuple(f"w{number}" for number in range(60))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), ""),
        (("Paper", "is", "enough."), "Paper is enough."),
        (("*Paper", "is", "*enough."), "[Paper] is [enough]."),
        (("«\u00a0mot\u00a0»", "*«\u00a0mot\u00a0»,"), "«\u00a0mot\u00a0» «\u00a0[mot]\u00a0»,"),
        (("هل", "*الفكرة؟"), "هل [الفكرة]؟"),
        (("*…",), "…"),
        (LONG, " ".join(LONG[:40]) + " …"),
        ((*LONG[:30], "*w30", *LONG[31:]), f"… {' '.join(LONG[20:30])} [w30] {' '.join(LONG[31:])}"),
        ((*LONG[:12], "*w12", *LONG[13:]), f"… {' '.join(LONG[2:12])} [w12] {' '.join(LONG[13:42])} …"),
        ((*LONG[:59], "*w59"), f"… {' '.join(LONG[20:59])} [w59]"),
    ],
)
def test_an_excerpt_is_some_words_around_the_first_hit(words: tuple[str, ...], expected: str) -> None:
    assert shown(*words) == expected

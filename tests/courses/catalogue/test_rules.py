import pytest

from courses.catalogue.rules import LessonFacts, course_languages, may_publish, publishing_faults

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

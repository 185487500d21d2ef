"""The courses that we ship: nothing is wrong with them, and their quizzes take for right what they say is right."""

from pathlib import Path

import pytest

from courses.assessment.enums import QuestionKind
from courses.assessment.rules.definition import Quiz, parse_quiz
from courses.assessment.rules.drawing import drawn_questions
from courses.assessment.rules.grading import grade, read_answers
from courses.authoring.services import check_package
from courses.authoring.services.checking import Report
from courses.enrolment.rules.bundles import parted
from foundation.kernel.language import LANGUAGES
from tests.house import ROOT

SHIPPED = sorted((ROOT / "docs/examples/courses").iterdir())
SEEDS = range(3)


@pytest.fixture(scope="module", params=SHIPPED, ids=lambda folder: folder.name)
def report(request: pytest.FixtureRequest) -> Report:
    folder: Path = request.param
    return check_package(source=folder)


def quizzes_of(report: Report) -> list[Quiz]:
    return [parse_quiz(definition) for definition in report.quizzes.values()]


def test_nothing_is_wrong_and_nothing_untranslated(report: Report) -> None:
    assert (report.faults, report.warnings) == ((), ())


def test_each_module_is_four_lessons_and_a_quiz(report: Report) -> None:
    assert report.draft is not None
    kinds = [[lesson.kind for lesson in module.lessons] for module in report.draft.modules]
    assert kinds == [[*["text"] * 4, "quiz"]] * 3


def test_the_right_answers_earn_everything(report: Report) -> None:
    for quiz in quizzes_of(report):
        for seed, language in zip(SEEDS, LANGUAGES, strict=True):
            drawn = drawn_questions(quiz, seed)
            answers = read_answers(drawn, {question.key: question.body.right(language) for question in drawn})
            got = grade(quiz, seed, answers)
            assert (got.score, got.passed) == (got.max_score, True)


def test_every_kind_of_question_is_asked(report: Report) -> None:
    kinds = {question.kind for quiz in quizzes_of(report) for question in quiz.questions}
    assert kinds == set(QuestionKind.values)


def test_nobody_can_use_up_a_quiz_or_run_out_of_time(report: Report) -> None:
    """Whoever needs longer, or has to leave the network, is not shut out of a course."""
    assert {(quiz.attempts, quiz.minutes) for quiz in quizzes_of(report)} == {(None, None)}


def test_what_is_shown_comes_along_where_there_is_no_network(report: Report) -> None:
    assert report.draft is not None
    shown = [each for lesson in report.draft.lessons() for media in lesson.media.values() for each in media]
    assert parted(shown)[1] == []


def test_pictures_are_shown_in_every_language(report: Report) -> None:
    assert report.draft is not None
    for lesson in report.draft.lessons():
        urls = [[shown["url"] for shown in lesson.media[language]] for language in LANGUAGES]
        assert urls == [urls[0]] * 3

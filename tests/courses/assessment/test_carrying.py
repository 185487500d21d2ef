"""Who goes on in another version has used up in its quiz what she had used up in the same quiz before: at once, and not only
when the news has come to those who carry her attempts."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from courses.assessment.errors import AttemptSubmitted, NoAttemptLeft, QuizPassed
from courses.assessment.models import Attempt, ExtraAttempt
from courses.assessment.selectors import facts_of
from courses.assessment.services import (
    attempts_now,
    carry_attempts,
    give_attempt,
    overview,
    save_answers,
    start_attempt,
    starting,
    submit_attempt,
    take_attempt_back,
    write_quizzes,
)
from courses.catalogue.models import CourseVersion
from courses.catalogue.services import ModuleDraft, draft_version
from courses.enrolment.enums import Following
from courses.enrolment.models import Enrolment
from courses.enrolment.services import preview_publication, publish_for_learners, withdraw
from foundation.kernel.errors import NotFound
from foundation.programmes.enums import Role
from tests.factories.accounts import PersonFactory
from tests.factories.consents import deliver_all
from tests.factories.courses import LANGUAGES, course_draft, lesson_draft, texts
from tests.factories.programmes import GrantFactory, office
from tests.factories.quizzes import learner_of, quiz, quiz_course, quiz_lesson, quiz_of, true_false
from tests.foundation.rosters.working import settle

pytestmark = pytest.mark.django_db
TWICE = quiz(true_false(), attempts=2)


def tries(enrolment: Enrolment, *, right: bool = False, submit: bool = True) -> Attempt:
    """In the quiz of the version that she follows by now."""
    enrolment.refresh_from_db()
    lesson = quiz_of(enrolment.version)
    attempt, _ = start_attempt(actor=enrolment.person, enrolment_id=enrolment.id, lesson_id=lesson.id)
    save_answers(actor=enrolment.person, attempt_id=attempt.id, answers={"true-false": right})
    return submit_attempt(actor=enrolment.person, attempt_id=attempt.id) if submit else attempt


def moved(
    *, extra_hash: str = "", said: str = "second", quizzes: bool = True, following: Following = Following.MOVE
) -> CourseVersion:
    """All who are under way, to a further version in which the quiz is introduced in other words; the news is not delivered
    yet."""
    words = {code: f"<p>{said}, {code}</p>" for code in LANGUAGES}
    lesson = replace(quiz_lesson(), extra_hash=extra_hash, texts=words)
    module = ModuleDraft("start", texts("start"), (lesson_draft("new"), lesson)[: 1 + quizzes])
    version = draft_version(actor=None, draft=course_draft("reading", modules=(module,), said=said))
    write_quizzes(version_id=version.id, quizzes={"quiz": TWICE} if quizzes else {})
    author = GrantFactory(person=PersonFactory(), role=Role.AUTHOR).person
    asked: dict[str, Any] = {"actor": author, "slug": "reading", "number": version.number}
    publish_for_learners(**asked, digest=preview_publication(**asked).digest, learners=following)
    settle()
    return version


def attempts() -> list[tuple[int, int, str]]:
    rows = Attempt.objects.order_by("lesson__version__number", "number")
    return list(rows.values_list("lesson__version__number", "number", "status"))


def done(enrolment: Enrolment) -> tuple[int, int]:
    enrolment.refresh_from_db()
    return enrolment.version.number, enrolment.done


def shown(enrolment: Enrolment) -> list[bool]:
    """Of each of her attempts, whether it says what was right."""
    enrolment.refresh_from_db()
    place = {"enrolment_id": enrolment.id, "lesson_id": quiz_of(enrolment.version).id}
    rows = attempts_now(actor=enrolment.person, **place).order_by("number")
    return [facts_of(row).questions[0].result is not None for row in rows]


@pytest.fixture
def enrolment() -> Enrolment:
    return learner_of(quiz_course(TWICE, slug="reading"))


@pytest.fixture(params=["at once", "when the news has come"])
def news(request: pytest.FixtureRequest) -> Callable[[], object]:
    """Nothing, or what delivers it."""
    return deliver_all if request.param == "when the news has come" else lambda: None


News = Callable[[], object]


def test_attempts_that_are_used_up_stay_used(enrolment: Enrolment, news: News) -> None:
    tries(enrolment)
    moved()
    news()
    assert (tries(enrolment).number, shown(enrolment)) == (2, [True, True])
    with pytest.raises(NoAttemptLeft):
        tries(enrolment)
    for _ in range(2):
        carry_attempts(enrolments=[enrolment.id])
        assert attempts() == [(2, 1, "submitted"), (2, 2, "submitted")]


def test_who_was_shown_what_is_right_gets_no_other_attempt(enrolment: Enrolment, news: News) -> None:
    for _ in range(2):
        tries(enrolment)
    assert shown(enrolment) == [True, True]
    moved()
    news()
    with pytest.raises(NoAttemptLeft):
        tries(enrolment, right=True)
    assert (Attempt.objects.count(), done(enrolment)) == (2, (2, 0))


def test_what_is_passed_stays_passed_and_done(enrolment: Enrolment, news: News) -> None:
    assert tries(enrolment, right=True).passed
    moved()
    news()
    assert done(enrolment) == (2, 1)
    with pytest.raises(QuizPassed):
        tries(enrolment)


def test_an_open_attempt_is_gone_on_with(enrolment: Enrolment, news: News) -> None:
    open_one = tries(enrolment, submit=False)
    moved()
    news()
    place = {"enrolment_id": enrolment.id, "lesson_id": quiz_of(enrolment.version).id}
    assert overview(actor=enrolment.person, **place).open_attempt == open_one.id
    ended = tries(enrolment, right=True)
    assert (ended.id, ended.number, ended.passed, done(enrolment)) == (open_one.id, 1, True, (2, 1))


def test_an_open_attempt_goes_along(enrolment: Enrolment) -> None:
    tries(enrolment, submit=False)
    moved()
    deliver_all()
    assert attempts() == [(2, 1, "open")]


def test_a_quiz_that_has_changed_begins_anew(enrolment: Enrolment, news: News) -> None:
    tries(enrolment)
    moved(extra_hash="other questions")
    news()
    assert attempts() == [(1, 1, "submitted")]
    assert [tries(enrolment).number for _ in range(2)] == [1, 2]


def test_an_attempt_at_a_quiz_that_has_changed_passes_nothing(enrolment: Enrolment) -> None:
    old = tries(enrolment, submit=False)
    moved(extra_hash="other questions")
    save_answers(actor=enrolment.person, attempt_id=old.id, answers={"true-false": True})
    assert submit_attempt(actor=enrolment.person, attempt_id=old.id).passed
    deliver_all()
    assert (attempts(), done(enrolment)) == ([(1, 1, "submitted")], (2, 0))
    assert tries(enrolment).number == 1


@pytest.mark.parametrize("change", [{"extra_hash": "other questions"}, {"quizzes": False}])
def test_an_attempt_at_a_quiz_that_has_changed_or_gone_is_ended(enrolment: Enrolment, change: dict[str, Any]) -> None:
    """So that nobody is shown what is right and writes it in there."""
    old = tries(enrolment, right=True, submit=False)
    moved(**change)
    deliver_all()
    old.refresh_from_db()
    assert (old.status, old.passed, done(enrolment)) == ("submitted", True, (2, 0))
    with pytest.raises(AttemptSubmitted):
        save_answers(actor=enrolment.person, attempt_id=old.id, answers={"true-false": False})


def test_who_leaves_meanwhile_is_let_alone(enrolment: Enrolment) -> None:
    tries(enrolment, submit=False)
    moved(extra_hash="other questions")
    withdraw(actor=enrolment.person, enrolment_id=enrolment.id)
    other = learner_of(enrolment.version)
    deliver_all()
    carry_attempts(enrolments=[enrolment.id, other.id])
    assert (attempts(), Attempt.objects.filter(passed=True).count()) == ([(1, 1, "open")], 0)


def test_a_quiz_that_comes_back_is_the_one_that_was_passed(enrolment: Enrolment) -> None:
    tries(enrolment, right=True)
    moved(extra_hash="other questions")
    deliver_all()
    assert (tries(enrolment).number, done(enrolment)) == (1, (2, 0))
    moved(said="third")
    deliver_all()
    assert (attempts(), done(enrolment)) == ([(2, 1, "submitted"), (3, 1, "submitted")], (3, 1))
    with pytest.raises(QuizPassed):
        tries(enrolment)


@pytest.mark.parametrize("extra_hash", ["", "other questions"])
def test_who_is_moved_while_she_begins_begins_in_the_new_version(
    enrolment: Enrolment, monkeypatch: pytest.MonkeyPatch, extra_hash: str
) -> None:
    def standing_of(*known: Any) -> Any:
        standing = known_standing_of(*known)
        if CourseVersion.objects.count() == 1:
            moved(extra_hash=extra_hash)
            deliver_all()
        return standing

    known_standing_of = starting.standing_of
    monkeypatch.setattr(starting, "standing_of", standing_of)
    assert tries(enrolment).number == 1
    assert attempts() == [(2, 1, "submitted")]


def place_in(enrolment: Enrolment, version: CourseVersion) -> dict[str, Any]:
    return {"enrolment_id": enrolment.id, "lesson_id": quiz_of(version).id}


def test_what_she_still_calls_by_the_old_version_is_the_quiz_of_the_new_one(enrolment: Enrolment) -> None:
    old, person = place_in(enrolment, enrolment.version), enrolment.person
    attempt = tries(enrolment, submit=False)
    moved()
    deliver_all()
    seen = overview(actor=person, **old)
    assert (seen.used, seen.left, seen.open_attempt) == (1, 1, attempt.id)
    assert start_attempt(actor=person, **old) == (attempt, False)
    submit_attempt(actor=person, attempt_id=attempt.id)
    assert start_attempt(actor=person, **old)[0].number == 2
    assert [row.number for row in attempts_now(actor=person, **old).order_by("number")] == [1, 2]
    assert attempts() == [(2, 1, "submitted"), (2, 2, "open")]


def test_by_the_old_name_a_quiz_that_has_changed_is_the_new_one(enrolment: Enrolment) -> None:
    old = place_in(enrolment, enrolment.version)
    tries(enrolment)
    moved(extra_hash="other questions")
    assert overview(actor=enrolment.person, **old).used == 0
    assert start_attempt(actor=enrolment.person, **old)[0].number == 1


@pytest.mark.parametrize("following", [Following.KEEP, Following.MOVE])
def test_whichever_version_a_coordinator_names_the_quiz_of_hers_is_opened(
    enrolment: Enrolment, following: Following
) -> None:
    """The outline shows her the newest, and the learner may have stayed behind."""
    first = enrolment.version
    for _ in range(2):
        tries(enrolment)
    second = moved(following=following)
    deliver_all()
    named, hers = (second, first) if following == Following.KEEP else (first, second)
    given = give_attempt(actor=office(), **place_in(enrolment, named))
    assert (given.lesson, given.left) == (quiz_of(hers).id, 1)
    assert ExtraAttempt.objects.get().lesson_id == quiz_of(hers).id
    take_attempt_back(actor=office(), **place_in(enrolment, named))
    assert ExtraAttempt.objects.count() == 0


def test_a_quiz_of_another_course_or_of_a_draft_opens_nothing(enrolment: Enrolment) -> None:
    draft = draft_version(
        actor=None, draft=course_draft("reading", modules=[ModuleDraft("start", texts("start"), (quiz_lesson(),))])
    )
    for version in (draft, quiz_course(TWICE)):
        named = place_in(enrolment, version)
        for deed in (overview, start_attempt):
            with pytest.raises(NotFound):
                deed(actor=enrolment.person, **named)
        with pytest.raises(NotFound):
            give_attempt(actor=office(), **named)
    assert Attempt.objects.count() == 0


def test_an_extra_attempt_counts_on(enrolment: Enrolment, news: News) -> None:
    for _ in range(2):
        tries(enrolment)
    give_attempt(actor=office(), enrolment_id=enrolment.id, lesson_id=quiz_of(enrolment.version).id)
    moved()
    news()
    assert shown(enrolment) == [False, False]
    assert (tries(enrolment).number, shown(enrolment)) == (3, [True, True, True])
    with pytest.raises(NoAttemptLeft):
        tries(enrolment)


def test_an_extra_attempt_goes_along_and_can_be_taken_back(enrolment: Enrolment, news: News) -> None:
    for _ in range(2):
        tries(enrolment)
    give_attempt(actor=office(), enrolment_id=enrolment.id, lesson_id=quiz_of(enrolment.version).id)
    version = moved()
    news()
    take_attempt_back(actor=office(), enrolment_id=enrolment.id, lesson_id=quiz_of(version).id)
    assert (ExtraAttempt.objects.count(), shown(enrolment)) == (0, [True, True])


def test_what_was_given_hangs_on_the_lesson_of_the_new_version(enrolment: Enrolment) -> None:
    for _ in range(2):
        tries(enrolment)
    give_attempt(actor=office(), enrolment_id=enrolment.id, lesson_id=quiz_of(enrolment.version).id)
    version = moved()
    deliver_all()
    assert ExtraAttempt.objects.get().lesson_id == quiz_of(version).id

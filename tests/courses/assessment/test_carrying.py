"""Who goes on in another version has used up in its quiz what she had used up in the same quiz before."""

from dataclasses import replace
from typing import Any

import pytest

from courses.assessment.errors import NoAttemptLeft, QuizPassed
from courses.assessment.models import Attempt
from courses.assessment.services import (
    carry_attempts,
    give_attempt,
    save_answers,
    start_attempt,
    submit_attempt,
    write_quizzes,
)
from courses.catalogue.models import CourseVersion
from courses.catalogue.services import ModuleDraft, draft_version
from courses.enrolment.enums import Following
from courses.enrolment.models import Enrolment
from courses.enrolment.services import preview_publication, publish_for_learners
from foundation.programmes.enums import Role
from tests.factories.accounts import PersonFactory
from tests.factories.consents import deliver_all
from tests.factories.courses import course_draft, lesson_draft, texts
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


def moved(*, extra_hash: str = "") -> CourseVersion:
    """All who are under way, to a second version; the news is not delivered yet."""
    lessons = (lesson_draft("new"), replace(quiz_lesson(), extra_hash=extra_hash))
    module = ModuleDraft("start", texts("start"), lessons)
    version = draft_version(actor=None, draft=course_draft("reading", modules=(module,), said="second"))
    write_quizzes(version_id=version.id, quizzes={"quiz": TWICE})
    author = GrantFactory(person=PersonFactory(), role=Role.AUTHOR).person
    asked: dict[str, Any] = {"actor": author, "slug": "reading", "number": 2}
    publish_for_learners(**asked, digest=preview_publication(**asked).digest, learners=Following.MOVE)
    settle()
    return version


def attempts() -> list[tuple[int, int, str]]:
    rows = Attempt.objects.order_by("lesson__version__number", "number")
    return list(rows.values_list("lesson__version__number", "number", "status"))


@pytest.fixture
def enrolment() -> Enrolment:
    return learner_of(quiz_course(TWICE, slug="reading"))


def test_attempts_that_are_used_up_stay_used(enrolment: Enrolment) -> None:
    tries(enrolment)
    moved()
    deliver_all()
    assert attempts() == [(2, 1, "submitted")]
    tries(enrolment)
    with pytest.raises(NoAttemptLeft):
        tries(enrolment)
    carry_attempts(from_version_id=quiz_of(CourseVersion.objects.get(number=1)).version_id, enrolments=[enrolment.id])
    assert attempts() == [(2, 1, "submitted"), (2, 2, "submitted")]


def test_what_is_passed_stays_passed(enrolment: Enrolment) -> None:
    assert tries(enrolment, right=True).passed
    moved()
    deliver_all()
    enrolment.refresh_from_db()
    assert (enrolment.done, enrolment.total) == (1, 2)
    with pytest.raises(QuizPassed):
        tries(enrolment)


def test_who_began_anew_before_the_news_came_counts_on(enrolment: Enrolment) -> None:
    tries(enrolment)
    moved()
    anew = tries(enrolment)
    deliver_all()
    assert attempts() == [(2, 1, "submitted"), (2, 2, "submitted")]
    assert Attempt.objects.get(id=anew.id).number == 2


def test_an_open_attempt_goes_along_unless_there_is_another(enrolment: Enrolment) -> None:
    other = learner_of(enrolment.version)
    for learner in (enrolment, other):
        tries(learner, submit=False)
    moved()
    tries(other, submit=False)
    deliver_all()
    mine, others = (Attempt.objects.filter(enrolment=learner) for learner in (enrolment, other))
    assert list(mine.values_list("lesson__version__number", "number")) == [(2, 1)]
    assert sorted(others.values_list("lesson__version__number", "number")) == [(1, 1), (2, 1)]
    assert submit_attempt(actor=enrolment.person, attempt_id=mine.get().id).number == 1


def test_a_quiz_that_has_changed_begins_anew(enrolment: Enrolment) -> None:
    tries(enrolment)
    moved(extra_hash="other questions")
    deliver_all()
    assert attempts() == [(1, 1, "submitted")]
    assert [tries(enrolment).number for _ in range(2)] == [1, 2]


def test_an_extra_attempt_goes_along(enrolment: Enrolment) -> None:
    for _ in range(2):
        tries(enrolment)
    give_attempt(actor=office(), enrolment_id=enrolment.id, lesson_id=quiz_of(enrolment.version).id)
    moved()
    deliver_all()
    assert tries(enrolment).number == 3
    with pytest.raises(NoAttemptLeft):
        tries(enrolment)

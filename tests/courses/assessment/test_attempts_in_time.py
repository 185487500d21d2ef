"""When an attempt ends by itself, and what still counts then."""

from datetime import timedelta
from typing import Any

import pytest

from courses.assessment.errors import (
    AttemptExpired,
    AttemptSubmitted,
    QuizCooldown,
    QuizPassed,
)
from courses.assessment.models import Attempt
from courses.assessment.services import (
    attempt_now,
    attempts_now,
    overview,
    sweep_attempts,
)
from tests.courses.assessment.sitting import NOW, RIGHT, WRONG, Desk, done

pytestmark = pytest.mark.django_db


def test_a_pause_between_two_attempts() -> None:
    desk = Desk(cooldown_minutes=10)
    desk.play(WRONG)
    with pytest.raises(QuizCooldown) as refused:
        desk.start(NOW + timedelta(minutes=9, seconds=30.5))
    assert (refused.value.retry_after, refused.value.extra) == (30, {"retry_at": NOW + timedelta(minutes=10)})
    assert desk.start(NOW + timedelta(minutes=10)).number == 2


@pytest.mark.parametrize(("seconds", "counts"), [(0, True), (60, True), (60.001, False)])
def test_answers_count_until_a_minute_after_the_end(seconds: float, counts: bool) -> None:
    desk = Desk(minutes=10)
    attempt = desk.start()
    desk.save(attempt, WRONG)
    late = NOW + timedelta(minutes=10, seconds=seconds)
    if counts:
        assert desk.save(attempt, RIGHT, late) == RIGHT
        assert desk.submit(attempt, late).passed is True
        return
    with pytest.raises(AttemptExpired):
        desk.save(attempt, RIGHT, late)
    attempt.refresh_from_db()
    assert (attempt.status, attempt.answers, attempt.passed) == ("submitted", WRONG, False)
    assert attempt.submitted_at == NOW + timedelta(minutes=10)
    with pytest.raises(AttemptSubmitted):
        desk.save(attempt, RIGHT, late)


@pytest.mark.parametrize("touch", ["get", "list", "submit", "start", "overview", "sweep"])
def test_what_ran_out_is_graded_by_whatever_comes_next(touch: str) -> None:
    desk = Desk(minutes=10, attempts=2)
    attempt = desk.start()
    desk.save(attempt, RIGHT)
    late = NOW + timedelta(hours=2)
    place = {"enrolment_id": desk.enrolment.id, "lesson_id": desk.lesson.id}

    def start() -> None:
        with pytest.raises(QuizPassed):
            desk.start(late)

    deeds: dict[str, Any] = {
        "get": lambda: attempt_now(actor=desk.person, attempt_id=attempt.id, now=late),
        "list": lambda: attempts_now(actor=desk.person, now=late, **place),
        "submit": lambda: desk.submit(attempt, late),
        "start": start,
        "overview": lambda: overview(actor=desk.person, now=late, **place),
        "sweep": lambda: sweep_attempts(now=late + timedelta(days=1)),
    }
    deeds[touch]()
    attempt.refresh_from_db()
    assert (attempt.passed, attempt.submitted_at, done()) == (True, NOW + timedelta(minutes=10), ["quiz"])
    assert sweep_attempts(now=late + timedelta(days=1)) == 0


def test_the_sweep_leaves_a_day_to_a_phone_without_a_network() -> None:
    desk = Desk(minutes=10)
    desk.start()
    end = NOW + timedelta(days=1, minutes=11)
    assert sweep_attempts(now=end) == 0
    assert sweep_attempts(now=end + timedelta(microseconds=1)) == 1
    assert Attempt.objects.get().status == "submitted"

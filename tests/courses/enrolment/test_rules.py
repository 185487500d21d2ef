from datetime import UTC, datetime, timedelta

import pytest

from courses.enrolment.rules import completes, courses_lost, settled_time

ENROLLED = datetime(2026, 11, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "settled"),
    [
        (None, NOW),
        (NOW - timedelta(days=3), NOW - timedelta(days=3)),
        (NOW + timedelta(hours=5), NOW),
        (ENROLLED - timedelta(hours=5), ENROLLED),
        (ENROLLED, ENROLLED),
        (NOW, NOW),
    ],
)
def test_a_wrong_clock_loses_no_progress(told: datetime | None, settled: datetime) -> None:
    assert settled_time(told, enrolled_at=ENROLLED, now=NOW) == settled


@pytest.mark.parametrize(("done", "total", "complete"), [(0, 1, False), (1, 2, False), (2, 2, True), (3, 2, True)])
def test_a_course_is_complete_with_its_last_required_lesson(done: int, total: int, complete: bool) -> None:
    assert completes(done=done, total=total) is complete


@pytest.mark.parametrize(
    ("left", "kept", "lost"),
    [
        ([], [], set()),
        (["a", "b"], [], {"a", "b"}),
        (["a", "b"], ["b", "c"], {"a"}),
        (["a"], ["a"], set()),
    ],
)
def test_a_leaver_loses_what_came_from_that_cohort_alone(left: list[str], kept: list[str], lost: set[str]) -> None:
    assert courses_lost(left=left, kept=kept) == lost

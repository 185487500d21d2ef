import pytest

from courses.enrolment.rules import courses_lost


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

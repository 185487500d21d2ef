"""What several reviews of one submission come to."""

from itertools import permutations

import pytest

from mentoring.reviews.rules import Opinion, asks_another, differ, verdict

A, R, D = "accepted", "revise", "declined"


def opinions(*told: tuple[int, str]) -> list[Opinion]:
    return [Opinion(points, decision) for points, decision in told]


@pytest.mark.parametrize(
    ("told", "threshold", "most", "expected"),
    [
        ([(10, A), (10, A)], 0.25, 20, False),
        ([(10, A), (15, A)], 0.25, 20, False),
        ([(10, A), (16, A)], 0.25, 20, True),
        ([(16, A), (13, A), (10, A)], 0.25, 20, True),
        ([(10, A), (10, R)], 0.25, 20, True),
        ([(0, A), (20, A)], 1, 20, False),
        ([(0, A), (20, D)], 1, 20, True),
        ([(10, R), (10, R)], 0, 20, False),
        ([(10, R), (11, R)], 0, 20, True),
        ([(0, A), (29, A)], 0.29, 100, False),
        ([(0, A), (30, A)], 0.29, 100, True),
        ([(0, A), (0, A)], 0.25, 0, False),
        ([(7, A)], 0, 20, False),
    ],
)
def test_they_differ_in_points_or_in_the_decision(
    told: list[tuple[int, str]], threshold: float, most: int, expected: bool
) -> None:
    assert {differ(opinions(*order), threshold=threshold, most=most) for order in permutations(told)} == {expected}


@pytest.mark.parametrize(
    ("told", "asked", "expected"),
    [
        ([(10, A)], 1, False),
        ([(10, A), (10, A)], 2, False),
        ([(10, A), (10, D)], 2, True),
        ([(10, A), (10, D), (10, R)], 2, False),
        ([(10, A), (10, D), (10, R)], 3, True),
    ],
)
def test_another_is_asked_for_once(told: list[tuple[int, str]], asked: int, expected: bool) -> None:
    assert asks_another(opinions(*told), asked=asked, threshold=0.25, most=20) is expected


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([A], A),
        ([R], R),
        ([D], D),
        ([A, A], A),
        ([D, D], D),
        ([A, R], R),
        ([R, D], R),
        ([A, D], R),
        ([A, A, D], A),
        ([A, R, D], R),
        ([D, D, A], D),
        ([A, A, A, D], A),
        ([A, A, R, D], R),
        ([A, A, D, D], R),
        ([A, A, A, D, D], A),
        ([R, R, D, D, D], D),
    ],
)
def test_the_middle_decision_goes_out_in_whatever_order_they_came(decisions: list[str], expected: str) -> None:
    assert {verdict(opinions(*((0, one) for one in order))) for order in permutations(decisions)} == {expected}

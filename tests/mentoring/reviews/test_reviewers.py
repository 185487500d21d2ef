"""Severity is found, moves nothing where nothing is known, and depends on no order; flags keep to their thresholds."""

from random import Random

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from mentoring.reviews.enums import Flag
from mentoring.reviews.rules.reviewers import figures
from mentoring.reviews.rules.severity import Given, adjusted, severities

FEW = settings(max_examples=25)
SEEDS = st.integers(0, 100_000)
WHOLE = (0.5, 1.0, 0.0)  # levels of one review: nothing is given more often than the rest


def planted(seed: int, *, works: int = 120, reviewers: int = 6, noise: float = 0.0) -> tuple[list[float], list[Given]]:
    """Severities that come to nothing together, and what three reviewers of each work give accordingly."""
    chance = Random(seed)
    leanings = [chance.uniform(-0.15, 0.15) for _ in range(reviewers)]
    own = [severity - sum(leanings) / reviewers for severity in leanings]
    given = []
    for work in range(works):
        worth = chance.uniform(0.35, 0.65)
        given += [
            Given(work, reviewer, worth - own[reviewer] + chance.gauss(0, noise))
            for reviewer in chance.sample(range(reviewers), 3)
        ]
    return own, given


@FEW
@drawn(SEEDS)
def test_planted_severities_are_found(seed: int) -> None:
    own, given = planted(seed)
    assert severities(given) == pytest.approx(dict(enumerate(own)), abs=0.015)


@FEW
@drawn(SEEDS)
def test_they_are_found_through_noise_too(seed: int) -> None:
    own, given = planted(seed, works=600, noise=0.05)
    assert severities(given) == pytest.approx(dict(enumerate(own)), abs=0.03)


@FEW
@drawn(SEEDS)
def test_adjusting_brings_the_reviews_of_a_work_together(seed: int) -> None:
    _own, given = planted(seed)
    severity = severities(given)
    by_work: dict[object, list[float]] = {}
    for one in given:
        by_work.setdefault(one.work, []).append(adjusted(one.share, severity[one.reviewer]))
    assert max(max(shares) - min(shares) for shares in by_work.values()) < 0.03


@FEW
@drawn(SEEDS)
def test_the_order_of_reviews_says_nothing(seed: int) -> None:
    given = planted(seed, works=20, noise=0.1)[1]
    shuffled = Random(seed).sample(given, len(given))
    assert severities(shuffled) == pytest.approx(severities(given), abs=1e-9)


@FEW
@drawn(st.lists(st.floats(0, 1), max_size=30))
def test_nothing_moves_with_one_reviewer(shares: list[float]) -> None:
    alone = [Given(work, "Samir", share) for work, share in enumerate(shares)]
    assert severities(alone) == pytest.approx(dict.fromkeys(["Samir"][: len(shares)], 0.0), abs=1e-9)


def test_who_shares_no_work_is_not_moved_and_moves_nobody() -> None:
    pair = [Given(work, reviewer, share) for work in range(4) for reviewer, share in (("Samir", 0.8), ("Rim", 0.6))]
    alone = [Given(f"own {work}", "Layla", 0.1) for work in range(9)]
    assert severities([*pair, *alone]) == pytest.approx({**severities(pair), "Layla": 0.0})


def test_few_reviews_move_little() -> None:
    def of(works: int) -> float:
        return severities([Given(n, who, share) for n in range(works) for who, share in (("a", 0.9), ("b", 0.5))])["b"]

    assert [round(of(works), 3) for works in (1, 4, 40)] == [0.067, 0.133, 0.19]


def test_what_is_adjusted_stays_a_share() -> None:
    assert [adjusted(0.95, 0.1), adjusted(0.05, -0.1), round(adjusted(0.5, 0.1), 6)] == [1.0, 0.0, 0.6]


def test_nobody_has_no_severity() -> None:
    assert (severities([]), figures([])) == ({}, {})


def pool(reviews: int = 6, minutes: float = 20.0, levels: tuple[float, ...] = WHOLE) -> list[Given]:
    """Works that four reviewers judge alike."""
    return [
        Given(work, reviewer, 0.5, minutes * (1 + (work + n) % 3 / 4), levels)
        for work in range(reviews)
        for n, reviewer in enumerate("abcd")
    ]


def flags_of(given: list[Given], reviewer: str = "x") -> tuple[Flag, ...]:
    return figures(given)[reviewer].flags


def test_figures_of_a_reviewer() -> None:
    given = [Given(1, "a", 0.8, 10.0), Given(1, "b", 0.4, 30.0), Given(2, "a", 0.6, 20.0)]
    found = figures(given)["a"]
    assert (found.reviews, found.shared, found.flags) == (2, 1, ())
    assert (found.mean_raw, found.median_minutes) == (pytest.approx(0.7), 15.0)
    assert found.mean_adjusted == pytest.approx(0.7 + found.severity)
    assert found.severity == pytest.approx(-0.4 / 6)


@pytest.mark.parametrize(
    ("reviews", "minutes", "expected"),
    [(5, 2.0, (Flag.TOO_FAST,)), (4, 2.0, ()), (5, 15.0, ()), (5, 90.0, ())],
    ids=["far faster", "too few to tell", "a little faster", "slow"],
)
def test_who_is_far_faster_than_others_is_looked_at(reviews: int, minutes: float, expected: tuple[Flag, ...]) -> None:
    own = [Given(work, "x", 0.5, minutes, WHOLE) for work in range(reviews)]
    assert flags_of([*pool(), *own]) == expected


def test_nobody_is_fast_where_nobody_knows_what_is_usual() -> None:
    own = [Given(work, "x", 0.5, 1.0, WHOLE) for work in range(5)]
    assert flags_of([*pool(3), *own]) == ()


@pytest.mark.parametrize(
    ("level", "reviews", "others", "expected"),
    [
        (0.5, 5, WHOLE, (Flag.TOO_FLAT,)),
        (0.5, 4, WHOLE, ()),
        (1.0, 5, (1.0, 1.0, 1.0), ()),
    ],
    ids=["always the middle", "too few to tell", "everybody gives it"],
)
def test_who_gives_one_level_alone_is_looked_at(
    level: float, reviews: int, others: tuple[float, ...], expected: tuple[Flag, ...]
) -> None:
    own = [Given(work, "x", 0.5, 20.0, (level,) * 3) for work in range(reviews)]
    assert flags_of([*pool(levels=others), *own]) == expected


@pytest.mark.parametrize(
    ("works", "share", "expected"),
    [(range(5), 0.8, (Flag.FAR_OFF,)), (range(5), 0.7, ()), (range(4), 1.0, ()), (range(50, 55), 1.0, ())],
    ids=["far", "a little", "too few to tell", "with nobody to compare"],
)
def test_who_is_far_from_the_others_is_looked_at(works: range, share: float, expected: tuple[Flag, ...]) -> None:
    own = [Given(work, "x", share, 20.0, WHOLE) for work in works]
    assert flags_of([*pool(), *own]) == expected

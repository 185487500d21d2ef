"""Which courses a leaver loses."""

from collections.abc import Collection


def courses_lost(*, left: Collection[str], kept: Collection[str]) -> set[str]:
    """Slugs of the courses that a leaver had from the cohort `left` alone."""
    return set(left) - set(kept)

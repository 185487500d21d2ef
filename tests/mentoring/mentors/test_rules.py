import pytest

from mentoring.mentors.rules import served_states


@pytest.mark.parametrize(
    ("granted", "chosen", "expected"),
    [
        (None, [], None),
        (None, ["MA", "JO"], {"MA", "JO"}),
        ({"MA", "JO"}, [], {"MA", "JO"}),
        ({"MA", "JO"}, ["JO", "TN"], {"JO"}),
        ({"MA"}, ["TN"], set()),
    ],
)
def test_a_mentor_serves_what_was_granted_and_they_chose(
    granted: set[str] | None, chosen: list[str], expected: set[str] | None
) -> None:
    bounds = None if granted is None else frozenset(granted)
    assert served_states(bounds, chosen) == (None if expected is None else frozenset(expected))

from uuid import UUID

import pytest

from courses.enrolment.rules import Standing, standing

A, B, C = (UUID(int=number) for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("required", "done", "found", "is_complete"),
    [
        ({A, B}, set(), Standing(0, 2), False),
        ({A, B}, {A}, Standing(1, 2), False),
        ({A, B}, {A, C}, Standing(1, 2), False),
        ({A, B}, {A, B}, Standing(2, 2), True),
        ({A, B}, {A, B, C}, Standing(2, 2), True),
    ],
)
def test_what_is_required_counts(required: set[UUID], done: set[UUID], found: Standing, is_complete: bool) -> None:
    assert standing(required, done) == found
    assert found.is_complete is is_complete

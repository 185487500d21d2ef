"""In which order the suite runs."""

import pytest

from tests.conftest import is_slow

pytestmark = pytest.mark.proof


def test_no_slow_module_comes_after_others(request: pytest.FixtureRequest) -> None:
    slow = [is_slow(item) for item in request.session.items]
    assert slow == sorted(slow, reverse=True)
    assert slow[0]

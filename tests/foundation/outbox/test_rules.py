from datetime import timedelta

import pytest

from foundation.outbox.rules import is_stuck, wait_after


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 2), (2, 4), (5, 32), (12, 3600), (40, 3600)])
def test_each_failure_waits_longer(attempts: int, seconds: int) -> None:
    assert wait_after(attempts) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("attempts", "stuck"), [(0, False), (7, False), (8, True), (9, True)])
def test_eight_attempts_are_enough(attempts: int, stuck: bool) -> None:
    assert is_stuck(attempts) is stuck

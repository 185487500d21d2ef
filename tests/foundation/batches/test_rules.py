from datetime import timedelta

from foundation.batches.rules import added, wait_after


def test_the_pause_doubles() -> None:
    assert [wait_after(failures) for failures in (1, 2, 3)] == [timedelta(seconds=n) for n in (2, 4, 8)]


def test_counts_add_up() -> None:
    assert added({"a": 1, "b": 2}, {"b": 3, "c": 4}) == {"a": 1, "b": 5, "c": 4}
    assert added({}, {}) == {}

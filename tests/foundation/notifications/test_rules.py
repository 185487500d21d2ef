from datetime import timedelta
from uuid import UUID

import pytest

from foundation.notifications import rules
from foundation.notifications.enums import Kind

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("attempts", "wait"),
    [
        (1, timedelta(seconds=30)),
        (2, timedelta(minutes=2)),
        (3, timedelta(minutes=10)),
        (4, timedelta(hours=1)),
        (5, timedelta(hours=6)),
        (6, None),
        (7, None),
    ],
)
def test_the_wait_grows_and_ends(attempts: int, wait: timedelta | None) -> None:
    assert rules.retry_after(attempts) == wait


def test_a_notice_is_the_same_for_the_same_occasion_and_person() -> None:
    first = rules.Notice(Kind.SUBMISSION_REVIEWED, "submission", ONE, TWO)
    assert first.key(THREE) == f"submission_reviewed:{TWO}:{THREE}"


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("", True),
        ("Hello", True),
        ("Hello\nBcc: x@example.org", False),
        ("Hello\r\n", False),
        ("Hello\r", False),
        ("Hello\u2028there", False),
    ],
)
def test_a_header_is_one_line(value: str, fits: bool) -> None:
    assert rules.is_one_line(value) is fits


def test_one_line_folds_what_a_title_may_hold() -> None:
    assert rules.one_line(" a\r\nBcc: b \u2028 c\t") == "a Bcc: b c"

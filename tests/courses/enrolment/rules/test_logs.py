from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from courses.enrolment.rules import Fault, Told, in_our_time, read_event, verdict

ID, ENROLMENT, LESSON = (f"01900000-0000-7000-8000-00000000000{number}" for number in "abc")
EVENT = {
    "id": ID,
    "kind": "lesson_opened",
    "enrolment": ENROLMENT,
    "lesson": LESSON,
    "occurred_at": "2026-11-01T10:00:00Z",
}
TEN = datetime(2026, 11, 1, 10, tzinfo=UTC)


def test_an_event_as_it_should_be() -> None:
    assert read_event(EVENT) == Told(ID, "lesson_opened", ENROLMENT, LESSON, TEN, {})


def test_ids_are_compared_in_lower_case() -> None:
    assert read_event({**EVENT, "id": ID.upper(), "lesson": LESSON.upper()}) == read_event(EVENT)


@pytest.mark.parametrize(
    "said",
    [
        "2026-11-01T10:00:00Z",
        "2026-11-01t10:00:00z",
        "2026-11-01 10:00:00+00:00",
        "2026-11-01T12:30:00.000+02:30",
        "2026-11-01T10:00:00.0000000001Z",
    ],
)
def test_a_time_is_read_in_any_form_of_rfc_3339(said: str) -> None:
    read = read_event({**EVENT, "occurred_at": said})
    assert isinstance(read, Told)
    assert read.told_at == TEN


@pytest.mark.parametrize(
    ("event", "pointer"),
    [
        (None, ""),
        ([], ""),
        ("event", ""),
        ({}, "/id"),
        ({**EVENT, "id": 7}, "/id"),
        ({**EVENT, "id": "{01900000-0000-7000-8000-00000000000a}"}, "/id"),
        ({**EVENT, "id": ID.replace("0", "٠")}, "/id"),
        ({**EVENT, "id": ID + "\n"}, "/id"),
        ({**EVENT, "enrolment": None}, "/enrolment"),
        ({**EVENT, "lesson": "first"}, "/lesson"),
        ({**EVENT, "kind": 1}, "/kind"),
        ({**EVENT, "occurred_at": 1793527200}, "/occurred_at"),
        ({**EVENT, "occurred_at": "2026-11-01T10:00:00"}, "/occurred_at"),
        ({**EVENT, "occurred_at": "2026-02-30T10:00:00Z"}, "/occurred_at"),
        ({**EVENT, "occurred_at": "2026-11-01T10:00:99Z"}, "/occurred_at"),
        ({**EVENT, "occurred_at": "yesterday"}, "/occurred_at"),
        ({**EVENT, "a/b~": 1}, "/a~1b~0"),
    ],
)
def test_where_an_event_can_not_be_understood(event: Any, pointer: str) -> None:
    assert read_event(event) == Fault(pointer)


def test_other_kinds_may_say_more() -> None:
    read = read_event({**EVENT, "kind": "answer_saved", "answers": {"one": True}})
    assert isinstance(read, Told)
    assert (read.kind, read.more) == ("answer_saved", {"answers": {"one": True}})


@pytest.mark.parametrize(
    ("told_at", "hours_behind", "expected"),
    [
        (TEN, 0, TEN),
        (TEN, 3, TEN + timedelta(hours=3)),
        (TEN, -3, TEN - timedelta(hours=3)),
        (TEN, 1000, TEN + timedelta(days=9)),  # now
        (TEN, -1000, TEN - timedelta(days=9)),  # the enrolment
        (datetime(9999, 12, 31, 23, 59, tzinfo=UTC), 24, TEN + timedelta(days=9)),
        (datetime(1, 1, 1, tzinfo=UTC), -24, TEN - timedelta(days=9)),
    ],
)
def test_a_clock_that_is_wrong(told_at: datetime, hours_behind: int, expected: datetime) -> None:
    since, now = TEN - timedelta(days=9), TEN + timedelta(days=9)
    assert in_our_time(told_at, timedelta(hours=hours_behind), since, now) == expected


@pytest.mark.parametrize(
    ("kind", "status", "lesson", "code"),
    [
        ("lesson_opened", "active", "text", None),
        ("lesson_completed", "active", "text", None),
        ("lesson_completed", "completed", "text", None),
        ("lesson_opened", "active", "quiz", None),
        ("lesson_completed", "active", "quiz", "quiz_not_passed"),
        ("answer_saved", "active", "quiz", None),
        ("lesson_opened", "withdrawn", "text", "enrolment_withdrawn"),
    ],
)
def test_what_speaks_against_an_event(kind: str, status: str, lesson: str, code: str | None) -> None:
    assert verdict(kind, status, lesson) == code


@pytest.mark.parametrize(
    ("kind", "status", "lesson", "code"),
    [
        ("lesson_completed", "active", "text", "deadline_passed"),
        ("lesson_completed", "active", "quiz", "quiz_not_passed"),
        ("lesson_completed", "withdrawn", "text", "enrolment_withdrawn"),
        ("lesson_opened", "active", "text", None),
        ("answer_saved", "active", "quiz", None),
        ("attempt_submitted", "active", "quiz", None),
    ],
)
def test_what_is_late_completes_no_lesson(kind: str, status: str, lesson: str, code: str | None) -> None:
    assert verdict(kind, status, lesson, is_late=True) == code

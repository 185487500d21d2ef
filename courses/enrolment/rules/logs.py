"""What a phone tells of, event by event: whether it can be understood, when it was by our clock, what speaks against it."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from courses.catalogue.enums import LessonKind
from courses.enrolment.enums import EnrolmentStatus, ProgressEventKind, Refusal
from foundation.kernel.pointers import step

COMMON = ("id", "kind", "enrolment", "lesson", "occurred_at")
# Each case by its own letter: `IGNORECASE` takes three times as long.
HEX = "[0-9a-fA-F]"
ID = re.compile(f"{HEX}{{8}}-{HEX}{{4}}-{HEX}{{4}}-{HEX}{{4}}-{HEX}{{12}}")
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9:]{8}(?:\.[0-9]+)?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})")
# Plain texts: a member of an enumeration is looked up anew wherever it is named.
WITHDRAWN, QUIZ = EnrolmentStatus.WITHDRAWN.value, LessonKind.QUIZ.value
COMPLETED = ProgressEventKind.LESSON_COMPLETED.value
LESSON_KINDS = frozenset({ProgressEventKind.LESSON_OPENED.value, COMPLETED})


class Told(NamedTuple):
    """An event that can be understood. The ids are in lower case; `told_at` is the phone's time, `more` what its kind adds."""

    id: str
    kind: str
    enrolment: str
    lesson: str
    told_at: datetime
    more: Mapping[str, Any]


class Fault(NamedTuple):
    """Where in the event it can't be understood (a JSON Pointer)."""

    pointer: str


def read_event(event: Any) -> Told | Fault:
    """Members beyond the common ones belong to kinds that say so; lessons have none."""
    if type(event) is not dict:
        return Fault("")
    for name in ("id", "enrolment", "lesson"):
        if type(event.get(name)) is not str or not ID.fullmatch(event[name]):
            return Fault(f"/{name}")
    kind = event.get("kind")
    if type(kind) is not str:
        return Fault("/kind")
    told_at = _time(event.get("occurred_at"))
    if told_at is None:
        return Fault("/occurred_at")
    more = {name: event[name] for name in event if name not in COMMON} if len(event) > len(COMMON) else {}
    if more and kind in LESSON_KINDS:
        return Fault(step(next(iter(more))))
    return Told(event["id"].lower(), kind, event["enrolment"].lower(), event["lesson"].lower(), told_at, more)


def _time(said: Any) -> datetime | None:
    """RFC 3339, with its offset: a time of day without one could be meant anywhere."""
    if type(said) is not str or not TIME.fullmatch(said):
        return None
    try:
        return datetime.fromisoformat(said.upper())
    except ValueError:
        return None


def in_our_time(told_at: datetime, ahead: timedelta, since: datetime, now: datetime) -> datetime:
    """When it was, by a phone whose clock is behind ours by `ahead`: between `since` and now, whatever it says. In UTC, since
    PostgreSQL takes fewer offsets than Python."""
    try:
        return max(since, min(told_at + ahead, now)).astimezone(UTC)
    except OverflowError:
        return now if told_at > now else since


def verdict(kind: str, enrolment_status: str, lesson_kind: str, *, is_late: bool = False) -> Refusal | None:
    """Why an event is not taken; None if it is. `is_late`: it happened when nothing counted any more."""
    if enrolment_status == WITHDRAWN:
        return Refusal.ENROLMENT_WITHDRAWN
    if kind == COMPLETED and lesson_kind == QUIZ:
        return Refusal.QUIZ_NOT_PASSED
    if kind == COMPLETED and is_late:
        return Refusal.DEADLINE_PASSED
    return None

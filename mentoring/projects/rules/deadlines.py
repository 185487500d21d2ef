"""By when a stage is to be handed in: the end of a day where the team is. Of several zones the latest counts."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from foundation.kernel.dates import LAST_DAY, end_of
from mentoring.projects.enums import Timing
from mentoring.projects.rules.calls import Fault, Stage, stage_of

MOST_LATE_DAYS = 60
TIMES = ("due_on", "late")


def due_day(stages: Sequence[Stage], key: str) -> date | None:
    due_on = stage_of(stages, key).get("due_on")
    return date.fromisoformat(due_on) if due_on else None


def due_at(stages: Sequence[Stage], key: str, zones: Collection[str]) -> datetime | None:
    day = due_day(stages, key)
    return max(end_of(day, zone) for zone in zones) if day and zones else None


def timing(stages: Sequence[Stage], key: str, zones: Collection[str], now: datetime) -> Timing:
    day = due_day(stages, key)
    if day is None or not zones or now <= max(end_of(day, zone) for zone in zones):
        return Timing.IN_TIME
    last = _last_day(stage_of(stages, key), day)
    return Timing.LATE if now <= max(end_of(last, zone) for zone in zones) else Timing.OVER


def deadline_faults(
    stages: Sequence[Stage], opens_on: date | None = None, closes_on: date | None = None
) -> list[Fault]:
    return _out_of_order(stages) + _too_early(stages, opens_on) + _too_late(stages[0], closes_on)


def _out_of_order(stages: Sequence[Stage]) -> list[Fault]:
    """A stage is not due before the one that it follows."""
    faults, latest = [], ""
    for n, stage in enumerate(stages):
        due_on = stage.get("due_on")
        if stage.get("late") and not due_on:
            faults.append((f"/stages/{n}/late", "late_without_due"))
        if due_on and due_on < latest:
            faults.append((f"/stages/{n}/due_on", "due_before"))
        latest = max(latest, due_on or "")
    return faults


def _too_early(stages: Sequence[Stage], opens_on: date | None) -> list[Fault]:
    """No stage is due before the call opens."""
    due = ((n, stage.get("due_on")) for n, stage in enumerate(stages))
    return [
        (f"/stages/{n}/due_on", "due_before_opening")
        for n, day in due
        if opens_on and day and date.fromisoformat(day) < opens_on
    ]


def _too_late(first: Stage, closes_on: date | None) -> list[Fault]:
    """A call that closes takes no first work any more: then the first stage is over, whatever it says, and no other."""
    day = due_day([first], first["key"])
    if day is None or closes_on is None or _last_day(first, day) <= closes_on:
        return []
    return [("/stages/0/due_on" if day > closes_on else "/stages/0/late", "due_after_closing")]


def _last_day(stage: Stage, due_on: date) -> date:
    late = stage.get("late")
    return min(due_on, LAST_DAY) + timedelta(days=late["days"] if late else 0)


def timeless(stages: Sequence[Stage]) -> list[dict[str, Any]]:
    """The stages without what may be moved after projects have begun."""
    return [{name: value for name, value in stage.items() if name not in TIMES} for stage in stages]

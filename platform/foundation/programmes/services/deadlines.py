"""By when the courses of a cohort are to be done."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from foundation.kernel.errors import FieldError, Invalid
from foundation.programmes.models import Cohort
from foundation.programmes.rules import Deadline, deadline_faults

Kept = dict[str, Any]


def kept(deadlines: Iterable[Mapping[str, Any]]) -> list[Kept]:
    """As the column holds them."""
    return [
        {"course": told["course"], "date": told["date"].isoformat(), "closes": told.get("closes", False)}
        for told in deadlines
    ]


def settled(cohort: Cohort, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes, in which a course that goes takes its deadline along unless the deadlines are said anew."""
    if "deadlines" in changes:
        return {**changes, "deadlines": kept(changes["deadlines"])}
    if "courses" in changes:
        return {**changes, "deadlines": [one for one in cohort.deadlines if one["course"] in changes["courses"]]}
    return dict(changes)


def check_deadlines(cohort: Cohort) -> None:
    told = [Deadline(one["course"], date.fromisoformat(one["date"]), one["closes"]) for one in cohort.deadlines]
    faults = deadline_faults(told, cohort.courses, cohort.starts_on, cohort.ends_on)
    if errors := [FieldError(f"/deadlines/{place}", fault.value, fault.label) for place, fault in faults]:
        raise Invalid(errors=errors)

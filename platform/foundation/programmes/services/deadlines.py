"""Which courses a cohort has, and by when they are to be done."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.kernel.errors import FieldError, Invalid
from foundation.programmes.models import Cohort
from foundation.programmes.rules import Deadline, deadline_faults, repeats

Kept = dict[str, Any]
REPEATED = _("The cohort has this course already.")


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


def check_deadlines(cohort: Cohort, known: Iterable[Kept] = (), today: date = date.min) -> None:
    faults = deadline_faults(
        _read(cohort.deadlines), cohort.courses, cohort.starts_on, cohort.ends_on, known=_read(known), today=today
    )
    if errors := [FieldError(f"/deadlines/{place}", fault.value, fault.label) for place, fault in faults]:
        raise Invalid(errors=errors)


def check_courses(courses: Sequence[str]) -> None:
    """Whether there is such a course isn't known here; the report says which of them aren't published."""
    if errors := [FieldError(f"/courses/{place}", "repeated", REPEATED) for place in repeats(courses)]:
        raise Invalid(errors=errors)


def _read(deadlines: Iterable[Kept]) -> list[Deadline]:
    return [Deadline(one["course"], date.fromisoformat(one["date"]), one["closes"]) for one in deadlines]

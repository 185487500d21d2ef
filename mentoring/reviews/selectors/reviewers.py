"""What the office is shown of reviewers. Severity is estimated over all calls of a programme: the more reviews, the surer.
What was computed holds for a quarter of an hour, so that the pages of a list are of one moment."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import asdict
from datetime import timedelta
from statistics import fmean
from typing import Any
from uuid import UUID

from django.db.models import F, FloatField, Func, IntegerField, JSONField, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Least

from foundation.accounts.models import User
from foundation.programmes.policies import require_office
from mentoring.mentors.models import Mentor
from mentoring.projects.models import Call, Submission
from mentoring.projects.policies import get_call_for
from mentoring.reviews.enums import ReviewStatus
from mentoring.reviews.models import Review
from mentoring.reviews.rules import Figures, Given, adjusted, figures, severities, shares
from mentoring.reviews.selectors.keeping import kept

DIGITS = 4
MINUTE = timedelta(minutes=1)


def reviewers_of(actor: User, call_id: UUID) -> QuerySet[Mentor]:
    """Who gave reviews in the call, each with the `figures` of all that they gave in its programme."""
    call = _call_for(actor, call_id)
    found = kept(f"figures:{call.id}", lambda: _figures_in(call))
    reviewers = Mentor.objects.filter(pk__in=found).select_related("person")
    return reviewers.annotate(figures=_looked_up(found))


def scores_of(actor: User, call_id: UUID) -> QuerySet[Submission]:
    """What was reviewed in the call, each with how many reviews were `given`, and the means of their shares of the points as
    they are (`raw`) and without their reviewers' severity (`adjusted`)."""
    call = _call_for(actor, call_id)
    means = _looked_up(kept(f"means:{call.id}", lambda: _means_in(call)))
    reviewed = Submission.objects.filter(project__call=call).select_related("project")
    return (
        reviewed.annotate(means=means)
        .filter(means__isnull=False)
        .annotate(
            given=Cast(KT("means__given"), IntegerField()),
            raw=Cast(KT("means__raw"), FloatField()),
            adjusted=Cast(KT("means__adjusted"), FloatField()),
        )
    )


def _call_for(actor: User, call_id: UUID) -> Call:
    require_office(actor)
    return get_call_for(actor, call_id)


def _figures_in(call: Call) -> dict[str, dict[str, Any]]:
    here = _given_in(call, "mentor_id")
    return {str(mentor): _rounded(own) for mentor, own in figures(_given_beside(call)).items() if mentor in here}


def _means_in(call: Call) -> dict[str, dict[str, float]]:
    here = _given_in(call, "submission_id")
    return {str(work): mean for work, mean in _means(_given_beside(call)).items() if work in here}


def _given_in(call: Call, what: str) -> set[UUID]:
    given = Review.objects.filter(submission__project__call=call, status=ReviewStatus.SUBMITTED)
    return set(given.values_list(what, flat=True))


def _rounded(own: Figures) -> dict[str, Any]:
    return {key: round(value, DIGITS) if isinstance(value, float) else value for key, value in asdict(own).items()}


def _means(given: list[Given]) -> dict[Hashable, dict[str, float]]:
    severity = severities(given)
    works: dict[Hashable, list[tuple[float, float]]] = defaultdict(list)
    for one in given:
        works[one.work].append((one.share, adjusted(one.share, severity[one.reviewer])))
    return {work: _mean(*zip(*pairs, strict=True)) for work, pairs in works.items()}


def _mean(raw: tuple[float, ...], fair: tuple[float, ...]) -> dict[str, float]:
    return {"given": len(raw), "raw": round(fmean(raw), DIGITS), "adjusted": round(fmean(fair), DIGITS)}


def _given_beside(call: Call) -> list[Given]:
    """All reviews that were given in calls of the same programme, or with it of none."""
    tops = {other.id: _tops(other) for other in Call.objects.filter(programme=call.programme_id)}
    rows = Review.objects.filter(submission__project__call__in=tops).exclude(status=ReviewStatus.DRAFT)
    held = Least("submitted_at", "lease_until") - F("created_at")
    read = rows.annotate(points=_points(), held=held, call=F("submission__project__call"))
    spent: dict[tuple[UUID, UUID], timedelta] = defaultdict(timedelta)
    given = []
    for row in read.values("submission_id", "mentor_id", "status", "call", "points", "held"):
        spent[row["submission_id"], row["mentor_id"]] += row["held"]
        if row["status"] == ReviewStatus.SUBMITTED:
            given.append(row)
    return [_given(row, tops[row["call"]], spent[row["submission_id"], row["mentor_id"]] / MINUTE) for row in given]


def _given(row: Mapping[str, Any], tops: Mapping[str, int], minutes: float) -> Given:
    share, levels = shares(row["points"] or {}, tops)
    return Given(row["submission_id"], row["mentor_id"], share, minutes, levels)


def _tops(call: Call) -> dict[str, int]:
    """The points that can be had for each criterion."""
    criteria = call.rubric["criteria"]
    return {criterion["key"]: max(level["points"] for level in criterion["levels"]) for criterion in criteria}


def _points() -> Func:
    """A review's points by criterion, without the reasons: those are long."""
    pairs = "(SELECT jsonb_object_agg(key, value -> 'points') FROM jsonb_each(%(expressions)s))"
    return Func(F("scores"), template=pairs, output_field=JSONField())


def _looked_up(values: Mapping[str, Any]) -> Func:
    """Of rows: what `values` hold for their ids."""
    table = Value(values, output_field=JSONField())
    own = Cast("pk", TextField())
    return Func(table, own, template="(%(expressions)s)", arg_joiner=" -> ", output_field=JSONField())

"""How reviewers judge, for the office: by all that they gave in a programme, computed once in a quarter of an hour."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db.models import Func, JSONField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from foundation.accounts.models import User
from mentoring.mentors.models import Mentor
from mentoring.projects.models import Call
from mentoring.reviews.rules import Figures, figures
from mentoring.reviews.selectors.given import given_beside, judged_call
from mentoring.reviews.selectors.keeping import kept

DIGITS = 4


def reviewers_of(actor: User, call_id: UUID) -> QuerySet[Mentor]:
    """Who gave reviews in the call, each with the `figures` of all that they gave in its programme, and `computed_at`."""
    call = judged_call(actor, call_id)
    judged = kept(f"figures:{call.id}", lambda: _figures_in(call))
    reviewers = Mentor.objects.filter(pk__in=judged.found).select_related("person")
    return reviewers.annotate(figures=_looked_up(judged.found), computed_at=Value(judged.at))


def _figures_in(call: Call) -> dict[str, dict[str, Any]]:
    found = given_beside(call)
    here = {one.reviewer for where, one in found if where == call.id}
    judged = figures([one for _, one in found])
    return {str(mentor): _rounded(own) for mentor, own in judged.items() if mentor in here}


def _rounded(own: Figures) -> dict[str, Any]:
    return {key: round(value, DIGITS) if isinstance(value, float) else value for key, value in asdict(own).items()}


def _looked_up(values: Mapping[str, Any]) -> Func:
    """Of rows: what `values` hold for their ids."""
    table = Value(values, output_field=JSONField())
    own = Cast("pk", TextField())
    return Func(table, own, template="(%(expressions)s)", arg_joiner=" -> ", output_field=JSONField())

"""Conflicts of interest, in SQL. Asked of each row: an EXISTS may be answered for everybody in the house at once."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, F, Func, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Concat
from django.db.models.lookups import IsNull

from foundation.accounts.models import User
from foundation.kernel.names import name_key
from foundation.kernel.statements import array
from foundation.programmes.models import Membership
from foundation.programmes.models.people import LIVE
from mentoring.mentors.enums import ConflictKind
from mentoring.mentors.policies.desk import Desk

NOBODY = Q(pk__in=())


def in_conflict(desk: Desk, person: str = "person") -> Q:
    """Of rows with whose person, at that path, the mentor declared a conflict: as somebody of the same organisation (her
    school's or her cohort's), a former pupil, or somebody who bears the name in either script."""
    names = [one["family_key"] for one in desk.conflicts if one["kind"] == ConflictKind.FAMILY_NAME]
    places = [_place(one) for one in desk.conflicts if one["organisation_id"]]
    found: list[QuerySet[Any]] = []
    if names:
        found.append(User.objects.filter(_bears(names), pk=OuterRef(person)))
    if places:
        found.append(Membership.objects.filter(_any(places), person=OuterRef(person)))
    return _any(_found(rows) for rows in found)


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions, NOBODY)


def _found(rows: QuerySet[Any]) -> Q:
    return Q(IsNull(Subquery(rows.values("pk")[:1]), False))


def _place(conflict: dict[str, Any]) -> Q:
    """Of memberships: live ones there, and for former pupils those of these years too."""
    there = Q(organisation=conflict["organisation_id"]) | Q(cohort__organisation=conflict["organisation_id"])
    if conflict["kind"] != ConflictKind.PUPILS:
        return there & LIVE
    years = Q(cohort__starts_on__year__lte=conflict["until_year"], cohort__ends_on__year__gte=conflict["from_year"])
    return there & (LIVE | years)


def _bears(keys: Iterable[str]) -> Func:
    """Of people: whether the words of the name have one of these among them."""
    both = Concat(Value(" "), F("name_key"), Value(" "), name_key("name_latin"), Value(" "), output_field=TextField())
    words = Func(both, Value("-"), Value(" "), function="translate", output_field=TextField())
    patterns = Value(array(f"% {_literally(key)} %" for key in keys))
    return Func(words, patterns, template="%(expressions)s)", arg_joiner=" LIKE ANY(", output_field=BooleanField())


def _literally(key: str) -> str:
    return key.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")

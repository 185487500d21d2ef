"""Whom coordinators noted as guardians."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from foundation.consents.models import Guardian


def guardian_names(person_ids: QuerySet[Any] | Sequence[UUID]) -> dict[UUID, str]:
    """By learner, where a name is noted."""
    rows = Guardian.objects.filter(person__in=person_ids).exclude(name="")
    return dict(rows.values_list("person", "name"))

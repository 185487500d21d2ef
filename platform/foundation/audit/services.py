from collections.abc import Collection
from typing import Any
from uuid import UUID

from foundation.audit.models import Record
from foundation.kernel.clock import now
from foundation.kernel.ids import new_id
from foundation.kernel.statements import copy_in


def record(
    *, actor_id: UUID | None, action: str, subject_type: str, subject_id: UUID, details: dict[str, Any] | None = None
) -> Record:
    """Write down a deed in the transaction of the deed. `details` holds ids and plain values, nothing personal."""
    return Record.objects.create(
        actor_id=actor_id, action=action, subject_type=subject_type, subject_id=subject_id, details=details or {}
    )


def record_many(
    *,
    actor_id: UUID | None,
    action: str,
    subject_type: str,
    subject_ids: Collection[UUID],
    details: dict[str, Any] | None = None,
) -> None:
    """The same deed on each of many subjects."""
    moment = now()
    fields = ("id", "created_at", "actor_id", "action", "subject_type", "subject_id", "details")
    said = (actor_id, action, subject_type)
    if subject_ids:
        copy_in(Record, fields, ((new_id(), moment, *said, subject_id, details or {}) for subject_id in subject_ids))

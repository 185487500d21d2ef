from typing import Any
from uuid import UUID

from foundation.audit.models import Record


def record(
    *, actor_id: UUID | None, action: str, subject_type: str, subject_id: UUID, details: dict[str, Any] | None = None
) -> Record:
    """Write down a deed in the transaction of the deed. `details` holds ids and plain values, nothing personal."""
    return Record.objects.create(
        actor_id=actor_id, action=action, subject_type=subject_type, subject_id=subject_id, details=details or {}
    )

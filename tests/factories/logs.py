"""What a phone writes down without a network."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from foundation.kernel.ids import new_id

MORNING = datetime(2030, 1, 1, 8, tzinfo=UTC)


def event_of(
    enrolment: UUID, lesson: UUID, kind: str = "lesson_completed", at: datetime = MORNING, **changes: Any
) -> dict[str, Any]:
    plain = {"id": new_id(), "kind": kind, "enrolment": enrolment, "lesson": lesson}
    return {name: str(value) for name, value in plain.items()} | {"occurred_at": at.isoformat()} | changes

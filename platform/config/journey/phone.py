"""A phone without a network: what its learner does is written down by its own clock, and handed in when there is one again."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from config.journey.talk import Caller

SLOW_BY = timedelta(hours=3)


@dataclass
class Phone:
    """Its clock is three hours slow. `log` is in the order in which things happened."""

    enrolment: str
    lesson: str
    log: list[dict[str, Any]] = field(default_factory=list)

    def write(self, kind: str, **more: Any) -> None:
        line = {"id": str(uuid.uuid4()), "kind": kind, "enrolment": self.enrolment, "lesson": self.lesson}
        self.log.append({**line, "occurred_at": self.clock(), **more})

    def clock(self) -> str:
        return (datetime.now(UTC) - SLOW_BY).isoformat()

    def hand_in(self, caller: Caller, lines: Sequence[dict[str, Any]]) -> list[str]:
        """What became of each."""
        answer = caller.post("/api/v1/progress-events", {"sent_at": self.clock(), "events": lines})
        return [result["outcome"] for result in answer.json["results"]]

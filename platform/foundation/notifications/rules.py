"""What a notice and a mail consist of, and when a mail is tried again."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from foundation.notifications.enums import Kind

RETRY_AFTER = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)
MOST_ATTEMPTS = len(RETRY_AFTER) + 1
LONGEST_SUBJECT = 300
NO_BREAK = "\u00a0"
TO_GUARDIAN = "consents_asked"


@dataclass(frozen=True)
class Notice:
    """Something to tell. `occasion` is what makes it that one occasion: the same one is told to a person once."""

    kind: Kind
    subject_type: str
    subject_id: UUID
    occasion: UUID
    params: dict[str, Any] = field(default_factory=dict)

    def key(self, person_id: UUID) -> str:
        return f"{self.kind}:{self.occasion}:{person_id}"


@dataclass(frozen=True)
class Letter:
    """The words of a mail in one language. In HTML the `body` (else the `text`) is followed by a button to `url`."""

    subject: str
    text: str
    body: str = ""
    url: str = ""
    action: str = ""


@dataclass(frozen=True)
class Envelope:
    to: str
    language: str
    letter: Letter
    dedup_key: str | None = None


def retry_after(attempts: int) -> timedelta | None:
    """The wait before the next attempt; None when there is none."""
    return RETRY_AFTER[attempts - 1] if attempts < MOST_ATTEMPTS else None


def letter_key(request_id: UUID, issue: int, asked_at: datetime) -> str:
    return f"{TO_GUARDIAN}:{request_id}:{issue}:{asked_at:%Y%m%dT%H%M%S%f}"


def link_in(dedup_key: str | None) -> tuple[UUID, int] | None:
    """The request, and which issue of it, whose link a letter to a guardian holds; None for other mails."""
    kind, *link = (dedup_key or "").split(":")
    return (UUID(link[0]), int(link[1])) if kind == TO_GUARDIAN else None


def is_one_line(value: str) -> bool:
    """A header that holds a line break could smuggle in another header."""
    return value.splitlines() in ([], [value])


def cut(subject: str) -> str:
    """A title may be longer than a subject can be."""
    return subject if len(subject) <= LONGEST_SUBJECT else subject[: LONGEST_SUBJECT - 1] + "…"


def one_line(value: str) -> str:
    """Spaces that don't break, as French wants them in its quotes, stay as they are."""
    return NO_BREAK.join(" ".join(part.split()) for part in value.split(NO_BREAK))

"""What phones without a network kept for us of attempts: answers and submits, in any order (`enrolment.services.keep_log`)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from courses.assessment.enums import AttemptStatus, Refusal
from courses.assessment.models import Attempt
from courses.assessment.policies import attempts_visible_to
from courses.assessment.rules.attempts import is_given_up, is_over, stamp
from courses.assessment.rules.drawing import drawn_questions
from courses.assessment.rules.grading import read_answers
from courses.assessment.rules.kinds import Misread
from courses.assessment.selectors import quiz_of
from courses.assessment.services.closing import close
from courses.enrolment.enums import ProgressEventKind
from courses.enrolment.services import Heard, Taker, Why
from foundation.accounts.models import User
from foundation.kernel.pointers import step

MEMBERS = frozenset({"attempt", "answers"})


def take_events(*, actor: User, events: Sequence[Heard], now: datetime) -> Mapping[str, Why]:
    """Each question keeps the answer that was given last, by the learner's clock; a submit that brings its answers ends with
    exactly these, whatever comes before or after it. A time limit is held against when they were given, and an attempt that
    ran out waits for them until somebody looks at it, or for a day."""
    desk = Desk(actor, events, now)
    refused: dict[str, Why] = {}
    for event in sorted(events, key=lambda event: (event.occurred_at, _is_submit(event), event.id)):
        try:
            desk.take(event)
        except Misread as fault:
            refused[event.id] = Why(fault.code, fault.pointer or None)
    desk.write()
    return refused


TAKERS: Mapping[str, Taker] = {
    ProgressEventKind.ANSWER_SAVED: take_events,
    ProgressEventKind.ATTEMPT_SUBMITTED: take_events,
}


def _is_submit(event: Heard) -> bool:
    return event.kind == ProgressEventKind.ATTEMPT_SUBMITTED


class Desk:
    """The attempts of these events' enrolments that they name, locked after those, none of them long over its time; each is
    written once."""

    def __init__(self, actor: User, events: Sequence[Heard], now: datetime) -> None:
        self.now = now
        ids = {attempt_id for event in events if (attempt_id := _attempt_id(event))}
        own = attempts_visible_to(actor).filter(enrolment__in={event.enrolment for event in events})
        rows = own.filter(id__in=ids).order_by("id")
        self.attempts = {row.id: row for row in rows.select_for_update(of=("self",), no_key=True)}
        self.changed: set[UUID] = set()
        for attempt in self.attempts.values():
            if attempt.status == AttemptStatus.OPEN and is_given_up(attempt.expires_at, now):
                self._close(attempt)

    def take(self, event: Heard) -> None:
        """Raises `Misread` for what is refused. A submit comes true once; again, or when time has ended the attempt already,
        it changes nothing, and is refused if it brings other answers than those that count."""
        attempt = self._attempt_of(event)
        told = _answers(attempt, event)
        if code := _bar_to(attempt, event.occurred_at):
            if not _is_submit(event) or (told is not None and _given(told) != attempt.answers):
                raise Misread(code)
            return
        moment = stamp(event.occurred_at, event.id)
        if _is_submit(event):
            if told is not None:
                attempt.answers, attempt.answered_at = {}, {}
                self._put(attempt, told, moment)
            self._close(attempt)
        else:
            known = attempt.answered_at
            newer = {question: answer for question, answer in (told or {}).items() if known.get(question, "") < moment}
            self._put(attempt, newer, moment)

    def _attempt_of(self, event: Heard) -> Attempt:
        if fault := _fault_in(event):
            raise Misread(Refusal.INVALID, fault)
        attempt_id = _attempt_id(event)
        attempt = self.attempts.get(attempt_id) if attempt_id else None
        if attempt is None or str(attempt.enrolment_id) != event.enrolment:
            raise Misread(Refusal.NOT_FOUND)
        return attempt

    def _put(self, attempt: Attempt, told: Mapping[str, Any], moment: str) -> None:
        attempt.answers = _given({**attempt.answers, **told})
        attempt.answered_at = {**attempt.answered_at, **dict.fromkeys(told, moment)}
        self.changed.add(attempt.id)

    def _close(self, attempt: Attempt) -> None:
        self.write()
        ended = close(Attempt.objects.filter(id=attempt.id), self.now)
        attempt.status, attempt.submitted_at = ended.status, ended.submitted_at

    def write(self) -> None:
        rows = [self.attempts[attempt_id] for attempt_id in sorted(self.changed)]
        if rows:
            Attempt.objects.bulk_update(rows, ["answers", "answered_at"])
        self.changed.clear()


def _fault_in(event: Heard) -> str | None:
    """Which member keeps it from being understood."""
    if "attempt" not in event.more:
        return "/attempt"
    if "answers" not in event.more and not _is_submit(event):
        return "/answers"
    return next((step(name) for name in event.more if name not in MEMBERS), None)


def _given(told: Mapping[str, Any]) -> dict[str, Any]:
    """Without those that were taken back."""
    return {question: answer for question, answer in told.items() if answer is not None}


def _bar_to(attempt: Attempt, moment: datetime) -> Refusal | None:
    """Why it takes nothing that was given then."""
    if attempt.status == AttemptStatus.OPEN:
        return Refusal.EXPIRED if is_over(attempt.expires_at, moment) else None
    return Refusal.EXPIRED if attempt.submitted_at == attempt.expires_at else Refusal.SUBMITTED


def _attempt_id(event: Heard) -> UUID | None:
    told = event.more.get("attempt")
    try:
        return UUID(told) if isinstance(told, str) else None
    except ValueError:
        return None


def _answers(attempt: Attempt, event: Heard) -> dict[str, Any] | None:
    if "answers" not in event.more:
        return None
    told = event.more["answers"]
    if not isinstance(told, dict):
        raise Misread(Refusal.INVALID, "/answers")
    try:
        return read_answers(drawn_questions(quiz_of(attempt.lesson_id), attempt.seed), told)
    except Misread as fault:
        raise Misread(fault.code, f"/answers{fault.pointer}") from None

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from courses.assessment.enums import AttemptStatus
from courses.assessment.errors import AnswersNotRight, AttemptExpired, AttemptSubmitted
from courses.assessment.models import Attempt
from courses.assessment.policies import attempts_visible_to
from courses.assessment.rules.attempts import GRACE, is_over, stamp
from courses.assessment.rules.drawing import drawn_questions
from courses.assessment.rules.grading import read_answers
from courses.assessment.rules.kinds import Misread
from courses.assessment.selectors import quiz_of
from courses.assessment.services.closing import settle
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.errors import EnrolmentWithdrawn
from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.services import require
from foundation.kernel.clock import now as present
from foundation.programmes.policies import one

# One statement: whoever saves at the same moment, each question has the answer that came last, and nothing comes in behind
# a submit.
MERGE = """
    UPDATE assessment_attempt
       SET answers = jsonb_strip_nulls(answers || %(told)s::jsonb), answered_at = answered_at || %(stamps)s::jsonb
     WHERE id = %(id)s AND status = 'open' AND (expires_at IS NULL OR expires_at >= %(latest)s)
    RETURNING answers
"""


def save_answers(*, actor: User, attempt_id: UUID, answers: Mapping[str, Any], now: datetime | None = None) -> Attempt:
    """Put these in place of what these questions had; None takes an answer back. The others stay."""
    require(actor, Purpose.LEARNING)
    moment = now or present()
    attempt = one(attempts_visible_to(actor).filter(id=attempt_id).select_related("enrolment"))
    _refuse(attempt, moment)
    kept = _merge(attempt, _read(attempt, answers), moment)
    if kept is None:
        attempt.refresh_from_db(fields=["status", "expires_at"])
        _refuse(attempt, moment)
        raise AttemptSubmitted
    attempt.answers = kept
    return attempt


def _refuse(attempt: Attempt, now: datetime) -> None:
    if attempt.status == AttemptStatus.SUBMITTED:
        raise AttemptSubmitted
    if attempt.enrolment.status == EnrolmentStatus.WITHDRAWN:
        raise EnrolmentWithdrawn
    if is_over(attempt.expires_at, now):
        settle([attempt], now)
        raise AttemptExpired


def _read(attempt: Attempt, answers: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return read_answers(drawn_questions(quiz_of(attempt.lesson_id), attempt.seed), answers)
    except Misread as fault:
        raise AnswersNotRight(fault.code, fault.pointer) from None


def _merge(attempt: Attempt, told: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    texts = {"told": orjson.dumps(told).decode(), "stamps": orjson.dumps(dict.fromkeys(told, stamp(now))).decode()}
    with connection.cursor() as cursor:
        cursor.execute(MERGE, {**texts, "id": attempt.id, "latest": now - GRACE})
        row = cursor.fetchone()
    return orjson.loads(row[0]) if row else None

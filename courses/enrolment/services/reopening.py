"""More time for one learner than her cohorts leave her, and how it is taken back as long as she hasn't used it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.errors import NothingToReopen, NotLater, ReopeningUsed
from courses.enrolment.models import Enrolment
from courses.enrolment.policies import get_managed_enrolment
from courses.enrolment.services.deadlines import date_enrolments
from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.audit.services import record
from foundation.kernel.clock import now as present
from foundation.kernel.dates import LAST_DAY, long_date
from foundation.kernel.errors import NotFound
from foundation.kernel.language import LANGUAGES
from foundation.outbox import publish
from foundation.outbox.events.courses import EnrolmentReopened


@transaction.atomic
def reopen(*, actor: User, enrolment_id: UUID, until: date, now: datetime | None = None) -> Enrolment:
    """Until the end of that day where she is, whatever her cohorts change. Again with the same day changes nothing."""
    enrolment = get_managed_enrolment(actor, enrolment_id)
    day = min(until, LAST_DAY)
    if enrolment.extended_on == day:
        return enrolment
    moment, given_at = now or present(), enrolment.extended_at
    with_everybody = _extend(enrolment, None, None)
    if enrolment.status != EnrolmentStatus.ACTIVE or with_everybody is None:
        raise NothingToReopen
    by_herself = _extend(enrolment, day, given_at or moment)
    if by_herself is None or by_herself <= max(with_everybody, moment):
        raise NotLater
    _tell(enrolment, _record(actor, "reopened", enrolment, day), day)
    return enrolment


@transaction.atomic
def close_again(*, actor: User, enrolment_id: UUID) -> None:
    """Unless something has been heard of her since she was given it, and since the deadline that she has with everybody."""
    enrolment = get_managed_enrolment(actor, enrolment_id)
    until, given_at = enrolment.extended_on, enrolment.extended_at
    if until is None:
        raise NotFound
    with_everybody = _extend(enrolment, None, None)
    if (
        with_everybody
        and enrolment.active_at
        and enrolment.active_at >= max(with_everybody, given_at or with_everybody)
    ):
        raise ReopeningUsed
    _record(actor, "closed_again", enrolment, until)


def more_time_of(enrolment_id: UUID) -> dict[str, Any] | None:
    """What a learner is told of the time that she has now, if somebody gave her some; locked."""
    rows = Enrolment.objects.select_related("course", "person").filter(id=enrolment_id)
    enrolment = rows.select_for_update(of=("self",), no_key=True).first()
    if enrolment is None or enrolment.extended_on is None:
        return None
    day, country = enrolment.extended_on, enrolment.person.country
    until = {language: long_date(day, language, country) for language in LANGUAGES}
    return {"course": enrolment.course.title, "slug": enrolment.course.slug, "until": until}


def _extend(enrolment: Enrolment, until: date | None, given_at: datetime | None) -> datetime | None:
    """When it is due then."""
    enrolment.extended_on, enrolment.extended_at = until, given_at
    enrolment.save(update_fields=["extended_on", "extended_at"])
    date_enrolments(enrolments=[enrolment.id])
    enrolment.refresh_from_db(fields=["due_at", "closes_at"])
    return enrolment.due_at


def _record(actor: User, deed: str, enrolment: Enrolment, until: date) -> Record:
    return record(
        actor_id=actor.id,
        action=f"enrolment.{deed}",
        subject_type="enrolment",
        subject_id=enrolment.id,
        details={"until": until.isoformat()},
    )


def _tell(enrolment: Enrolment, deed: Record, until: date) -> None:
    publish(
        EnrolmentReopened(
            reopening_id=deed.id,
            enrolment_id=enrolment.id,
            person_id=enrolment.person_id,
            course_slug=enrolment.course.slug,
            course_titles=enrolment.course.title,
            until=until.isoformat(),
        )
    )

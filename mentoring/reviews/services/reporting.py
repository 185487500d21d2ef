"""Somebody says that something is wrong, and somebody looks into it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.kernel.models import check_revision
from foundation.kernel.throttling import Limit
from foundation.outbox import publish
from foundation.outbox.events.mentoring import CaseClosed as Closed
from foundation.outbox.events.mentoring import ReportMade
from mentoring.projects.models import ProjectFile
from mentoring.reviews.enums import CaseMove, CaseStatus, ReportReason, SubjectType
from mentoring.reviews.errors import AlreadyReported, CaseClosed, CaseNotRight, UnknownSubject, field_errors
from mentoring.reviews.models import UNSETTLED, Case, Report
from mentoring.reviews.policies import Subject, get_case_for, get_file_of_case, handlers_of, lock_case, subject_for
from mentoring.reviews.rules import CASE_TRANSITIONS, SAFETY, case_faults, leads

CHANGEABLE = ("status", "outcome", "note", "is_safety")
LEFT = CASE_TRANSITIONS[CaseStatus.IN_HAND, CaseMove.LEAVE]
BY_PERSON = Limit("reviews.reports", 20, 3600)


def report(*, actor: User, subject_type: str, subject_id: UUID, reason: str, words: str = "") -> Report:
    """It joins what others say of the same thing, if nobody has closed that yet. Once is enough, unless what she reported
    otherwise turns out to be about safety."""
    BY_PERSON.count(actor.id)
    return _report(actor, subject_type, subject_id, reason, words)


def report_unease(*, actor: User, review_id: UUID, words: str) -> None:
    """Of whose review it is, and beside what she may have reported of it before."""
    _report(actor, SubjectType.REVIEW, review_id, ReportReason.UNCOMFORTABLE, words, adds=True)


@transaction.atomic
def _report(actor: User, subject_type: str, subject_id: UUID, reason: str, words: str, *, adds: bool = False) -> Report:
    subject = subject_for(actor, subject_type, subject_id)
    if subject is None:
        raise UnknownSubject
    case = _unsettled(subject, subject_type, subject_id)
    said = {"reason": reason, "words": words}
    made, is_new = Report.objects.get_or_create(case=case, reporter=actor, defaults=said)
    if not is_new:
        if not (adds or _turns_to_safety(made, reason)):
            raise AlreadyReported
        _add(made, **said)
    was_safety, case.is_safety = case.is_safety, case.is_safety or reason in SAFETY
    _let_go(case, was_safety)
    case.advance(["is_safety", "status", "handled_by"])
    _tell_handlers(case, made, actor)
    return made


@transaction.atomic
def change_case(*, actor: User, case_id: UUID, revision: int | None, changes: dict[str, Any], now: datetime) -> Case:
    """Whoever takes it, or closes it, handles it. Those who reported are told that it is closed, and nothing else."""
    case = lock_case(actor, case_id)
    check_revision(case, revision)
    status, was_safety = case.status, case.is_safety
    for field in CHANGEABLE:
        setattr(case, field, changes.get(field, getattr(case, field)))
    if not leads(status, case.status):
        raise CaseClosed
    if faults := case_faults(case.status, case.outcome):
        raise CaseNotRight(errors=field_errors(faults))
    if status != case.status:
        case.handled_by = None if case.status == CaseStatus.OPEN else actor
    _let_go(case, was_safety)
    case.closed_at = now if case.status == CaseStatus.CLOSED else None
    case.advance([*CHANGEABLE, "handled_by", "closed_at"])
    _follow(case, actor, is_new_to_officers=case.is_safety and not was_safety)
    return case


@transaction.atomic
def open_file(*, actor: User, case_id: UUID, file_id: UUID) -> ProjectFile:
    """What is in a file of the reported work, for whoever looks into that; who opened which is in the record."""
    case = get_case_for(actor, case_id)
    file = get_file_of_case(case, file_id)
    details = {"file": str(file.id)}
    record(actor_id=actor.id, action="case.file_opened", subject_type="case", subject_id=case.id, details=details)
    return file


def _turns_to_safety(made: Report, reason: str) -> bool:
    return reason in SAFETY and made.reason not in SAFETY


def _add(made: Report, reason: str, words: str) -> None:
    made.reason = made.reason if made.reason in SAFETY else reason
    made.words = "\n".join(filter(None, (made.words, words)))
    made.save(update_fields=["reason", "words"])


def _let_go(case: Case, was_safety: bool) -> None:
    """What turns out to be about safety is in nobody's hand who may not look into that."""
    turned = case.status == CaseStatus.IN_HAND and case.is_safety and not was_safety
    if turned and case.handled_by_id not in handlers_of(case):
        case.status, case.handled_by = LEFT, None


def _follow(case: Case, actor: User, *, is_new_to_officers: bool) -> None:
    details = {"status": case.status, "outcome": case.outcome, "is_safety": case.is_safety}
    record(actor_id=actor.id, action="case.changed", subject_type="case", subject_id=case.id, details=details)
    if case.closed_at:
        _tell_reporters(case)
    elif is_new_to_officers:
        _tell_handlers(case, case.reports.latest("id"), actor)


def _unsettled(subject: Subject, subject_type: str, subject_id: UUID) -> Case:
    """Locked; which of two becomes the one is decided by the constraint. Whoever finds it closed meanwhile begins anew."""
    rows = Case.objects.filter(UNSETTLED, subject_type=subject_type, subject_id=subject_id).select_related("mentor")
    while True:
        if case := rows.select_for_update(of=("self",), no_key=True).first():
            return case
        begun = Case(
            subject_type=subject_type, subject_id=subject_id, mentor_id=subject.mentor_id, states=subject.states
        )
        Case.objects.bulk_create([begun], ignore_conflicts=True)


def _tell_handlers(case: Case, newest: Report, actor: User) -> None:
    told = [person for person in handlers_of(case) if person != actor.id]
    publish(ReportMade(report_id=newest.id, case_id=case.id, is_safety=case.is_safety, person_ids=told))


def _tell_reporters(case: Case) -> None:
    reports = list(case.reports.order_by("id").values_list("id", "reporter_id"))
    ids, people = ([row[place] for row in reports] for place in (0, 1))
    publish(Closed(case_id=case.id, report_ids=ids, person_ids=people))

"""A state decides whom it trusts with its young people."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.files.services import expire
from foundation.kernel.ids import new_id
from foundation.outbox import publish
from foundation.outbox.events.mentoring import VettingDecided as Decided
from foundation.outbox.events.mentoring import VettingExpiring
from foundation.programmes.policies import require_office
from mentoring.mentors.enums import VettingMove, VettingStatus
from mentoring.mentors.errors import EvidenceMissing, VettingDecided, VettingNotValid
from mentoring.mentors.models import Vetting, VettingRule
from mentoring.mentors.policies import lock_vetting_to_decide
from mentoring.mentors.rules import TRANSITIONS, WARNINGS, lacking, last_day, next_status, warning_due
from mentoring.mentors.selectors import terms_of

KEPT = timedelta(days=30)  # evidence, after the decision
SWEEP = 500


@transaction.atomic
def decide_vetting(
    *, actor: User, vetting_id: UUID, move: VettingMove, now: datetime, reason: str = "", seen: Collection[str] = ()
) -> Vetting:
    """Approve or refuse what was asked for, once. `seen` are kinds of evidence that were shown and not uploaded; an approval
    replaces the one before."""
    vetting = lock_vetting_to_decide(actor, vetting_id)
    status = next_status(vetting.status, move)
    if status is None:
        raise VettingDecided
    vetting.seen = sorted(set(seen))
    if status == VettingStatus.VALID:
        _check_evidence(vetting)
        vetting.expires_on = last_day(now.date(), terms_of(vetting.state_id).months)
        same = Vetting.objects.filter(mentor=vetting.mentor_id, state=vetting.state_id, status=VettingStatus.VALID)
        same.update(status=TRANSITIONS[VettingStatus.VALID, VettingMove.REPLACE])
    return _settle(actor, vetting, status, reason, now)


@transaction.atomic
def revoke_vetting(*, actor: User, vetting_id: UUID, reason: str, now: datetime) -> Vetting:
    """It holds no longer, from this moment on."""
    vetting = lock_vetting_to_decide(actor, vetting_id)
    status = next_status(vetting.status, VettingMove.REVOKE)
    if status is None:
        raise VettingNotValid
    return _settle(actor, vetting, status, reason, now)


@transaction.atomic
def set_vetting_rule(*, actor: User, rule: VettingRule) -> VettingRule:
    """For what is asked and decided from now on; what was decided keeps its day."""
    require_office(actor)
    rule.evidence = sorted(set(rule.evidence))
    rule.save()
    details = {"state": rule.state.code, "months": rule.months, "evidence": rule.evidence}
    record(
        actor_id=actor.id, action="vetting_rule.set", subject_type="vetting_rule", subject_id=rule.id, details=details
    )
    return rule


@transaction.atomic
def warn_of_expiry(*, now: datetime) -> int:
    """Tell some mentors whose vettings end soon, each once at each of the `WARNINGS`; how many were told."""
    today = now.date()
    ending = Vetting.objects.filter(
        status=VettingStatus.VALID, expires_on__range=(today, today + timedelta(days=max(WARNINGS)))
    )
    rows = ending.exclude(warned=min(WARNINGS)).select_related("mentor", "state").order_by("id")
    told = []
    for vetting in rows.select_for_update(of=("self",), no_key=True, skip_locked=True)[:SWEEP]:
        due = warning_due(vetting.expires_on, today, vetting.warned) if vetting.expires_on else None
        if due is not None:
            vetting.warned = due
            told.append(vetting)
    Vetting.objects.bulk_update(told, ["warned"])
    publish(*map(_expiring, told))
    return len(told)


def _check_evidence(vetting: Vetting) -> None:
    uploaded = vetting.evidence.select_related("file")
    shown = {*vetting.seen, *(evidence.kind for evidence in uploaded if evidence.is_shown())}
    if missing := lacking(vetting.wanted, shown):
        raise EvidenceMissing(missing)


def _settle(actor: User, vetting: Vetting, status: VettingStatus, reason: str, now: datetime) -> Vetting:
    vetting.status, vetting.reason, vetting.decided_by, vetting.decided_at = status, reason, actor, now
    vetting.save(update_fields=["status", "reason", "seen", "expires_on", "decided_by", "decided_at"])
    expire(file_ids=_files_of(vetting), at=now + KEPT)
    details = {"decision": status.value, "reason": reason}
    record(actor_id=actor.id, action="vetting.decided", subject_type="vetting", subject_id=vetting.id, details=details)
    publish(
        Decided(
            notice_id=new_id(),
            vetting_id=vetting.id,
            person_id=vetting.mentor.person_id,
            decision=status.value,
            state_names=vetting.state.name if vetting.state else {},
        )
    )
    return vetting


def _files_of(vetting: Vetting) -> Sequence[UUID]:
    return list(vetting.evidence.exclude(file=None).values_list("file_id", flat=True))


def _expiring(vetting: Vetting) -> VettingExpiring:
    return VettingExpiring(
        notice_id=new_id(),
        vetting_id=vetting.id,
        person_id=vetting.mentor.person_id,
        days=vetting.warned or 0,
        state_names=vetting.state.name if vetting.state else {},
    )

"""A state's word on single days."""

from datetime import date

from django.db import transaction

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.programmes import policies
from foundation.programmes.models import DayNotice


@transaction.atomic
def give_notice(*, actor: User, code: str, day: date, is_working: bool, note: str = "") -> DayNotice:
    """The last word on a day holds. For whoever coordinates the whole state, and the office."""
    state = policies.one(policies.states_managed_by(actor).filter(code=code))
    said = {"is_working": is_working, "note": note}
    notice, _fresh = DayNotice.objects.update_or_create(state=state, day=day, defaults=said)
    _record(actor, notice, "day_notice_given", is_working=is_working)
    return notice


@transaction.atomic
def take_back_notice(*, actor: User, code: str, day: date) -> None:
    """The day is again what it was without."""
    notices = DayNotice.objects.filter(state__in=policies.states_managed_by(actor), state__code=code)
    notice = policies.one(notices.filter(day=day))
    _record(actor, notice, "day_notice_taken_back")
    notice.delete()


def _record(actor: User, notice: DayNotice, action: str, **details: bool) -> None:
    told = {"day": notice.day.isoformat(), **details}
    record(actor_id=actor.id, action=action, subject_type="member_state", subject_id=notice.state_id, details=told)

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from foundation.accounts.models import User
from foundation.kernel.clock import today
from foundation.programmes.policies import one
from mentoring.mentors.enums import VettingStatus
from mentoring.mentors.models import Mentor, Suspension, Vetting, VettingRule
from mentoring.mentors.policies import suspensions_visible_to, vettings_visible_to
from mentoring.mentors.rules import DEFAULT, Terms, strictest


def list_vettings(
    actor: User, *, status: str | None = None, state: str | None = None, mentor: UUID | None = None
) -> QuerySet[Vetting]:
    found = vettings_visible_to(actor)
    found = found if status is None else found.filter(pk__in=in_standing(status))
    found = found if state is None else found.filter(state__code=state)
    return found if mentor is None else found.filter(mentor=mentor)


def in_standing(status: str) -> QuerySet[Vetting]:
    """Those that have this status today."""
    if status not in (VettingStatus.VALID, VettingStatus.EXPIRED):
        return Vetting.objects.filter(status=status)
    decided = Vetting.objects.filter(status=VettingStatus.VALID)
    over = {"expires_on__lt": today()} if status == VettingStatus.EXPIRED else {"expires_on__gte": today()}
    return decided.filter(**over)


def mentors_unvetted(day: date) -> QuerySet[Mentor, UUID]:
    """The people whom no state trusts on that day."""
    valid = Vetting.objects.filter(mentor=OuterRef("pk"), status=VettingStatus.VALID, expires_on__gte=day)
    return Mentor.objects.filter(~Exists(valid)).values_list("person_id", flat=True)


def terms_of(state_id: UUID | None) -> Terms:
    """What a state asks; for a vetting that holds everywhere, the strictest of what any of them does."""
    rules = VettingRule.objects.all() if state_id is None else VettingRule.objects.filter(state=state_id)
    terms = [Terms(rule.months, frozenset(rule.evidence)) for rule in rules]
    return strictest(terms) if state_id is None else next(iter(terms), DEFAULT)


def get_suspension(actor: User, mentor_id: UUID) -> Suspension:
    return one(suspensions_visible_to(actor, mentor_id))

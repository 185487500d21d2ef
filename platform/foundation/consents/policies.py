from uuid import UUID

from django.db.models import QuerySet

from foundation.accounts.models import User
from foundation.kernel.errors import NotFound
from foundation.programmes.enums import MembershipStatus, Role
from foundation.programmes.models import Membership
from foundation.programmes.policies import get_cohort_for, memberships_visible_to, roles_of

OVERSEEING = {Role.PROGRAMME_OFFICE, Role.COORDINATOR, Role.SAFEGUARDING_OFFICER}


def memberships_overseen_by(actor: User, cohort_id: UUID) -> QuerySet[Membership]:
    """Live ones of a cohort, for those who look after learners; for a learner it isn't there, be it her own."""
    if not roles_of(actor) & OVERSEEING:
        raise NotFound
    cohort = get_cohort_for(actor, cohort_id)
    rows = memberships_visible_to(actor).filter(cohort_id=cohort.id).exclude(person=actor)
    return rows.exclude(status=MembershipStatus.WITHDRAWN)

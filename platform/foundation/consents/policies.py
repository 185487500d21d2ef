from collections.abc import Mapping
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from foundation.accounts.models import User
from foundation.kernel.errors import NotFound
from foundation.programmes.enums import MembershipStatus, Role
from foundation.programmes.models import Membership
from foundation.programmes.policies import get_cohort_for, memberships_visible_to, roles_of

SESSION = "X-Session-Token"
OVERSEEING = {Role.PROGRAMME_OFFICE, Role.COORDINATOR, Role.SAFEGUARDING_OFFICER}


def brings_a_session(user: User | AnonymousUser, headers: Mapping[str, str]) -> bool:
    """Whether whoever asks is signed in by any means: a cookie, an app's access token or its session token. Only someone
    who isn't may answer as a guardian."""
    scheme = headers.get("Authorization", "").partition(" ")[0].lower()
    return user.is_authenticated or scheme == "bearer" or SESSION in headers


def memberships_overseen_by(actor: User, cohort_id: UUID) -> QuerySet[Membership]:
    """Live ones of a cohort, for those who look after learners; for a learner it isn't there, be it her own."""
    if not roles_of(actor) & OVERSEEING:
        raise NotFound
    cohort = get_cohort_for(actor, cohort_id)
    rows = memberships_visible_to(actor).filter(cohort_id=cohort.id).exclude(person=actor)
    return rows.exclude(status=MembershipStatus.WITHDRAWN)

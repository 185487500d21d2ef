"""Progress is seen by those who coordinate: what guardians consented to says so. Safeguarding officers, mentors and the
learners themselves find no report."""

from uuid import UUID

from django.db.models import Q, QuerySet, Subquery

from foundation.accounts.models import User
from foundation.programmes.enums import MembershipStatus
from foundation.programmes.models import Cohort, Membership
from foundation.programmes.policies import is_office, memberships_managed_by, one, organisations_managed_by


def get_reported_cohort(actor: User, cohort_id: UUID) -> Cohort:
    """One that the actor coordinates, or in which a school that she coordinates has learners."""
    rows = Cohort.objects.filter(pk=cohort_id).select_related("programme", "organisation__state")
    if not is_office(actor):
        own = memberships_managed_by(actor).filter(cohort=cohort_id)
        first = Subquery(own.order_by("id").values("id")[:1])  # an EXISTS may read all memberships
        managed = Q(organisation__in=organisations_managed_by(actor))
        rows = rows.alias(first=first).filter(managed | Q(first__isnull=False))
    return one(rows)


def learners_reported_to(actor: User, cohort_id: UUID) -> QuerySet[Membership]:
    """Those who have a place in the cohort now: all of them, or a school's."""
    rows = memberships_managed_by(actor).filter(cohort=cohort_id)
    return rows.exclude(status=MembershipStatus.WITHDRAWN).select_related(None)

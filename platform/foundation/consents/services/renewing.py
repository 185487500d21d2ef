"""A guardian's link that was lost, or came into wrong hands."""

from uuid import UUID

from django.db import transaction

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.consents.models import ConsentRequest
from foundation.consents.selectors import guardians_within_reach
from foundation.consents.services.asking import ask
from foundation.consents.services.recording import lock_people
from foundation.consents.services.requests import reissue
from foundation.kernel.clock import today
from foundation.programmes.policies import get_managed_cohort, one
from foundation.programmes.selectors import members_of


@transaction.atomic
def renew_links(*, actor: User, cohort_id: UUID, membership_id: UUID) -> None:
    """What was printed or mailed for this member's guardian is void from now on; what was decided by it stays. The new link is
    on the sheet when it is printed next, and is mailed to a guardian who has an address. Nobody does so for herself."""
    cohort = get_managed_cohort(actor, cohort_id)
    membership = one(members_of(cohort.id).filter(pk=membership_id).exclude(person=actor))
    people = [membership.person_id]
    lock_people(people)
    rows = ConsentRequest.objects.filter(person__in=people).order_by("id")
    reissue(list(rows.select_for_update(of=("self",), no_key=True)))
    ask(guardians_within_reach(people, today()))
    record(actor_id=actor.id, action="guardian_link.renewed", subject_type="membership", subject_id=membership.id)

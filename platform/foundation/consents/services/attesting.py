"""What coordinators enter for guardians who signed on paper."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.consents.enums import Method, Purpose
from foundation.consents.services.recording import ConsentEntry, record_consents
from foundation.kernel.clock import today
from foundation.kernel.errors import FieldError, Invalid
from foundation.programmes.policies import get_managed_cohort
from foundation.programmes.selectors import members_of


@dataclass(frozen=True, slots=True)
class Attested:
    """For how many something was written, and for how many not: of age, nothing to ask, or decided by the guardian herself."""

    recorded: int
    unchanged: int


@transaction.atomic
def attest(
    *,
    actor: User,
    cohort_id: UUID,
    membership_ids: Collection[UUID],
    evidence: str,
    purposes: Collection[Purpose] | None = None,
    decided_on: date | None = None,
    guardian_name: str = "",
    relationship: str = "",
    granted: bool = True,
) -> Attested:
    """What the guardians of these members decided on paper about what the cohort's state asks; `evidence` says where it lies.
    Nobody attests for herself."""
    cohort = get_managed_cohort(actor, cohort_id)
    wanted = set(membership_ids)
    members = members_of(cohort.id).filter(pk__in=wanted).exclude(person=actor).order_by("id")
    people = list(members.values_list("person", flat=True))
    _check(len(wanted) - len(people), decided_on)
    entries = [ConsentEntry(person, decided_on or today(), guardian_name, relationship, granted) for person in people]
    recorded = record_consents(
        actor_id=actor.id,
        method=Method.ATTESTED,
        state_id=cohort.organisation.state_id,
        entries=entries,
        evidence=evidence,
        purposes=purposes,
    )
    return Attested(recorded, len(people) - recorded)


def _check(unknown: int, decided_on: date | None) -> None:
    errors = []
    if unknown:
        errors.append(FieldError("/members", "unknown", _("Some of these are no members of this cohort.")))
    if decided_on and decided_on > today():
        errors.append(FieldError("/decided_on", "in_future", _("This day is still to come.")))
    if errors:
        raise Invalid(errors=errors)

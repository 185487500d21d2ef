"""What a list says anew of people who are members already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from foundation.accounts.services import PersonDraft, amend_people
from foundation.audit.services import record_many
from foundation.kernel.statements import run
from foundation.programmes.services.refusals import UNIQUE, refusing

AMEND = """
    WITH differing AS (
        SELECT m.id, given.school, given.class, given.number
          FROM unnest(%(memberships)s::uuid[], %(schools)s::uuid[], %(classes)s::text[], %(numbers)s::text[])
               given (id, school, class, number)
          JOIN programmes_membership m ON m.id = given.id
         WHERE (m.organisation_id, m.group, m.learner_number) IS DISTINCT FROM (given.school, given.class, given.number)
         ORDER BY m.id FOR NO KEY UPDATE OF m
    )
    UPDATE programmes_membership m
       SET organisation_id = new.school, "group" = new.class, learner_number = new.number, revision = m.revision + 1
      FROM differing new WHERE m.id = new.id
    RETURNING m.id
"""


@dataclass(frozen=True, slots=True)
class Amendment:
    """A member as she is to be: all of it, not only what differs."""

    membership_id: UUID
    person_id: UUID
    organisation_id: UUID
    group: str
    learner_number: str
    name: str
    name_latin: str
    birth_date: date | None
    email: str
    phone: str
    gender: str
    language: str


@transaction.atomic
def amend(*, actor_id: UUID | None, amendments: Sequence[Amendment]) -> None:
    """Writes only rows that differ. Whoever has claimed her account keeps what is hers to say (`OWN_ONCE_CLAIMED`)."""
    values = {
        "memberships": [amendment.membership_id for amendment in amendments],
        "schools": [amendment.organisation_id for amendment in amendments],
        "classes": [amendment.group for amendment in amendments],
        "numbers": [amendment.learner_number for amendment in amendments],
    }
    with refusing(UNIQUE):
        memberships = [membership_id for (membership_id,) in run(AMEND, values)]
    people = amend_people([_draft(amendment) for amendment in amendments])
    record_many(actor_id=actor_id, action="membership.changed", subject_type="membership", subject_ids=memberships)
    record_many(actor_id=actor_id, action="person.corrected", subject_type="person", subject_ids=people)


def _draft(amendment: Amendment) -> PersonDraft:
    return PersonDraft(
        id=amendment.person_id,
        name=amendment.name,
        language=amendment.language,
        name_latin=amendment.name_latin,
        birth_date=amendment.birth_date,
        email=amendment.email,
        phone=amendment.phone,
        gender=amendment.gender,
    )

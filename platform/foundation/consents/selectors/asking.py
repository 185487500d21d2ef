"""What guardians are asked about learners, and what they have answered."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from foundation.accounts.models import User
from foundation.consents import rules
from foundation.consents.enums import Method, Purpose
from foundation.consents.models import Consent
from foundation.consents.rules import Decision, Ground
from foundation.consents.selectors.capabilities import standings_of


def bound_of_all(person_ids: Sequence[UUID], on: date) -> dict[UUID, list[Ground]]:
    """Of those who are under age in a state of theirs: these states."""
    born = dict(User.objects.filter(pk__in=person_ids).values_list("pk", "birth_date"))
    bound = {
        person_id: rules.binding(born[person_id], on, standing.grounds)
        for person_id, standing in standings_of(list(born), on).items()
    }
    return {person_id: grounds for person_id, grounds in bound.items() if grounds}


def asked_of_all(person_ids: Sequence[UUID], on: date) -> dict[UUID, frozenset[Purpose]]:
    """What guardians have to be asked about, of those about whom there is something to ask."""
    asked = {person_id: rules.asked_purposes(bound) for person_id, bound in bound_of_all(person_ids, on).items()}
    return {person_id: purposes for person_id, purposes in asked.items() if purposes}


def latest_decisions(person_ids: Sequence[UUID]) -> dict[tuple[UUID, Purpose], Decision]:
    """By person and purpose."""
    rows = Consent.objects.filter(person__in=person_ids, superseded_at=None)
    told = rows.values_list("person", "purpose", "granted", "answer__decided_at", "answer__method")
    return {
        (person, Purpose(purpose)): Decision(granted, decided_at.date(), Method(method))
        for person, purpose, granted, decided_at, method in told
    }

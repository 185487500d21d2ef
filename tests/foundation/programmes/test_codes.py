"""Codes of those who are members already."""

from collections.abc import Callable
from typing import Any

import pytest

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.kernel.clock import now
from foundation.outbox.models import EventRecord
from foundation.programmes import services
from foundation.programmes.errors import (
    OwnReset,
)
from foundation.programmes.models import Invitation
from tests.factories.accounts import PASSWORD, InvitedFactory, PersonFactory
from tests.factories.programmes import (
    CohortFactory,
    MembershipFactory,
    coordinator,
    invited,
    office,
)

pytestmark = pytest.mark.django_db


def test_only_the_hash_of_a_code_is_stored() -> None:
    added = services.add_member(actor=office(), cohort_id=CohortFactory().id, name="A B")
    plain = added.claim_code.replace("-", "")
    stored = [str(row) for model in (Invitation, EventRecord, Record) for row in model.objects.values()]
    assert stored
    assert not any(code in row for row in stored for code in (plain, added.claim_code))


def test_the_code_can_be_told_again_unchanged() -> None:
    added = services.add_member(actor=office(), cohort_id=CohortFactory().id, name="A B")
    invitation = Invitation.objects.get(person=added.membership.person)
    assert services.code_of(invitation).code == added.claim_code
    assert services.claim_link(invitation.id) == added.url


def test_a_new_code_voids_the_one_before() -> None:
    added = services.add_member(actor=office(), cohort_id=CohortFactory().id, name="A B")
    membership = added.membership

    again = services.new_claim_code(actor=coordinator(), cohort_id=membership.cohort_id, membership_id=membership.id)

    assert again.code != added.claim_code
    invitation = Invitation.objects.get(person=membership.person)
    assert (invitation.counter, services.code_of(invitation).code) == (2, again.code)


@pytest.mark.parametrize(("claimed", "codes"), [(True, 2), (False, 0)])
def test_whoever_has_an_account_is_told_of_a_new_code(claimed: bool, codes: int) -> None:
    added = services.add_member(actor=office(), cohort_id=CohortFactory().id, name="A B")
    membership = added.membership
    if claimed:
        services.claim(code=added.claim_code, username="amina", password=PASSWORD)

    for _ in range(2):
        services.new_claim_code(actor=coordinator(), cohort_id=membership.cohort_id, membership_id=membership.id)

    made = EventRecord.objects.filter(name="programmes.account_code_made.v1")
    assert {event.payload["person_id"] for event in made} == ({str(membership.person_id)} if claimed else set())
    assert len({event.payload["issue_id"] for event in made}) == codes


def in_another_state(**place: Any) -> User:
    person = PersonFactory()
    MembershipFactory(person=person, cohort__state="JO", **place)
    return person


TAKEN: dict[str, Callable[[], User]] = {
    "verified address": lambda: PersonFactory(email="a@example.org", verified=True),
    "staff": lambda: PersonFactory(is_staff=True),
    "place in another state": in_another_state,
}


FREE: dict[str, Callable[[], User]] = {
    "nothing": PersonFactory,
    "unverified address": lambda: PersonFactory(email="a@example.org"),
    "former place in another state": lambda: in_another_state(status="withdrawn"),
    "another place in this state": lambda: MembershipFactory().person,
    "no account yet": lambda: InvitedFactory(email="a@example.org", verified=True),
}


@pytest.mark.parametrize("case", TAKEN)
def test_nobody_takes_over_an_account_that_opens_more_or_can_reset_its_own_password(case: str) -> None:
    membership = MembershipFactory(person=TAKEN[case]())
    where = {"cohort_id": membership.cohort_id, "membership_id": membership.id}

    with pytest.raises(OwnReset):
        services.new_claim_code(actor=coordinator(), **where)

    assert not Invitation.objects.filter(person=membership.person).exists()
    assert services.new_claim_code(actor=office(), **where).code


@pytest.mark.parametrize("case", FREE)
def test_all_others_get_a_new_code_from_a_coordinator(case: str) -> None:
    membership = MembershipFactory(person=FREE[case]())
    where = {"cohort_id": membership.cohort_id, "membership_id": membership.id}
    assert services.new_claim_code(actor=coordinator(), **where).code


def test_a_link_is_there_until_it_is_used() -> None:
    membership = MembershipFactory()
    invitation = invited(membership.person)
    Invitation.objects.filter(pk=invitation.pk).update(claimed_at=now())
    assert services.claim_link(invitation.id) is None

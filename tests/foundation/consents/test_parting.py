"""What a guardian refused by her link stays refused when the place passes to another account."""

from datetime import timedelta

import pytest

from foundation.accounts.models import User
from foundation.consents.enums import Method, Purpose
from foundation.consents.models import Answer
from foundation.consents.selectors import capabilities_of
from foundation.consents.services import answer, attest
from foundation.kernel.clock import today
from foundation.programmes.models import Cohort, Membership
from foundation.programmes.services import add_member, claim
from tests.factories.accounts import MinorFactory
from tests.factories.consents import deliver_all, granted, link_of, minor, open_state
from tests.factories.programmes import CohortFactory, office
from tests.scenes import scene

pytestmark = pytest.mark.django_db
CONTACT = Purpose.MENTOR_CONTACT


def set_up() -> Cohort:
    open_state()
    return CohortFactory()


_written, cohort = scene(set_up)


def passed(cohort: Cohort, taker: User, *, refused: tuple[Purpose, ...] = (CONTACT,)) -> None:
    """Her guardian refused, and granted the rest; then the learner claims her card with another account."""
    added = add_member(actor=office(), cohort_id=cohort.id, name="Amina", birth_date=today() - timedelta(days=5000))
    decisions = {purpose: purpose not in refused for purpose in Purpose}
    answer(token=link_of(added.membership.person), decisions=decisions, guardian_name="Fatou", relationship="mother")
    claim(code=added.claim_code, signed_in=taker)
    deliver_all()


def may(person: User) -> set[Purpose]:
    return {purpose for purpose, capability in capabilities_of(person).items() if capability.granted}


def test_no_coordinator_grants_what_was_refused(cohort: Cohort) -> None:
    taker = MinorFactory()
    passed(cohort, taker)
    assert may(taker) == set()
    place = Membership.objects.get()
    attest(actor=office(), cohort_id=cohort.id, membership_ids=[place.id], evidence="Form 7")
    assert may(taker) == set(Purpose) - {CONTACT}
    kept = Answer.objects.filter(method=Method.LINK).values_list("person", "guardian_name", "relationship")
    assert list(kept) == [(taker.pk, "Fatou", "mother")]


def test_a_link_grants_it_again(cohort: Cohort) -> None:
    taker = MinorFactory()
    passed(cohort, taker)
    answer(token=link_of(taker), decisions=dict.fromkeys(Purpose, True), guardian_name="Fatou")
    assert may(taker) == set(Purpose)


def test_what_was_entered_for_the_taker_gives_way(cohort: Cohort) -> None:
    taker = granted(minor())
    passed(cohort, taker)
    assert may(taker) == set(Purpose) - {CONTACT}


@pytest.mark.parametrize(("days", "stays"), [(1, False), (0, False), (-1, True)])
def test_what_the_takers_own_guardian_decided_since_stays(days: int, stays: bool, cohort: Cohort) -> None:
    taker = minor()
    answer(token=link_of(taker), decisions=dict.fromkeys(Purpose, True), guardian_name="Khadija")
    Answer.objects.update(decided_at=Answer.objects.get().decided_at - timedelta(days=days))
    passed(cohort, taker)
    assert may(taker) == (set(Purpose) if stays else set(Purpose) - {CONTACT})

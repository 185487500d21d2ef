"""Those who were withdrawn, in again and out again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from foundation.audit.models import Record
from foundation.kernel.clock import now
from foundation.outbox.models import EventRecord
from foundation.programmes.models import Cohort, Membership
from foundation.programmes.selectors import numbers_in_use
from foundation.programmes.services import rejoin, reserve_up_to, send_back
from tests.factories.programmes import CohortFactory, MembershipFactory, OrganisationFactory, StateFactory, coordinator

pytestmark = pytest.mark.django_db


def withdrawn(cohort: Cohort, count: int = 1, **more: Any) -> list[Membership]:
    return [MembershipFactory(cohort=cohort, status="withdrawn", **more) for _ in range(count)]


def ids_of(memberships: list[Membership]) -> list[UUID]:
    return [membership.id for membership in memberships]


def sibling(cohort: Cohort, **more: Any) -> Cohort:
    """Another of the programme and state."""
    return CohortFactory(programme=cohort.programme, **more)


def seats(*cohorts: Cohort) -> list[int]:
    return [Cohort.objects.get(pk=cohort.pk).seats_taken for cohort in cohorts]


def events() -> list[str]:
    return list(EventRecord.objects.order_by("id").values_list("name", flat=True))


@pytest.mark.parametrize(("person", "status"), [({}, "active"), ({"person__claimed_at": None}, "invited")])
def test_they_join_another_cohort_as_what_they_are(person: dict[str, Any], status: str) -> None:
    first, actor = CohortFactory(), coordinator()
    target = sibling(first)
    [mine] = withdrawn(first, **person)
    [elsewhere] = withdrawn(first, organisation=OrganisationFactory(), **person)
    assert reserve_up_to(target.id, 2) == 2
    gone = [mine, elsewhere]
    assert rejoin(actor_id=actor.id, cohort=target, membership_ids=ids_of(gone)) == set(ids_of(gone))
    assert seats(first, target) == [0, 2]
    there = Membership.objects.filter(cohort=target, status=status, withdrawn_at=None, revision=2)
    assert set(there.values_list("pk", "organisation")) == {
        (mine.pk, target.organisation_id),
        (elsewhere.pk, elsewhere.organisation_id),
    }
    assert events() == ["programmes.members_added.v1"]
    assert set(Record.objects.values_list("action", "actor_id")) == {("membership.readmitted", actor.id)}


def test_who_stays_out() -> None:
    """A member of the programme by now; whose number is another's; of another programme or state; who was never withdrawn; who
    was erased."""
    cohort = CohortFactory()
    [joined] = withdrawn(cohort)
    MembershipFactory(person=joined.person, cohort=sibling(cohort))
    [numbered] = withdrawn(cohort, learner_number="7")
    MembershipFactory(cohort=sibling(cohort), learner_number="7")
    [other_programme] = withdrawn(CohortFactory())
    [other_state] = withdrawn(sibling(cohort, state="JO"))
    [erased] = withdrawn(cohort, person__erased_at=now())
    rows = [joined, numbered, other_programme, other_state, erased, MembershipFactory(cohort=cohort)]
    before = list(Membership.objects.order_by("pk").values())
    assert rejoin(actor_id=None, cohort=cohort, membership_ids=ids_of(rows)) == set()
    assert list(Membership.objects.order_by("pk").values()) == before
    assert (events(), Record.objects.count()) == ([], 0)


def test_sent_back_they_are_what_they_were() -> None:
    first = CohortFactory()
    target = sibling(first)
    gone = withdrawn(first, 2)
    reserve_up_to(target.id, 2)
    rejoin(actor_id=None, cohort=target, membership_ids=ids_of(gone))
    formers = [(row.id, first.id) for row in gone]
    assert send_back(actor_id=None, cohort=target, formers=formers) == set(ids_of(gone))
    assert seats(first, target) == [0, 0]
    assert set(Membership.objects.values_list("cohort", "organisation", "status")) == {
        (first.id, first.organisation_id, "withdrawn")
    }
    assert send_back(actor_id=None, cohort=target, formers=formers) == set()
    assert events() == ["programmes.members_added.v1", "programmes.members_withdrawn.v1"]


@pytest.mark.parametrize("count", [1, 3])
def test_no_statement_for_each(django_assert_num_queries: Callable[..., Any], count: int) -> None:
    cohort = CohortFactory()
    ids = ids_of(withdrawn(cohort, count, person__claimed_at=None))
    reserve_up_to(cohort.id, count)
    with django_assert_num_queries(7):  # rejoin, audit; the event and its delivery; savepoints
        rejoin(actor_id=None, cohort=cohort, membership_ids=ids)
    with django_assert_num_queries(6):
        send_back(actor_id=None, cohort=cohort, formers=[(pk, cohort.id) for pk in ids])


@pytest.mark.parametrize(("asked", "given"), [(0, 0), (2, 2), (3, 3), (4, 3)])
def test_as_many_seats_as_are_free(asked: int, given: int) -> None:
    cohort = CohortFactory(seats=4)
    MembershipFactory(cohort=cohort)
    assert (reserve_up_to(cohort.id, asked), seats(cohort)) == (given, [1 + given])


def test_numbers_in_use() -> None:
    cohort = CohortFactory()
    MembershipFactory(cohort=cohort, learner_number="1")
    MembershipFactory(cohort=cohort)
    withdrawn(cohort, learner_number="2")
    MembershipFactory(cohort=sibling(cohort, state="JO"), learner_number="3")
    MembershipFactory(cohort=CohortFactory(), learner_number="4")
    state = StateFactory(code="MA")
    assert numbers_in_use(cohort.programme_id, state.id, ["", "1", "2", "3", "4"]) == {"1"}

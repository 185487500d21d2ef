"""Many members moved, withdrawn and let in again at once."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from foundation.accounts.services import erase_people
from foundation.audit.models import Record
from foundation.outbox.models import EventRecord
from foundation.programmes.models import Cohort, Membership
from foundation.programmes.services import dismiss, readmit, reserve_seats, transfer
from tests.factories.accounts import InvitedFactory
from tests.factories.programmes import CohortFactory, MembershipFactory, OrganisationFactory, coordinator

pytestmark = pytest.mark.django_db


def members(cohort: Cohort, count: int = 2, **more: Any) -> list[Membership]:
    return [MembershipFactory(cohort=cohort, **more) for _ in range(count)]


def ids_of(memberships: list[Membership]) -> list[UUID]:
    return [membership.id for membership in memberships]


def moves(memberships: list[Membership]) -> list[tuple[UUID, UUID]]:
    return [(membership.id, membership.cohort_id) for membership in memberships]


def seats(*cohorts: Cohort) -> list[int]:
    return [Cohort.objects.get(pk=cohort.pk).seats_taken for cohort in cohorts]


def events() -> list[tuple[str, dict[str, Any]]]:
    return list(EventRecord.objects.order_by("id").values_list("name", "payload"))


def as_now(membership: Membership) -> Membership:
    return Membership.objects.get(pk=membership.pk)


def sibling(cohort: Cohort, **more: Any) -> Cohort:
    """Another of the programme and state."""
    return CohortFactory(programme=cohort.programme, **more)


def test_members_of_several_cohorts_move_into_one() -> None:
    first, actor = CohortFactory(), coordinator()
    second, target = sibling(first), sibling(first)
    chosen = [*members(first), *members(second, 1)]
    reserve_seats(target.id, 3)
    assert transfer(actor_id=actor.id, cohort=target, moves=moves(chosen)) == set(ids_of(chosen))
    assert seats(first, second, target) == [0, 0, 3]
    assert set(Membership.objects.values_list("cohort", "revision", "status")) == {(target.id, 2, "active")}
    ((name, payload),) = events()
    assert (name, payload["to_cohort_id"]) == ("programmes.members_moved.v1", str(target.id))
    told = zip(payload["membership_ids"], payload["person_ids"], payload["from_cohort_ids"], strict=True)
    assert set(told) == {(str(row.id), str(row.person_id), str(row.cohort_id)) for row in chosen}
    assert {(record.subject_id, record.details["from"], record.details["to"]) for record in Record.objects.all()} == {
        (row.id, str(row.cohort_id), str(target.id)) for row in chosen
    }


def test_a_school_of_her_own_stays_hers() -> None:
    source = CohortFactory()
    target, school = sibling(source), OrganisationFactory()
    (follows,) = members(source, 1)
    (stays,) = members(source, 1, organisation=school)
    reserve_seats(target.id, 2)
    transfer(actor_id=None, cohort=target, moves=moves([follows, stays]))
    assert (as_now(follows).organisation, as_now(stays).organisation) == (target.organisation, school)


def test_only_who_is_still_where_she_was_thought_to_be_moves() -> None:
    source = CohortFactory()
    target, elsewhere = sibling(source), sibling(source)
    here, has_moved, has_left = members(source, 3)
    (already,) = members(target, 1)
    wanted = [*moves([here, has_moved, has_left]), (already.id, source.id)]
    reserve_seats(elsewhere.id, 1)
    transfer(actor_id=None, cohort=elsewhere, moves=moves([has_moved]))
    dismiss(actor_id=None, cohort_id=source.id, membership_ids=[has_left.id])
    reserve_seats(target.id, 4)
    assert transfer(actor_id=None, cohort=target, moves=wanted) == {here.id}
    assert (as_now(has_moved).cohort, as_now(has_left).status) == (elsewhere, "withdrawn")
    assert seats(source, elsewhere, target) == [0, 1, 5]  # three of the reserved ones are the caller's to give back


@pytest.mark.parametrize("other", [{"state": "JO"}, {"programme": None}])
def test_nobody_moves_to_another_state_or_programme(other: dict[str, Any]) -> None:
    source = CohortFactory()
    target = CohortFactory(**({"programme": source.programme} | other if "state" in other else {}))
    (member,) = members(source, 1)
    assert transfer(actor_id=None, cohort=target, moves=moves([member])) == set()
    assert (as_now(member).cohort, events()) == (source, [])


def test_withdrawing_gives_the_seats_back_once() -> None:
    cohort, actor = CohortFactory(), coordinator()
    chosen, stays = members(cohort), members(cohort, 1)
    for expected in (set(ids_of(chosen)), set()):
        gone = dismiss(actor_id=actor.id, cohort_id=cohort.id, membership_ids=ids_of(chosen))
        assert gone == expected
    assert seats(cohort) == [1]
    assert {(row.status, row.withdrawn_at is not None, row.revision) for row in map(as_now, chosen)} == {
        ("withdrawn", True, 2)
    }
    assert as_now(stays[0]).status == "active"
    ((name, payload),) = events()
    assert (name, set(payload["membership_ids"])) == (
        "programmes.members_withdrawn.v1",
        {str(row.id) for row in chosen},
    )
    assert set(Record.objects.values_list("action", "subject_id")) == {
        ("membership.withdrawn", row.id) for row in chosen
    }


def test_another_cohorts_members_are_not_withdrawn() -> None:
    (member,) = members(CohortFactory(), 1)
    assert dismiss(actor_id=None, cohort_id=CohortFactory().id, membership_ids=[member.id]) == set()
    assert as_now(member).status == "active"


def test_let_in_again_they_are_as_before() -> None:
    cohort = CohortFactory()
    (active,) = members(cohort, 1)
    (waiting,) = members(cohort, 1, person=InvitedFactory(), status="invited")
    ids = ids_of([active, waiting])
    dismiss(actor_id=None, cohort_id=cohort.id, membership_ids=ids)
    EventRecord.objects.all().delete()
    assert readmit(actor_id=None, membership_ids=ids) == set(ids)
    assert (as_now(active).status, as_now(waiting).status, as_now(active).withdrawn_at) == ("active", "invited", None)
    assert seats(cohort) == [2]
    ((name, payload),) = events()
    assert (name, set(payload["membership_ids"])) == ("programmes.members_added.v1", set(map(str, ids)))
    assert readmit(actor_id=None, membership_ids=ids) == set()
    assert seats(cohort) == [2]


def test_whoever_has_found_another_place_is_not_let_in_again() -> None:
    cohort = CohortFactory()
    (gone,) = members(cohort, 1)
    dismiss(actor_id=None, cohort_id=cohort.id, membership_ids=[gone.id])
    MembershipFactory(person=gone.person, cohort=sibling(cohort))
    assert readmit(actor_id=None, membership_ids=[gone.id]) == set()


def test_whose_number_is_anothers_by_now_is_not_let_in_again() -> None:
    cohort = CohortFactory()
    (gone,) = members(cohort, 1, learner_number="7")
    dismiss(actor_id=None, cohort_id=cohort.id, membership_ids=[gone.id])
    MembershipFactory(cohort=cohort, learner_number="7")
    assert readmit(actor_id=None, membership_ids=[gone.id]) == set()


def test_an_erased_person_is_not_brought_back() -> None:
    cohort = CohortFactory()
    (gone,) = members(cohort, 1, person=InvitedFactory())
    dismiss(actor_id=None, cohort_id=cohort.id, membership_ids=[gone.id])
    erase_people(people=[gone.person_id])
    EventRecord.objects.all().delete()
    assert readmit(actor_id=None, membership_ids=[gone.id]) == set()
    assert (as_now(gone).status, seats(cohort), events()) == ("withdrawn", [0], [])


def test_as_many_are_let_in_again_as_there_are_seats() -> None:
    cohort = CohortFactory(seats=3)
    chosen = members(cohort, 3)
    dismiss(actor_id=None, cohort_id=cohort.id, membership_ids=ids_of(chosen))
    MembershipFactory(cohort=cohort)
    assert readmit(actor_id=None, membership_ids=ids_of(chosen)) == set(sorted(ids_of(chosen))[:2])
    assert seats(cohort) == [3]


@pytest.mark.parametrize("count", [1, 3])
def test_nothing_takes_a_statement_for_each(count: int, django_assert_num_queries: Callable[..., Any]) -> None:
    source = CohortFactory()
    target = sibling(source)
    chosen = members(source, count)
    ids = ids_of(chosen)
    reserve_seats(target.id, count)
    with django_assert_num_queries(6):  # move, seats, event, delivery; savepoint
        transfer(actor_id=None, cohort=target, moves=moves(chosen))
    with django_assert_num_queries(6):
        dismiss(actor_id=None, cohort_id=target.id, membership_ids=ids)
    with django_assert_num_queries(10):  # gone, cohort, seats, return, event, delivery; savepoints
        readmit(actor_id=None, membership_ids=ids)

"""Many at once, with real threads and a real PostgreSQL."""

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from foundation.accounts.models import User
from foundation.programmes import services
from foundation.programmes.enums import Role
from foundation.programmes.models import Cohort, Invitation, Membership, RoleGrant
from foundation.programmes.services import admission, claims
from tests.factories.accounts import PASSWORD, PersonFactory
from tests.factories.programmes import CohortFactory, GrantFactory, MembershipFactory, office
from tests.racing import codes, race
from tests.services import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


def test_fifty_at_the_last_ten_seats() -> None:
    actor, cohort = office(), CohortFactory(seats=10)

    def add(number: int) -> Callable[[], object]:
        return lambda: services.add_member(actor=actor, cohort_id=cohort.id, name=f"Learner {number}")

    assert codes(race(*[add(number) for number in range(50)])) == {"done": 10, "seats_taken": 40}

    cohort.refresh_from_db()
    assert (cohort.seats_taken, Membership.objects.count(), Invitation.objects.count()) == (10, 10, 10)
    assert User.objects.count() == 11


def test_one_code_is_claimed_once() -> None:
    added = services.add_member(actor=office(), cohort_id=CohortFactory().id, name="A B")

    def claim(number: int) -> Callable[[], object]:
        return lambda: services.claim(code=added.claim_code, username=f"claimer{number}", password=PASSWORD)

    assert codes(race(*[claim(number) for number in range(8)])) == {"done": 1, "code_used": 7}


def test_a_place_is_claimed_or_passed_on_and_never_both() -> None:
    added = services.add_member(actor=office(), cohort_id=CohortFactory().id, name="A B")
    takers = [PersonFactory() for _ in range(4)]

    def claim(number: int) -> Callable[[], object]:
        return lambda: services.claim(code=added.claim_code, username=f"claimer{number}", password=PASSWORD)

    def take(taker: User) -> Callable[[], object]:
        return lambda: services.claim(code=added.claim_code, signed_in=taker)

    ended = codes(race(*[*(claim(number) for number in range(4)), *(take(taker) for taker in takers)]))

    membership = Membership.objects.get()
    claimed = membership.person == added.membership.person
    assert ended == {"done": 1, "code_used" if claimed else "code_unknown": 7}
    assert (claimed or membership.person in takers, membership.status) == (True, "active")
    assert User.objects.filter(pk=added.membership.person_id).exists() == claimed


def test_no_code_opens_an_account_after_the_place_has_gone() -> None:
    """Whoever is first: a place withdrawn, or an account that is there to withdraw."""
    actor, cohort = office(), CohortFactory()
    for number in range(10):
        added = services.add_member(actor=actor, cohort_id=cohort.id, name="A B")
        member = {"actor": actor, "cohort_id": cohort.id, "membership_id": added.membership.id}
        account = {"username": f"claimer{number}", "password": PASSWORD}

        claim = partial(services.claim, code=added.claim_code, **account)
        ended = codes(race(claim, partial(services.withdraw_member, **member)))

        claimed = User.objects.get(pk=added.membership.person_id).claimed_at is not None
        assert ended == ({"done": 2} if claimed else {"done": 1, "code_expired": 1})
        assert Membership.objects.get(pk=added.membership.id).status == "withdrawn"
    assert Cohort.objects.get().seats_taken == 0


def test_one_username_is_claimed_once() -> None:
    actor, cohort = office(), CohortFactory()
    made = [services.add_member(actor=actor, cohort_id=cohort.id, name=f"A {n}").claim_code for n in range(6)]

    def claim(code: str) -> Callable[[], object]:
        return lambda: services.claim(code=code, username="amina", password=PASSWORD)

    assert codes(race(*[claim(code) for code in made])) == {"done": 1, "username_taken": 5}
    assert User.objects.filter(claimed_at=None).count() == 5


def test_those_who_change_places_never_wait_for_each_other() -> None:
    actor, here = office(), CohortFactory(seats=20)
    there = CohortFactory(seats=20, programme=here.programme)
    pairs = [
        (MembershipFactory(cohort=source).id, source.id, target.id)
        for source, target in ((here, there), (there, here))
        for _ in range(10)
    ]

    def move(membership_id: object, source: object, target: object) -> Callable[[], object]:
        return lambda: services.move_member(
            actor=actor,
            cohort_id=source,
            membership_id=membership_id,
            to=target,  # type: ignore[arg-type]
        )

    assert codes(race(*[move(*pair) for pair in pairs])) == {"done": 20}
    assert [Cohort.objects.get(pk=row.pk).seats_taken for row in (here, there)] == [10, 10]


def test_a_member_withdrawn_by_many_gives_one_seat_back() -> None:
    actor, membership = office(), MembershipFactory()
    MembershipFactory(cohort=membership.cohort)

    def withdraw() -> object:
        return services.withdraw_member(actor=actor, cohort_id=membership.cohort_id, membership_id=membership.id)

    assert codes(race(*[withdraw] * 8)) == {"done": 8}
    assert Cohort.objects.get().seats_taken == 1


def test_one_learner_number_is_given_once() -> None:
    actor, cohort = office(), CohortFactory()

    def add() -> object:
        return services.add_member(actor=actor, cohort_id=cohort.id, name="A B", learner_number="7")

    assert codes(race(*[add] * 8)) == {"done": 1, "learner_number_taken": 7}
    assert Cohort.objects.get().seats_taken == 1


def test_two_of_the_office_can_not_send_each_other_away() -> None:
    """Who was sent away before she began finds nothing any more."""
    people = [office(), office()]
    grants = [RoleGrant.objects.get(person=person) for person in people]

    def revoke(actor: User, grant: RoleGrant) -> Callable[[], object]:
        return lambda: services.revoke_grant(actor=actor, grant_id=grant.id)

    ended = codes(race(revoke(people[0], grants[1]), revoke(people[1], grants[0])))

    assert ended["done"] == ended["last_office"] + ended["not_found"] == 1
    assert RoleGrant.objects.filter(revoked_at=None).count() == 1


def test_many_new_codes_at_once_leave_one_that_works() -> None:
    actor = office()
    membership = services.add_member(actor=actor, cohort_id=CohortFactory().id, name="A B").membership

    def reissue() -> object:
        return services.new_claim_code(actor=actor, cohort_id=membership.cohort_id, membership_id=membership.id)

    assert codes(race(*[reissue] * 8)) == {"done": 8}
    assert Invitation.objects.get().counter == 9


def test_seats_reserved_at_once_are_never_more_than_there_are() -> None:
    cohort = CohortFactory(seats=10)
    ended = codes(race(*[lambda: services.reserve_seats(cohort.id, 3)] * 8))
    assert ended == {"done": 3, "seats_taken": 5}
    assert Cohort.objects.get().seats_taken == 9


def test_two_transfers_of_the_same_members_move_each_once() -> None:
    source = CohortFactory()
    targets = [CohortFactory(programme=source.programme) for _ in range(2)]
    ids = [MembershipFactory(cohort=source).id for _ in range(20)]
    moved: list[set[UUID]] = []
    for target in targets:
        services.reserve_seats(target.id, 20)

    def move(target: Cohort, chosen: list[UUID]) -> Callable[[], object]:
        moves = [(membership_id, source.id) for membership_id in chosen]
        return lambda: moved.append(services.transfer(actor_id=None, cohort=target, moves=moves))

    assert codes(race(move(targets[0], ids), move(targets[1], ids[::-1]))) == {"done": 2}
    assert sorted(map(len, moved)) == [0, 20]
    assert Cohort.objects.get(pk=source.pk).seats_taken == 0
    assert len(set(Membership.objects.values_list("cohort", flat=True))) == 1


def test_withdrawn_and_let_in_again_by_many_takes_each_seat_once() -> None:
    cohort = CohortFactory(seats=5)
    ids = [MembershipFactory(cohort=cohort).id for _ in range(5)]

    def dismiss() -> object:
        return services.dismiss(actor_id=None, cohort_id=cohort.id, membership_ids=ids)

    def readmit() -> object:
        return services.readmit(actor_id=None, membership_ids=ids)

    assert codes(race(*[dismiss] * 6)) == {"done": 6}
    assert Cohort.objects.get().seats_taken == 0
    assert codes(race(*[readmit] * 6)) == {"done": 6}
    assert (Cohort.objects.get().seats_taken, Membership.objects.filter(status="active").count()) == (5, 5)


def test_whoever_claims_at_this_moment_is_not_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    added = services.add_member(actor=office(), cohort_id=CohortFactory().id, name="A B")
    claiming = meanwhile(monkeypatch, claims, "claim_account")
    gone: list[set[UUID]] = []

    def claim() -> object:
        return services.claim(code=added.claim_code, username="amina", password=PASSWORD)

    def take_back() -> None:
        claiming.wait(timeout=PATIENCE)
        ids = [added.membership.id]
        gone.append(services.take_back(actor_id=None, cohort_id=added.membership.cohort_id, membership_ids=ids))

    assert codes(race(claim, take_back)) == {"done": 2}
    assert (gone, Membership.objects.get().status, Cohort.objects.get().seats_taken) == ([set()], "active", 1)


def test_whoever_is_taken_back_at_this_moment_claims_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    added = services.add_member(actor=office(), cohort_id=CohortFactory().id, name="A B")
    taking = meanwhile(monkeypatch, admission, "erase_people")

    def take_back() -> object:
        ids = [added.membership.id]
        return services.take_back(actor_id=None, cohort_id=added.membership.cohort_id, membership_ids=ids)

    def claim() -> object:
        taking.wait(timeout=PATIENCE)
        return services.claim(code=added.claim_code, username="amina", password=PASSWORD)

    assert codes(race(take_back, claim)) == {"done": 1, "code_unknown": 1}
    assert (Membership.objects.count(), Cohort.objects.get().seats_taken) == (0, 0)


def meanwhile(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> threading.Event:
    """Makes that function of the first caller stop, its locks held, until one who came waits for them; tells when it does."""
    reached, real = threading.Event(), getattr(module, name)

    def slow(*args: Any, **kwargs: Any) -> Any:
        if not reached.is_set():
            reached.set()
            _until_somebody_waits_for_me()
        return real(*args, **kwargs)

    monkeypatch.setattr(module, name, slow)
    return reached


def _until_somebody_waits_for_me() -> None:
    """Or nobody comes who has to."""
    awaited = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
    end = time.monotonic() + 0.5
    with connection.cursor() as cursor:
        while cursor.execute(awaited).fetchone() == (False,) and time.monotonic() < end:
            time.sleep(0.01)


def test_a_new_code_waits_for_a_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = office()
    added = services.add_member(actor=actor, cohort_id=CohortFactory().id, name="A B")
    claiming = meanwhile(monkeypatch, claims, "claim_account")

    def claim() -> object:
        return services.claim(code=added.claim_code, username="amina", password=PASSWORD)

    def reissue() -> object:
        claiming.wait(timeout=PATIENCE)
        return services.new_claim_code(
            actor=actor, cohort_id=added.membership.cohort_id, membership_id=added.membership.id
        )

    assert codes(race(claim, reissue)) == {"done": 2}
    assert Invitation.objects.get().counter == 2


def test_a_place_is_not_withdrawn_while_it_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    actor, taker = office(), PersonFactory()
    added = services.add_member(actor=actor, cohort_id=CohortFactory().id, name="A B")
    passing = meanwhile(monkeypatch, claims, "refusing")

    def withdraw() -> object:
        passing.wait(timeout=PATIENCE)
        return services.withdraw_member(
            actor=actor, cohort_id=added.membership.cohort_id, membership_id=added.membership.id
        )

    ended = codes(race(lambda: services.claim(code=added.claim_code, signed_in=taker), withdraw))

    assert ended == {"done": 1, "not_found": 1}  # the member whom it meant is not there any more
    membership = Membership.objects.get()
    assert (membership.person, membership.status) == (taker, "active")
    assert Cohort.objects.get().seats_taken == 1


def test_two_roles_taken_back_at_once_leave_none_of_their_powers(monkeypatch: pytest.MonkeyPatch) -> None:
    actor, person = office(), office()
    GrantFactory(person=person, role=Role.AUTHOR)
    claims.mark_staff(person)
    grants = RoleGrant.objects.filter(person=person)
    revoking = meanwhile(monkeypatch, claims, "grant_staff")

    def revoke(grant: RoleGrant, *, late: bool) -> Callable[[], object]:
        def run() -> None:
            if late:
                revoking.wait(timeout=PATIENCE)
            services.revoke_grant(actor=actor, grant_id=grant.id)

        return run

    assert codes(race(*[revoke(grant, late=bool(place)) for place, grant in enumerate(grants)])) == {"done": 2}
    person.refresh_from_db()
    assert (person.is_staff, person.is_superuser) == (False, False)

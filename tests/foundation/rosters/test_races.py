"""Learners and coordinators act while a list is being applied or undone: nobody waits for good, and each finds her place."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.batches import services as batches
from foundation.batches.models import Batch
from foundation.programmes import services
from foundation.programmes.models import Cohort, Invitation, Membership
from foundation.rosters.models import Roster
from tests.factories.accounts import PASSWORD, PersonFactory
from tests.factories.programmes import CohortFactory, coordinator
from tests.foundation.rosters.working import BASE, apply, upload
from tests.racing import codes, race

pytestmark = pytest.mark.django_db(transaction=True)
SIZE = 12
Deed = Callable[[], object]


def listed(size: int = SIZE, group: str = "1A", first: int = 0) -> str:
    lines = (
        f"Learner {chr(97 + number % 26)}{chr(97 + number // 26)};{number};2001-05-03;fr;{group}\n"
        for number in range(first, first + size)
    )
    return "Name;Learner number;Date of birth;Language;Class\n" + "".join(lines)


def begun(client: APIClient, roster: dict[str, Any], deed: str) -> Deed:
    """The request was answered; what is left is the worker's."""
    body = {"digest": roster["digest"]} if deed == "apply" else {}
    answer = client.post(f"{BASE}/rosters/{roster['id']}/{deed}", body)
    assert answer.status_code == 202, answer.content
    batch = answer.json()["batch"]
    return lambda: batches.run(batch_id=batch)


def claims(*, by_others: bool) -> list[Deed]:
    """Everybody claims her account, or somebody who has one claims her place."""

    def claim(invitation: Invitation, number: int) -> Deed:
        code = services.code_of(invitation).code
        if by_others:
            taker = PersonFactory()
            return lambda: services.claim(code=code, signed_in=taker)
        return lambda: services.claim(code=code, username=f"learner-{number}", password=PASSWORD)

    waiting = Invitation.objects.filter(claimed_at=None).select_related("person").order_by("id")
    return [claim(invitation, number) for number, invitation in enumerate(waiting)]


def is_over(roster: dict[str, Any]) -> bool:
    return set(Batch.objects.filter(subject_id=roster["id"]).values_list("status", "failures")) == {("done", 0)}


def seats_fit(*cohorts: Cohort) -> bool:
    live = Membership.objects.exclude(status="withdrawn")
    return all(Cohort.objects.get(pk=cohort.pk).seats_taken == live.filter(cohort=cohort).count() for cohort in cohorts)


@pytest.mark.parametrize("by_others", [False, True], ids=["their-own", "by-others"])
def test_learners_claim_while_they_are_taken_back(client: APIClient, cohort: Cohort, by_others: bool) -> None:
    """Whoever was first decides: she has an account and no place any more, or her code leads nowhere."""
    roster = apply(client, upload(client, cohort, listed()))
    deeds = claims(by_others=by_others)
    ended = codes(race(begun(client, roster, "undo"), *deeds))
    assert set(ended) <= {"done", "code_unknown"}
    assert is_over(roster)
    assert set(Membership.objects.values_list("status", flat=True)) <= {"withdrawn"}
    assert Membership.objects.count() == ended["done"] - 1
    assert User.objects.filter(name__startswith="Learner", erased_at=None).count() == (
        0 if by_others else ended["done"] - 1
    )
    assert seats_fit(cohort)


def test_learners_claim_while_they_move_and_move_back(client: APIClient, cohort: Cohort) -> None:
    other = CohortFactory(programme=cohort.programme, organisation=cohort.organisation, seats=SIZE)
    apply(client, upload(client, cohort, listed()))
    roster = upload(client, other, listed(group="2B"))
    first, *rest = (claims(by_others=False)[at::2] for at in range(2))
    assert codes(race(begun(client, roster, "apply"), *first))["done"] == 1 + len(first)
    assert codes(race(begun(client, roster, "undo"), *rest[0]))["done"] == 1 + len(rest[0])
    assert is_over(roster)
    assert set(Membership.objects.values_list("cohort", "status", "group")) == {(cohort.pk, "active", "1A")}
    assert seats_fit(cohort, other)


def test_members_are_moved_by_hand_while_a_list_moves_them(client: APIClient, cohort: Cohort) -> None:
    """Whoever is found elsewhere by then is left there and named, or the preview is made anew."""
    siblings = [CohortFactory(programme=cohort.programme, organisation=cohort.organisation) for _ in range(2)]
    source, target = siblings
    for at, side in enumerate((cohort, source)):
        apply(client, upload(client, side, listed(first=at * SIZE)))
    roster = upload(client, target, listed(2 * SIZE))
    actor = coordinator(cohort.organisation.state.code)
    work = begun(client, roster, "apply")
    deeds = [_moved(actor, place, target) for place in Membership.objects.order_by("-id")[::3]]
    ended = codes(race(work, *deeds))
    assert set(ended) <= {"done", "not_found"}
    assert is_over(roster)
    assert seats_fit(cohort, *siblings)
    assert Membership.objects.exclude(status="withdrawn").count() == 2 * SIZE
    if not Roster.objects.get(pk=roster["id"]).problem:
        assert set(Membership.objects.values_list("cohort", flat=True)) == {target.pk}


def _moved(actor: User, place: Membership, target: Cohort) -> Deed:
    return lambda: services.move_member(actor=actor, cohort_id=place.cohort_id, membership_id=place.pk, to=target.pk)

"""A list is for those who manage its cohort: nobody else reads it, changes it or learns that it is there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.batches import services as batches
from foundation.kernel.clock import now
from foundation.kernel.ids import new_id
from foundation.programmes.enums import Role
from foundation.programmes.models import Membership, RoleGrant
from foundation.programmes.policies import forget_grants
from foundation.rosters.models import Roster
from tests.factories.accounts import PersonFactory
from tests.factories.programmes import GrantFactory, OrganisationFactory, coordinator, coordinator_of, office
from tests.foundation.rosters.desks import (
    BATCH_CALLS,
    CALLS,
    FILE_CALLS,
    OVERSEEN,
    ROSTER_CALLS,
    Call,
    Desk,
    all_that_is,
    set_up,
)
from tests.foundation.rosters.working import BASE, apply, got, rows, settle, signed_in, undo
from tests.scenes import scene

pytestmark = pytest.mark.django_db


def plain(answer: Any) -> dict[str, Any]:
    """What it says, but for the name of the request."""
    return {name: value for name, value in answer.json().items() if name not in {"request_id", "instance"}}


@dataclass
class Watched(Desk):
    """And what anybody hears of what is not there."""

    absent: list[tuple[int, dict[str, Any]]]


def heard_of_nothing(client: APIClient) -> list[tuple[int, dict[str, Any]]]:
    nothing = {name: new_id() for name in ("roster", "batch", "file", "cohort", "membership")} | {"digest": "0" * 64}
    answers = [call.ask(client, nothing) for call in CALLS]
    return [(answer.status_code, plain(answer)) for answer in answers]


def set_up_watched() -> Watched:
    return Watched(**vars(set_up()), absent=heard_of_nothing(signed_in(PersonFactory())))


_written, desk = scene(set_up_watched)


def stranger(desk: Desk, who: str) -> User | None:
    state = desk.cohort.organisation.state
    people: dict[str, Callable[[], User | None]] = {
        "other state": lambda: coordinator("JO"),
        "other organisation": lambda: coordinator_of(OrganisationFactory(state=state)),
        "her school": lambda: coordinator_of(Membership.objects.get(learner_number="77").organisation),
        "mentor": lambda: GrantFactory(person=PersonFactory(), role=Role.MENTOR, state=state).person,
        "author": lambda: GrantFactory(person=PersonFactory(), role=Role.AUTHOR, state=state).person,
        "learner": lambda: desk.learner,
        "safeguarding officer": lambda: User.objects.get(name="Nadia Alami"),
        "nobody": lambda: None,
    }
    return people[who]()


@pytest.mark.parametrize(
    "who",
    [
        "other state", "other organisation", "her school", "mentor", "author", "learner", "safeguarding officer", "nobody",
    ],
)  # fmt: skip
def test_whoever_does_not_manage_the_cohort_gets_nowhere(
    client_of: Callable[..., APIClient], desk: Watched, who: str
) -> None:
    person = stranger(desk, who)
    client, looks_after = client_of(person), who in ("safeguarding officer", "her school")
    before = all_that_is()
    absent = desk.absent if person else heard_of_nothing(client)
    assert {status for status, _ in absent} == {404 if person else 401}
    stages = desk.stages()
    for call, nothing in zip(CALLS, absent, strict=True):
        for ids in call.differing(stages):
            answer = call.ask(client, ids)
            if call == OVERSEEN and looks_after:
                assert answer.status_code == 200
            else:
                assert (call, answer.status_code, plain(answer)) == (call, *nothing)
    assert all_that_is() == before


@pytest.mark.parametrize("who", ["state", "organisation", "office"])
def test_whoever_manages_the_cohort_reads_and_works(client_of: Callable[..., APIClient], desk: Desk, who: str) -> None:
    """Another than she who uploaded it: the list is the cohort's, and its file her own."""
    people = {"state": coordinator, "organisation": lambda: coordinator_of(desk.cohort.organisation), "office": office}
    client = client_of(people[who]())
    applied, _waiting, _reading, printed = desk.stages()
    statuses = {
        call: call.ask(client, ids).status_code
        for ids, calls in ((applied, [*ROSTER_CALLS, *BATCH_CALLS, *FILE_CALLS]), (printed, BATCH_CALLS[:1]))
        for call in calls
        if call.method == "get"
    }
    expected = {call: 404 if call in FILE_CALLS else 200 for call in statuses}
    expected[Call("get", "rosters/{roster}/claim-cards.pdf?claimed=true")] = 202
    expected[Call("get", "rosters/{roster}/claim-cards.pdf")] = 409  # she who had a card has her account
    expected[Call("get", "rosters/{roster}/consent-sheets.pdf")] = 202
    assert statuses == expected
    settle()
    assert [row["outcome"] for row in rows(client, desk.waiting)] == ["keep", "add", "error"]
    assert apply(client, got(client, desk.waiting))["status"] == "applied"
    assert undo(client, desk.waiting)["status"] == "undone"


def test_what_a_colleague_draws_can_be_followed(client_of: Callable[..., APIClient], desk: Desk) -> None:
    colleague = client_of(coordinator(desk.cohort.organisation.state.code))
    path = f"{BASE}/rosters/{desk.applied['id']}/consent-sheets.pdf"
    first, second = desk.client.get(path), colleague.get(path)
    assert (first.status_code, second.status_code, first["Location"]) == (202, 202, second["Location"])
    assert colleague.get(second["Location"]).json()["status"] == "queued"


@pytest.mark.parametrize("step", ["apply", "preview", "undo"])
def test_whoever_lost_the_grant_goes_no_further(client_of: Callable[..., APIClient], desk: Desk, step: str) -> None:
    roster = desk.applied if step == "undo" else desk.waiting
    RoleGrant.objects.filter(person=desk.owner).update(revoked_at=now())
    forget_grants(desk.owner)
    client, before = client_of(desk.owner), all_that_is()
    answer = client.post(
        f"{BASE}/rosters/{roster['id']}/{step}", {"digest": roster["digest"]} if step == "apply" else {}
    )
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert all_that_is() == before


def test_whoever_lost_the_grant_neither_reads_nor_stops_her_former_jobs(
    client_of: Callable[..., APIClient], desk: Desk
) -> None:
    RoleGrant.objects.filter(person=desk.owner).update(revoked_at=now())
    forget_grants(desk.owner)
    client, before = client_of(desk.owner), all_that_is()
    for ids in desk.stages():
        assert [call.ask(client, ids).status_code for call in BATCH_CALLS] == [404] * len(BATCH_CALLS)
    assert all_that_is() == before


def test_what_was_begun_with_the_grant_is_finished(client_of: Callable[..., APIClient], desk: Desk) -> None:
    """It was hers to ask; half an application helps nobody."""
    answer = desk.client.post(f"{BASE}/rosters/{desk.waiting['id']}/apply", {"digest": desk.waiting["digest"]})
    assert answer.status_code == 202
    with transaction.atomic():
        RoleGrant.objects.filter(person=desk.owner).update(revoked_at=now())
    batches.run(batch_id=answer.json()["batch"])
    assert Roster.objects.get(pk=desk.waiting["id"]).status == "applied"


@pytest.mark.parametrize("number", [0, 4, 2**31, 10**30])
def test_a_row_that_is_not_there_is_not_found(desk: Desk, number: int) -> None:
    path = f"{BASE}/rosters/{desk.waiting['id']}/rows/{number}"
    answers = [desk.client.get(path), desk.client.patch(path, {"values": {"name": "Mine"}}, HTTP_IF_MATCH="*")]
    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("table", ["rosters/roster", "batches/batch", "files/storedfile"])
def test_the_desk_of_the_office_stays_shut(desk: Desk, table: str) -> None:
    page = Client()
    page.force_login(desk.owner)
    assert page.get(f"/admin/{table}/").status_code == 403

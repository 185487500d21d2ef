"""A mentor works for a state only while a vetting of it is valid: for what waits, and for what was taken up before."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.kernel import clock
from foundation.programmes.enums import Role
from foundation.programmes.models import Membership, RoleGrant
from mentoring.mentors.models import Vetting
from mentoring.mentors.policies import desk_of
from mentoring.mentors.services import revoke_vetting
from mentoring.projects.models import Submission
from mentoring.reviews.models import Review
from tests.factories.mentoring import (
    ProjectFactory,
    deliver_all,
    granted,
    leased,
    member_of,
    member_state,
    mentor,
    reviewed,
    vetted,
    waiting,
)
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
Works = dict[str, Submission]
API = "/api/v1"


def work_of(*codes: str) -> Submission:
    """Waiting work of a member of these states; of none, of somebody who came alone."""
    if not codes:
        return waiting()
    owner = member_of(codes[0])
    for code in codes[1:]:
        Membership.objects.filter(person=member_of(code)).update(person=owner)
    return waiting(ProjectFactory(owner=owner))


def set_up() -> Works:
    return {"MA": work_of("MA"), "JO": work_of("JO"), "MA JO": work_of("MA", "JO"), "nowhere": work_of()}


_written, works = scene(set_up)


def trusted(*codes: str | None, **profile: object) -> User:
    person = mentor(is_vetted=False, **profile)
    for code in codes:
        vetted(person, member_state(code) if code else None)
    return person


@pytest.mark.parametrize(
    ("codes", "profile", "seen"),
    [
        ((), {}, set()),
        (("MA",), {}, {"MA", "MA JO"}),
        (("MA", "JO"), {}, {"MA", "JO", "MA JO"}),
        ((None,), {}, {"MA", "JO", "MA JO", "nowhere"}),
        ((None, "MA"), {"states": ["JO"]}, {"JO", "MA JO"}),
        (("MA",), {"states": ["JO"]}, set()),
        (("TN",), {}, set()),
    ],
)
def test_what_waits_is_seen_as_far_as_states_trust_a_mentor(
    client_of: Clients, works: Works, codes: tuple[str | None, ...], profile: dict[str, object], seen: set[str]
) -> None:
    client = client_of(trusted(*codes, **profile))
    names = {str(work.id): name for name, work in works.items()}
    assert {names[entry["submission"]] for entry in client.get(f"{API}/review-queue").json()["results"]} == seen
    read = {name for name, work in works.items() if client.get(f"{API}/submissions/{work.id}").status_code == 200}
    assert read == seen
    leases = {name for name in works if client.post(f"{API}/review-queue/{works[name].id}/lease").status_code == 201}
    assert leases == seen


def test_a_role_bounds_what_a_vetting_opens() -> None:
    person = mentor(state=member_state("MA"))
    desk = desk_of(person)
    assert desk is not None
    assert desk.trusted == frozenset({"MA"})
    RoleGrant.objects.filter(person=person).update(state=member_state("JO"))
    person.__dict__.pop("_grants")
    Vetting.objects.update(state=member_state("MA"))
    assert desk_of(person) is None


@pytest.mark.parametrize("lost", ["expired", "revoked"])
def test_what_was_taken_up_closes_with_its_state_alone(client_of: Clients, works: Works, lost: str) -> None:
    person = trusted("MA", "JO")
    here, there = reviewed(person, works["MA"]), leased(person, works["JO"])
    client = client_of(person)

    def statuses() -> list[int]:
        paths = [f"submissions/{review.submission_id}" for review in (here, there)]
        paths += [f"reviews/{review.id}" for review in (here, there)]
        return [client.get(f"{API}/{path}").status_code for path in paths]

    assert statuses() == [200] * 4
    change = {"status": "revoked"} if lost == "revoked" else {"expires_on": clock.today() - timedelta(days=1)}
    Vetting.objects.filter(state__code="JO").update(**change)
    assert statuses() == [200, 404, 200, 404]
    [listed] = client.get(f"{API}/reviews").json()["results"]
    assert listed["id"] == str(here.id)
    assert client.post(f"{API}/reviews/{there.id}/submit").status_code == 404
    there.refresh_from_db()
    assert there.status == "draft"


def test_one_who_pauses_or_takes_no_work_reads_on_what_was_begun(client_of: Clients) -> None:
    person = trusted("MA", active=False)
    desk = desk_of(person)
    assert desk is not None
    assert (desk.trusted, desk.states) == (frozenset({"MA"}), frozenset())


def test_a_vetting_that_is_revoked_frees_what_is_held_of_that_state(works: Works) -> None:
    person, office = trusted("MA", "JO"), granted(Role.PROGRAMME_OFFICE)
    here, there = leased(person, works["MA"]), leased(person, works["JO"])
    vetting = Vetting.objects.get(state__code="JO")
    revoke_vetting(actor=office, vetting_id=vetting.id, reason="not_met", now=clock.now())
    deliver_all()
    assert [Review.objects.get(pk=review.pk).status for review in (here, there)] == ["draft", "expired"]
    assert Submission.objects.get(pk=there.submission_id).status == "submitted"

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.outbox.models import EventRecord
from foundation.programmes import services
from foundation.programmes.enums import Role
from foundation.programmes.models import Cohort, Invitation, Membership, RoleGrant
from tests.factories.accounts import PersonFactory
from tests.factories.programmes import (
    CohortFactory,
    GrantFactory,
    MembershipFactory,
    OrganisationFactory,
    coordinator,
    coordinator_of,
    office,
)
from tests.foundation.programmes.asking import statuses

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., APIClient]
MEMBER = {"name": "Amina Benali", "birth_date": "2010-05-06", "language": "ar"}
PEOPLE = ("office", "coordinator", "other state", "other school", "member", "stranger", "nobody")


@pytest.fixture
def membership() -> Membership:
    return MembershipFactory(person__username="amina")


@pytest.fixture
def person_named(membership: Membership) -> Callable[[str], User | None]:
    makers: dict[str, Callable[[], User | None]] = {
        "office": office,
        "coordinator": coordinator,
        "other state": lambda: coordinator("JO"),
        "other school": lambda: coordinator_of(OrganisationFactory()),
        "member": lambda: membership.person,
        "stranger": PersonFactory,
        "nobody": lambda: None,
    }
    return lambda name: makers[name]()


def members_of(cohort: Cohort) -> str:
    return f"/api/v1/cohorts/{cohort.id}/members"


REFUSED = {"other state": 404, "other school": 404, "stranger": 404, "nobody": 401}


def test_a_member_is_added_and_her_code_told_once(client_of: ClientOf) -> None:
    cohort, school = CohortFactory(), OrganisationFactory()
    client = client_of(coordinator())
    extra = {"learner_number": "N-1", "email": "f@example.org", "organisation": school.slug, "group": "3B"}

    answer = client.post(members_of(cohort), MEMBER | extra)

    assert answer.status_code == 201
    told = answer.json()
    claim = told.pop("claim")
    assert told == {
        "id": told["id"],
        "person": told["person"],
        "name": "Amina Benali",
        "language": "ar",
        "status": "invited",
        "claimed_at": None,
        "withdrawn_at": None,
        "cohort": str(cohort.id),
        "organisation": school.slug,
        "group": "3B",
        "learner_number": "N-1",
    }
    assert set(claim) == {"code", "url", "expires_at"}
    assert client.get(answer["Location"]).json() == told
    assert "claim" not in client.get(members_of(cohort)).json()["results"][0]
    assert User.objects.get(pk=told["person"]).birth_date == date(2010, 5, 6)


def test_who_adds_members(client_of: ClientOf, membership: Membership, person_named: Any) -> None:
    cohort = membership.cohort
    found = statuses(person_named, lambda person: client_of(person).post(members_of(cohort), MEMBER), PEOPLE)
    assert found == {"office": 201, "coordinator": 201, "member": 404, **REFUSED}
    cohort.refresh_from_db()
    assert (cohort.seats_taken, Membership.objects.count(), Invitation.objects.count()) == (3, 3, 2)


def test_who_lists_which_members(client_of: ClientOf, membership: Membership, person_named: Any) -> None:
    mate = MembershipFactory(cohort=membership.cohort)

    def listed(name: str) -> Any:
        answer = client_of(person_named(name)).get(members_of(membership.cohort)).json()
        return [row["id"] for row in answer["results"]] if "results" in answer else answer["status"]

    both = [str(membership.id), str(mate.id)]
    assert {name: listed(name) for name in PEOPLE} == {
        "office": both,
        "coordinator": both,
        "member": both[:1],
        **REFUSED,
    }


def test_a_schools_coordinator_sees_her_pupils_in_the_ministrys_cohort(client_of: ClientOf) -> None:
    school, cohort = OrganisationFactory(), CohortFactory()
    MembershipFactory(cohort=cohort)
    pupil = MembershipFactory(cohort=cohort, organisation=school)
    answer = client_of(coordinator_of(school)).get(members_of(cohort)).json()
    assert [row["id"] for row in answer["results"]] == [str(pupil.id)]


def test_members_are_filtered_by_status(client_of: ClientOf, membership: Membership) -> None:
    gone = MembershipFactory(cohort=membership.cohort, status="withdrawn")
    answer = client_of(coordinator()).get(members_of(membership.cohort) + "?status=withdrawn").json()
    assert [row["id"] for row in answer["results"]] == [str(gone.id)]


def test_who_reads_a_member(client_of: ClientOf, membership: Membership, person_named: Any) -> None:
    path = f"{members_of(membership.cohort)}/{membership.id}"
    found = statuses(person_named, lambda person: client_of(person).get(path), PEOPLE)
    assert found == {"office": 200, "coordinator": 200, "member": 200, **REFUSED}


def test_who_withdraws_a_member(client_of: ClientOf, membership: Membership, person_named: Any) -> None:
    path = f"{members_of(membership.cohort)}/{membership.id}"

    def withdraw(name: str) -> int:
        return client_of(person_named(name)).patch(path, {"status": "withdrawn"}).status_code

    refused = {name: withdraw(name) for name in ("member", *REFUSED)}
    membership.refresh_from_db()
    untouched = (membership.status, EventRecord.objects.count())
    allowed = {name: withdraw(name) for name in ("coordinator", "office")}
    membership.refresh_from_db()

    assert refused == {"member": 404, **REFUSED}
    assert untouched == ("active", 0)
    assert allowed == {"coordinator": 200, "office": 200}
    assert (membership.status, EventRecord.objects.count()) == ("withdrawn", 1)


def test_a_member_moves(client_of: ClientOf, membership: Membership) -> None:
    target = CohortFactory(programme=membership.programme)
    path = f"{members_of(membership.cohort)}/{membership.id}"
    client = client_of(coordinator())

    answer = client.patch(path, {"cohort": str(target.id)})

    assert (answer.status_code, answer.json()["cohort"]) == (200, str(target.id))
    assert client.get(path).status_code == 404
    assert client.get(f"{members_of(target)}/{membership.id}").json() == answer.json()


def test_a_full_cohort_answers_with_a_conflict(client_of: ClientOf) -> None:
    cohort = CohortFactory(seats=1)
    client = client_of(coordinator(), language="fr")
    answers = [client.post(members_of(cohort), MEMBER) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 409]
    assert (answers[1].json()["code"], answers[1]["Content-Language"]) == ("seats_taken", "fr")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"name": None}, "/name"),
        ({"birth_date": "06/05/2010"}, "/birth_date"),
        ({"birth_date": "2100-01-01"}, "/birth_date"),
        ({"birth_date": "1800-01-01"}, "/birth_date"),
        ({"language": "de"}, "/language"),
        ({"email": "nobody"}, "/email"),
        ({"phone": "call me"}, "/phone"),
        ({"organisation": "nowhere"}, "/organisation"),
        ({"is_staff": True}, "/is_staff"),
    ],
)
def test_what_is_no_member(change: dict[str, Any], pointer: str, client_of: ClientOf) -> None:
    cohort = CohortFactory()
    answer = client_of(coordinator()).post(members_of(cohort), MEMBER | change)
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert (Membership.objects.count(), Cohort.objects.get().seats_taken) == (0, 0)


def test_a_phone_is_read_as_people_write_it(client_of: ClientOf) -> None:
    answer = client_of(coordinator()).post(members_of(CohortFactory()), MEMBER | {"phone": "٠٦ ١٢-٣٤ ٥٦ ٧٨"})
    assert User.objects.get(pk=answer.json()["person"]).phone == "0612345678"


def test_who_gets_a_new_code(client_of: ClientOf, person_named: Any) -> None:
    membership = services.add_member(actor=office(), cohort_id=CohortFactory().id, name="A B").membership
    path = f"{members_of(membership.cohort)}/{membership.id}/claim-code"

    def ask(name: str) -> Any:
        return client_of(person_named(name)).post(path)

    refused = {name: ask(name).status_code for name in REFUSED}
    untouched = Invitation.objects.get().counter
    allowed = {name: ask(name) for name in ("office", "coordinator")}

    assert (refused, untouched) == (REFUSED, 1)
    assert {name: answer.status_code for name, answer in allowed.items()} == {"office": 201, "coordinator": 201}
    assert set(allowed["office"].json()) == {"code", "url", "expires_at"}
    assert Invitation.objects.get().counter == 3


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_members(rows: int, client_of: ClientOf, django_assert_num_queries: Any) -> None:
    cohort = CohortFactory()
    for _ in range(rows):
        MembershipFactory(cohort=cohort)
    client = client_of(User.objects.get(pk=coordinator().pk))
    with django_assert_num_queries(3):
        assert len(client.get(members_of(cohort)).json()["results"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_grants(rows: int, client_of: ClientOf, django_assert_num_queries: Any) -> None:
    actor = office()
    for _ in range(rows - 1):
        GrantFactory(role=Role.COORDINATOR, organisation=OrganisationFactory())
    client = client_of(User.objects.get(pk=actor.pk))
    with django_assert_num_queries(2):
        assert len(client.get("/api/v1/grants").json()["results"]) == rows


def test_a_role_is_given_listed_and_taken_back(client_of: ClientOf) -> None:
    client = client_of(coordinator("MA"))
    made = client.post("/api/v1/grants", {"role": "mentor", "state": "MA", "email": "m@example.org", "name": "Malika"})
    grant = made.json()
    assert made.status_code == 201
    assert grant == {
        "id": grant["id"],
        "role": "mentor",
        "state": "MA",
        "organisation": None,
        "person": {"id": grant["person"]["id"], "name": "Malika", "claimed_at": None},
        "granted_at": grant["granted_at"],
    }
    assert client.get("/api/v1/grants").json()["results"][0] == grant
    assert client.delete(f"/api/v1/grants/{grant['id']}").status_code == 204
    assert grant["id"] not in [row["id"] for row in client.get("/api/v1/grants").json()["results"]]


def test_who_gives_roles(client_of: ClientOf, membership: Membership, person_named: Any) -> None:
    number = iter(range(10))

    def give(person: User | None) -> Any:
        body = {"role": "mentor", "state": "MA", "email": f"m{next(number)}@example.org"}
        return client_of(person).post("/api/v1/grants", body)

    assert statuses(person_named, give, PEOPLE) == {"office": 201, "coordinator": 201, "member": 404, **REFUSED}
    assert RoleGrant.objects.filter(role=Role.MENTOR).count() == 2
    assert EventRecord.objects.filter(name="programmes.grant_invited.v1").count() == 2


def test_who_takes_roles_back(client_of: ClientOf, membership: Membership, person_named: Any) -> None:
    grant = GrantFactory(role=Role.MENTOR, state=membership.state)

    def revoke(name: str) -> int:
        return client_of(person_named(name)).delete(f"/api/v1/grants/{grant.id}").status_code

    refused = {name: revoke(name) for name in ("member", *REFUSED)}
    grant.refresh_from_db()
    untouched = grant.revoked_at
    assert (refused, untouched) == ({"member": 404, **REFUSED}, None)
    assert [revoke("coordinator"), revoke("office")] == [204, 404]

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.rules import after_months
from foundation.kernel.clock import today
from foundation.programmes.enums import Role
from foundation.programmes.models import Membership
from tests.factories.accounts import PersonFactory
from tests.factories.consents import ALL, granted, minor, open_state
from tests.factories.programmes import GrantFactory, MembershipFactory, OrganisationFactory, StateFactory

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., APIClient]


@pytest.fixture
def membership() -> Membership:
    return MembershipFactory(person__username="amina")


def test_an_adult_learner_as_she_sees_herself(client_of: ClientOf, membership: Membership) -> None:
    person = membership.person
    answer = client_of(person).get("/api/v1/me")
    granted = {"granted": True, "waiting_for": None}
    assert answer.json() == {
        "id": str(person.id),
        "username": "amina",
        "name": person.name,
        "name_latin": "",
        "email": "",
        "email_verified": False,
        "phone": "",
        "birth_date": "2000-05-17",
        "gender": "",
        "language": "en",
        "time_zone": "UTC",
        "country": "MA",
        "roles": [],
        "capabilities": dict.fromkeys(("learning", "mentor_contact", "public_showing", "media", "research"), granted),
    }


def test_roles_say_how_far_they_reach(client_of: ClientOf) -> None:
    person, school = PersonFactory(), OrganisationFactory(slug="lycee")
    GrantFactory(person=person, role=Role.AUTHOR)
    GrantFactory(person=person, role=Role.MENTOR, state=StateFactory(code="MA"))
    GrantFactory(person=person, role=Role.COORDINATOR, organisation=school)
    assert client_of(person).get("/api/v1/me").json()["roles"] == [
        {"role": "author", "scope": None},
        {"role": "mentor", "scope": "MA"},
        {"role": "coordinator", "scope": "lycee"},
    ]


def test_i_change_what_is_mine_to_change(client_of: ClientOf) -> None:
    person = PersonFactory()
    change = {"name": "أمينة", "language": "ar", "time_zone": "Africa/Casablanca", "phone": "0612345678"}
    answer = client_of(person).patch("/api/v1/me", change)
    assert answer.status_code == 200
    assert {name: answer.json()[name] for name in change} == change


def test_what_me_gives_it_takes(client_of: ClientOf) -> None:
    client = client_of(PersonFactory())
    read = client.get("/api/v1/me").json()
    assert client.patch("/api/v1/me", read).json() == read


@pytest.mark.parametrize(
    "change", [{"birth_date": "1990-01-01"}, {"country": "JO"}, {"username": "other"}, {"email": "a@example.org"}]
)
def test_what_is_not_mine_to_change(change: dict[str, str], client_of: ClientOf) -> None:
    person = PersonFactory()
    answer = client_of(person).patch("/api/v1/me", {**change, "name": "Other"})
    before = User.objects.get(pk=person.pk)
    assert answer.status_code == 400
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [(f"/{next(iter(change))}", "read_only")]
    assert (before.name, before.revision) == (person.name, 1)


def test_nobody_has_no_me(client_of: ClientOf) -> None:
    assert [client_of().get("/api/v1/me").status_code, client_of().patch("/api/v1/me", {}).status_code] == [401, 401]


def test_a_young_learner_as_she_sees_herself(client_of: ClientOf) -> None:
    open_state(guardian_purposes=["mentor_contact", "media"])
    person = granted(minor(), Purpose.MEDIA)
    free, missing = {"granted": True, "waiting_for": None}, {"granted": False, "waiting_for": "guardian"}
    assert client_of(person).get("/api/v1/me").json()["capabilities"] == {
        "learning": free, "mentor_contact": missing, "public_showing": free, "media": free, "research": free,
    }  # fmt: skip
    until = after_months(today(), 12)
    shown = client_of(person, language="fr").get("/api/v1/me/consents").json()["purposes"]
    assert [
        (row["purpose"], row["granted"], row["waiting_for"], row["decision"], row["valid_until"]) for row in shown
    ] == [
        ("learning", True, None, None, None),
        ("mentor_contact", False, "guardian", None, None),
        ("public_showing", True, None, None, None),
        ("media", True, None, True, str(until)),
        ("research", True, None, None, None),
    ]
    assert shown[0]["text"].startswith("Suivre des cours")


def test_where_the_state_is_closed_she_waits_for_it(client_of: ClientOf) -> None:
    capabilities = client_of(minor()).get("/api/v1/me").json()["capabilities"]
    assert set(capabilities) == set(ALL)
    assert all(held == {"granted": False, "waiting_for": "member_state"} for held in capabilities.values())


def test_nobody_has_no_consents(client_of: ClientOf) -> None:
    assert client_of().get("/api/v1/me/consents").status_code == 401


def test_queries_of_a_minors_me(client_of: ClientOf, django_assert_num_queries: Any) -> None:
    open_state()
    client = client_of(granted(minor()))
    for path in ("me", "me/consents"):
        with django_assert_num_queries(2):
            client.get(f"/api/v1/{path}")


def test_queries_of_me(client_of: ClientOf, django_assert_num_queries: Any) -> None:
    client = client_of(PersonFactory(email="a@example.org", verified=True))
    with django_assert_num_queries(2):
        assert client.get("/api/v1/me").json()["email_verified"] is True

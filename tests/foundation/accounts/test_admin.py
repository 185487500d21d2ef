from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from foundation.accounts.models import User
from tests.factories.accounts import PASSWORD, PersonFactory
from tests.foundation.accounts.clients import code

pytestmark = pytest.mark.django_db
DOOR = "/admin/login/?next=/admin/"


def knock(person: User, password: str = PASSWORD, **extra: str) -> Any:
    client = Client()
    answer = client.post(DOOR, {"username": person.username, "password": password, "next": "/admin/", **extra})
    return client, answer


def office(**kwargs: Any) -> User:
    person: User = PersonFactory(is_staff=True, is_superuser=True, **kwargs)
    return person


def test_the_office_enters_with_a_password_where_no_more_is_asked() -> None:
    client, answer = knock(office())
    assert answer.status_code == 302
    assert client.get("/admin/accounts/user/").status_code == 200


def test_learners_and_closed_accounts_stay_outside() -> None:
    for person in (PersonFactory(), office(is_active=False)):
        client, answer = knock(person)
        assert answer.status_code == 200
        assert client.get("/admin/accounts/user/").status_code == 302


def test_a_second_factor_is_asked_for_here_too(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    person = office()
    assert knock(person)[1].status_code == 200
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    assert knock(person)[1].status_code == 200
    assert knock(person, code=code(secret, 9))[1].status_code == 200
    client, answer = knock(person, code=code(secret))
    assert answer.status_code == 302
    assert client.get("/admin/accounts/user/").status_code == 200


def test_guesses_at_the_door_count() -> None:
    person = office()
    for n in range(8):
        knock(person, f"guess {n}")
    assert "Please wait a little" in knock(person)[1].content.decode()


def test_the_office_mends_and_closes_but_makes_nobody_staff() -> None:
    client, _ = knock(office())
    person = PersonFactory(birth_date=None)
    page = f"/admin/accounts/user/{person.pk}/change/"
    assert client.get(page).status_code == 200
    form = {"name": "Sara", "language": "fr", "time_zone": "UTC", "birth_date": "2012-03-01", "is_staff": "on"}
    assert client.post(page, form).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.language, str(person.birth_date)) == ("Sara", "fr", "2012-03-01")
    assert (person.is_staff, person.revision) == (False, 2)
    for action, active in (("close_accounts", False), ("open_accounts", True)):
        client.post("/admin/accounts/user/", {"action": action, "_selected_action": [str(person.pk)]})
        person.refresh_from_db()
        assert person.is_active is active


def test_a_lost_phone() -> None:
    client, _ = knock(office())
    person = PersonFactory()
    TOTP.activate(person, generate_totp_secret())
    client.post("/admin/accounts/user/", {"action": "reset_second_factors", "_selected_action": [str(person.pk)]})
    assert Authenticator.objects.count() == 0


def test_secrets_and_addresses_are_not_edited_past_their_checks() -> None:
    client, _ = knock(office())
    assert client.get("/admin/mfa/authenticator/").status_code == 404
    assert client.get("/admin/account/emailaddress/").status_code == 404


@pytest.mark.parametrize(("rows", "queries"), [(1, 4), (3, 4)])
def test_the_list_of_people(django_assert_num_queries: Any, rows: int, queries: int) -> None:
    client, _ = knock(office())
    PersonFactory.create_batch(rows)
    with django_assert_num_queries(queries):
        client.get("/admin/accounts/user/")

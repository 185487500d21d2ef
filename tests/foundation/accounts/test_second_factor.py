from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from foundation.accounts import services
from foundation.accounts.models import User
from tests.factories.accounts import PASSWORD, PersonFactory
from tests.foundation.accounts.clients import WHO, Phone, code

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.foundation.accounts.urls")]


@pytest.fixture(autouse=True)
def _commits_at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """allauth tells of a new second factor on commit, which a test's own transaction would put off."""
    if "transactional_db" not in request.fixturenames:
        monkeypatch.setattr("allauth.mfa.totp.internal.flows.transaction", SimpleNamespace(on_commit=lambda act: act()))


def enrol(phone: Phone) -> str:
    """Set a second factor up, and return its secret."""
    assert phone.call("POST", "auth/reauthenticate", {"password": PASSWORD}).status_code == 200
    offer = phone.call("GET", "account/authenticators/totp")
    assert (offer.status_code, offer.json()["code"]) == (404, "not_set_up")
    secret: str = offer.json()["meta"]["secret"]
    assert phone.call("POST", "account/authenticators/totp", {"code": code(secret)}).status_code == 200
    return secret


def signed_in(person: User) -> Phone:
    phone = Phone()
    assert phone.sign_in(person.username, PASSWORD).status_code == 200
    return phone


def test_setting_one_up_asks_for_the_password_again() -> None:
    phone = signed_in(PersonFactory())
    phone.call("GET", "account/authenticators/totp")
    answer = phone.call("POST", "account/authenticators/totp", {"code": "000000"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    recovery = phone.call("POST", "account/authenticators/recovery-codes", {})
    assert (recovery.status_code, recovery.json()["code"]) in {(401, "reauthentication_required"), (400, "invalid")}


def test_anyone_may_set_one_up_and_then_needs_it() -> None:
    person = PersonFactory()
    secret = enrol(signed_in(person))
    phone = Phone()
    half = phone.sign_in(person.username, PASSWORD)
    assert (half.status_code, half.json()["code"]) == (401, "second_factor_pending")
    assert phone.access == ""
    assert half.json()["meta"]["session_token"]
    wrong = phone.call("POST", "auth/2fa/authenticate", {"code": code(secret, 9)}, session=True)
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (400, "incorrect_code")
    assert phone.call("POST", "auth/2fa/authenticate", {"code": code(secret)}, session=True).status_code == 200
    assert phone.call("GET", WHO).json() == {"username": person.username}


def test_a_recovery_code_works_once() -> None:
    person = PersonFactory()
    first = signed_in(person)
    enrol(first)
    recovery = first.call("GET", "account/authenticators/recovery-codes").json()["data"]["unused_codes"][0]
    for expected in (200, 400):
        phone = Phone()
        phone.sign_in(person.username, PASSWORD)
        answer = phone.call("POST", "auth/2fa/authenticate", {"code": recovery}, session=True)
        assert answer.status_code == expected


def test_guessing_codes_is_slowed() -> None:
    person = PersonFactory()
    secret = enrol(signed_in(person))
    phone = Phone()
    phone.sign_in(person.username, PASSWORD)
    answers = [
        phone.call("POST", "auth/2fa/authenticate", {"code": code(secret, 9)}, session=True).status_code
        for _ in range(11)
    ]
    assert answers == [400] * 10 + [429]


def test_the_secret_is_not_kept_in_the_clear() -> None:
    secret = enrol(signed_in(PersonFactory()))
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_offered_but_not_forced_in_the_trial() -> None:
    assert signed_in(PersonFactory(is_staff=True)).call("GET", WHO).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_production_asks_staff_for_one(transactional_db: None, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    phone = signed_in(PersonFactory(is_staff=True))
    refused = phone.call("GET", WHO)
    assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_required")
    enrol(phone)
    assert phone.call("GET", WHO).status_code == 200
    assert phone.renew().status_code == 200
    assert phone.call("GET", WHO).status_code == 200


def test_learners_need_none_in_production(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    assert signed_in(PersonFactory()).call("GET", WHO).status_code == 200


def test_a_session_from_before_stays_without_it(settings: Any) -> None:
    """Whoever stole the password earlier does not profit when the owner sets her second factor up."""
    settings.REQUIRE_SECOND_FACTOR = True
    person = PersonFactory(is_staff=True)
    thief, owner = signed_in(person), signed_in(person)
    enrol(owner)
    thief.renew()
    assert thief.call("GET", WHO).json()["code"] == "second_factor_required"


def test_a_browser_of_staff_needs_one_too(settings: Any) -> None:
    from django.test import Client

    settings.REQUIRE_SECOND_FACTOR = True
    browser = Client()
    browser.force_login(PersonFactory(is_staff=True))
    assert browser.get(WHO).json()["code"] == "second_factor_required"


def test_the_office_helps_whoever_lost_the_phone() -> None:
    person, office = PersonFactory(), PersonFactory()
    enrol(signed_in(person))
    services.reset_second_factor(actor=office, person_id=person.id)
    assert signed_in(person).call("GET", WHO).status_code == 200

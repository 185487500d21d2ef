import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from foundation.accounts import services
from foundation.accounts.models import User
from tests.factories.accounts import PASSWORD, InvitedFactory, PersonFactory
from tests.foundation.accounts.clients import BROWSER, WHO, Phone

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.foundation.accounts.urls")]


def refusal(answer: Any) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def test_signing_in_by_username_whatever_its_case_and_digits() -> None:
    PersonFactory(username="Amina2008")
    answer = Phone().sign_in(" amina٢٠٠٨ ", PASSWORD)
    body = answer.json()
    assert answer.status_code == 200
    assert body["data"]["user"]["username"] == "Amina2008"
    assert body["meta"].keys() == {"is_authenticated", "session_token", "access_token", "refresh_token"}


def test_only_a_verified_address_signs_in() -> None:
    PersonFactory(email="amina@example.org", verified=True)
    PersonFactory(email="family@example.org")
    assert Phone().sign_in("Amina@example.org", PASSWORD, by="email").status_code == 200
    assert refusal(Phone().sign_in("family@example.org", PASSWORD, by="email")) == (400, "wrong_credentials")
    assert refusal(Phone().sign_in("family@example.org", PASSWORD)) == (400, "wrong_credentials")


def test_an_invited_person_and_a_closed_account_do_not_sign_in() -> None:
    invited = InvitedFactory()
    PersonFactory(username="closed", is_active=False)
    assert refusal(Phone().sign_in(invited.username, "")) == (400, "invalid")
    assert refusal(Phone().sign_in(invited.username, "!")) == (400, "wrong_credentials")
    assert refusal(Phone().sign_in("closed", PASSWORD)) == (403, "account_closed")


def test_the_token_says_who_is_asking() -> None:
    person = PersonFactory()
    phone = Phone()
    phone.sign_in(person.username, PASSWORD)
    assert phone.call("GET", WHO).json() == {"username": person.username}


def test_nobody_gets_a_401_that_says_how() -> None:
    answer = Phone().call("GET", WHO)
    assert refusal(answer) == (401, "sign_in_required")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."])
def test_a_token_of_no_worth(token: str) -> None:
    phone = Phone()
    assert refusal(phone.call("GET", WHO, Authorization=f"Bearer {token}")) == (401, "token_invalid")


def test_a_refresh_token_is_no_access_token() -> None:
    phone = Phone()
    phone.sign_in(PersonFactory().username, PASSWORD)
    phone.access = phone.refresh
    assert refusal(phone.call("GET", WHO)) == (401, "token_invalid")


def test_a_token_of_another_house_is_refused(settings: Any) -> None:
    phone = Phone()
    phone.sign_in(PersonFactory().username, PASSWORD)
    settings.SECRET_KEY = "another-secret-of-sufficient-length-for-hs256"
    assert refusal(phone.call("GET", WHO)) == (401, "token_invalid")


def test_an_expired_token_says_so(settings: Any) -> None:
    settings.HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = -1
    phone = Phone()
    phone.sign_in(PersonFactory().username, PASSWORD)
    assert refusal(phone.call("GET", WHO)) == (401, "token_expired")


def test_a_disabled_person_is_refused_at_once() -> None:
    person, office = PersonFactory(), PersonFactory()
    phone = Phone()
    phone.sign_in(person.username, PASSWORD)
    services.set_active(actor=office, person_id=person.id, is_active=False)
    assert refusal(phone.call("GET", WHO)) == (401, "token_invalid")
    assert refusal(phone.renew()) == (400, "token_invalid")


def test_a_deleted_person_is_refused() -> None:
    person = PersonFactory()
    phone = Phone()
    phone.sign_in(person.username, PASSWORD)
    User.objects.filter(pk=person.pk).delete()
    assert refusal(phone.call("GET", WHO)) == (401, "token_invalid")


def test_signing_out_ends_access_and_refresh_tokens_at_once() -> None:
    phone, other = Phone(), Phone()
    person = PersonFactory()
    phone.sign_in(person.username, PASSWORD)
    other.sign_in(person.username, PASSWORD)
    assert refusal(phone.call("DELETE", "auth/session")) == (401, "signed_out")
    assert refusal(phone.call("GET", WHO)) == (401, "token_invalid")
    assert refusal(phone.renew()) == (400, "token_invalid")
    assert other.call("GET", WHO).status_code == 200


def test_an_expired_session_ends_its_tokens() -> None:
    phone = Phone()
    phone.sign_in(PersonFactory().username, PASSWORD)
    # its end is compared with when this test's transaction began
    Session.objects.update(expire_date=timezone.now() - timedelta(hours=1))
    assert refusal(phone.call("GET", WHO)) == (401, "token_invalid")


def test_refreshing_twice_with_the_same_token_works() -> None:
    """The first answer may have been lost on the way."""
    phone = Phone()
    phone.sign_in(PersonFactory().username, PASSWORD)
    for _ in range(2):
        assert phone.renew().status_code == 200
        assert phone.call("GET", WHO).status_code == 200


def test_authentication_is_one_query(django_assert_num_queries: Any) -> None:
    phone = Phone()
    phone.sign_in(PersonFactory().username, PASSWORD)
    with django_assert_num_queries(1):
        phone.call("GET", WHO)


def test_a_browser_signs_in_with_a_cookie_and_needs_csrf() -> None:
    person = PersonFactory()
    browser = Client(enforce_csrf_checks=True)
    browser.get(BROWSER + "config")
    login = json.dumps({"username": person.username, "password": PASSWORD})
    forged = browser.post(BROWSER + "auth/login", login, "application/json")
    assert forged.status_code == 403
    token = {"X-CSRFToken": browser.cookies["csrftoken"].value}
    assert browser.post(BROWSER + "auth/login", login, "application/json", headers=token).status_code == 200
    assert browser.get(WHO).json() == {"username": person.username}
    assert refusal(browser.post(WHO, "{}", "application/json")) == (403, "csrf_failed")
    token = {"X-CSRFToken": browser.cookies["csrftoken"].value}
    assert browser.post(WHO, "{}", "application/json", headers=token).status_code == 200


@pytest.mark.parametrize("body", ['{"username": ', "[]", '"x"', "\ufeff{}"])
def test_malformed_json_is_a_problem(body: str) -> None:
    assert refusal(Phone().call("POST", "auth/login", body)) == (400, "malformed_json")


def test_signing_in_again_while_signed_in() -> None:
    person = PersonFactory()
    phone = Phone()
    phone.sign_in(person.username, PASSWORD)
    assert refusal(phone.sign_in(person.username, PASSWORD)) == (409, "signed_in_already")


def test_methods_and_paths_that_do_not_exist() -> None:
    assert refusal(Phone().call("PUT", "auth/login", {})) in {(405, "method_not_allowed"), (400, "invalid")}
    assert refusal(Phone().call("GET", "auth/nowhere")) == (404, "not_found")


@pytest.mark.parametrize(
    ("language", "detail"),
    [
        ("en", "The username or e-mail address and the password don't belong together."),
        ("fr", "Le nom d’utilisateur ou l’adresse électronique et le mot de passe ne vont pas ensemble."),
        ("ar", "اسم المستخدم أو البريد الإلكتروني لا يطابق كلمة المرور."),
    ],
)
def test_refusals_in_three_languages(language: str, detail: str) -> None:
    answer = Phone(language).sign_in("nobody", "wrong")
    assert answer["Content-Language"] == language
    assert answer.json()["detail"] == detail
    assert answer.json()["errors"] == [
        {"pointer": "/password", "code": "username_password_mismatch", "detail": detail},
    ]


def test_changing_the_password_keeps_this_phone_and_ends_the_others() -> None:
    person = PersonFactory()
    phone, other = Phone(), Phone()
    phone.sign_in(person.username, PASSWORD)
    other.sign_in(person.username, PASSWORD)
    change = {"current_password": PASSWORD, "new_password": "three-wide-rivers"}
    assert phone.call("POST", "account/password/change", change).status_code == 200
    assert phone.call("GET", WHO).status_code == 200
    assert phone.renew().status_code == 200
    assert refusal(other.call("GET", WHO)) == (401, "token_invalid")
    assert refusal(other.renew()) == (400, "token_invalid")


def test_all_sessions_end_at_once_and_the_password_stays() -> None:
    person, other = PersonFactory(), PersonFactory()
    phone, tablet, bystander, browser = Phone(), Phone(), Phone(), Client()
    for device, whose in ((phone, person), (tablet, person), (bystander, other)):
        device.sign_in(whose.username, PASSWORD)
    browser.force_login(person)
    services.end_sessions(person_id=person.id, now=timezone.now())
    assert [refusal(device.call("GET", WHO)) for device in (phone, tablet)] == [(401, "token_invalid")] * 2
    assert refusal(browser.get(WHO)) == (401, "sign_in_required")
    assert [phone.renew().status_code, phone.call("GET", "auth/session", session=True).status_code] == [400, 401]
    assert bystander.call("GET", WHO).status_code == 200
    assert phone.sign_in(person.username, PASSWORD).status_code == 200
    assert phone.call("GET", WHO).json() == {"username": person.username}


def test_sign_in_of_a_claimed_account_answers_as_allauth_does() -> None:
    person = PersonFactory()
    answer = services.sign_in(person=person)
    own = Phone().sign_in(person.username, PASSWORD).json()
    assert answer.keys() == own.keys()
    assert answer["meta"].keys() == own["meta"].keys()
    assert answer["data"]["user"] == own["data"]["user"]
    phone = Phone()
    phone.access = answer["meta"]["access_token"]
    assert phone.call("GET", WHO).status_code == 200
    phone.refresh = answer["meta"]["refresh_token"]
    assert phone.renew().status_code == 200


def test_allauth_s_own_schema_is_served_beside_ours() -> None:
    schema = Client().get("/_allauth/openapi.json")
    assert schema.status_code == 200
    assert "/_allauth/{client}/v1/auth/login" in schema.json()["paths"]


def test_sessions_that_ran_out_are_forgotten() -> None:
    for _ in range(2):
        Phone().sign_in(PersonFactory().username, PASSWORD)
    kept = Session.objects.first()
    Session.objects.exclude(pk=kept.pk).update(expire_date=timezone.now() - timedelta(days=1))
    assert services.forget_expired(now=timezone.now()) == 1
    assert list(Session.objects.all()) == [kept]

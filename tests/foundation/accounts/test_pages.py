import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.test import Client

from foundation.accounts.models import User
from foundation.notifications.models import Mail
from tests.factories.accounts import PASSWORD, PersonFactory
from tests.foundation.accounts.clients import WHO, Phone

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.foundation.accounts.urls")]
NEW = "three-wide-rivers"


def ask_for_reset(email: str) -> int:
    status: int = Phone().call("POST", "auth/password/request", {"email": email}).status_code
    return status


def link(letter: Any) -> str:
    found = re.search(r"http://\S+?(/(?:reset|verify-email)/\S+)", letter.body)
    assert found
    return found[1]


def test_a_forgotten_password_by_the_link_in_the_letter(mailoutbox: list[Any]) -> None:
    person = PersonFactory(email="amina@example.org", verified=True, language="fr")
    phone = Phone()
    phone.sign_in(person.username, PASSWORD)
    assert ask_for_reset("Amina@example.org") == 200
    letter = mailoutbox.pop()
    assert (letter.to, letter.subject) == (["amina@example.org"], "Choisissez un nouveau mot de passe")
    assert letter.extra_headers["Content-Language"] == "fr"  # what the spool keeps as the mail's language
    assert person.username in letter.body
    path, browser = link(letter), Client(enforce_csrf_checks=True)
    assert browser.get(path).status_code == 200
    done = browser.post(path, {"password": NEW})
    assert done.status_code == 200
    assert mailoutbox.pop().subject == "Votre mot de passe a été changé"
    assert phone.call("GET", WHO).json()["code"] == "token_invalid"
    assert Phone().sign_in(person.username, PASSWORD).status_code == 400
    assert Phone().sign_in(person.username, NEW).status_code == 200
    assert browser.get(path).status_code == 404
    assert browser.post(path, {"password": "again-and-again"}).status_code == 404


def test_a_weak_password_is_refused_on_the_page_and_the_link_still_works(mailoutbox: list[Any]) -> None:
    PersonFactory(email="amina@example.org", verified=True)
    ask_for_reset("amina@example.org")
    path, browser = link(mailoutbox.pop()), Client()
    for weak in ("short", "password", "1234567890", ""):
        answer = browser.post(path, {"password": weak}, headers={"Accept-Language": "ar"})
        assert answer.status_code == 400
        assert re.search(r'id="faults"><p class="error">[؀-ۿ]', answer.content.decode())
    assert browser.post(path, {"password": NEW}).status_code == 200


def test_no_letter_to_an_address_that_does_not_sign_in(mailoutbox: list[Any]) -> None:
    PersonFactory(email="family@example.org")
    unverified = PersonFactory(email="new@example.org")
    EmailAddress.objects.create(user=unverified, email="new@example.org", primary=True)
    PersonFactory(email="closed@example.org", verified=True, is_active=False)
    assert {ask_for_reset(f"{name}@example.org") for name in ("family", "new", "closed", "nobody")} == {200}
    assert mailoutbox == []


def test_an_app_may_do_the_same_with_the_keys(mailoutbox: list[Any]) -> None:
    person = PersonFactory(email="amina@example.org", verified=True)
    ask_for_reset("amina@example.org")
    key = link(mailoutbox.pop()).removeprefix("/reset/")
    answer = Phone().call("POST", "auth/password/reset", {"key": key, "password": NEW})
    assert (answer.status_code, answer.json()["code"]) == (401, "done_sign_in_next")
    assert Phone().sign_in(person.username, NEW).status_code == 200
    again = Phone().call("POST", "auth/password/reset", {"key": key, "password": NEW})
    assert (again.status_code, again.json()["code"]) == (400, "link_expired")
    address = EmailAddress.objects.create(user=person, email="second@example.org")
    answer = Phone().call("POST", "auth/email/verify", {"key": EmailConfirmationHMAC(address).key})
    assert (answer.status_code, answer.json()["code"]) == (401, "done_sign_in_next")
    assert person.email == User.objects.get(pk=person.pk).email


def test_letters_are_not_sent_without_end(mailoutbox: list[Any]) -> None:
    PersonFactory(email="amina@example.org", verified=True)
    assert [ask_for_reset("amina@example.org") for _ in range(4)] == [200, 200, 200, 429]
    answer = Phone("ar").call("POST", "auth/password/request", {"email": "amina@example.org"})
    assert answer.json()["code"] == "too_many_attempts"
    assert int(answer["Retry-After"]) > 0
    assert len(mailoutbox) == 3


def test_a_link_of_no_worth() -> None:
    for path in ("/reset/x", "/reset/1-2-3", "/reset/%00-a", "/verify-email/x", "/verify-email/a:b:c"):
        answer = Client().get(path)
        assert (answer.status_code, answer["X-Robots-Tag"]) == (404, "noindex")


def test_trying_links_is_slowed_and_says_for_how_long(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"reset_password_from_key": "1/m/ip"}
    first, second = Client().post("/reset/1-2-3"), Client().post("/reset/1-2-3")
    assert (first.status_code, second.status_code, second["Retry-After"]) == (404, 429, "60")


def test_confirming_an_address_asks_first(mailoutbox: list[Any]) -> None:
    person = PersonFactory(email="old@example.org")
    address = EmailAddress.objects.create(user=person, email="amina@example.org", primary=True)
    address.send_confirmation()
    path, browser = link(mailoutbox.pop()), Client(enforce_csrf_checks=True)
    asked = browser.get(path)
    assert (asked.status_code, "amina@example.org" in asked.content.decode()) == (200, True)
    address.refresh_from_db()
    assert address.verified is False
    assert browser.post(path).status_code == 200
    address.refresh_from_db()
    assert address.verified is True
    assert User.objects.get(pk=person.pk).email == "amina@example.org"
    assert Phone().sign_in("amina@example.org", PASSWORD, by="email").status_code == 200
    assert browser.get(path).status_code == 404


def test_two_people_one_address_the_first_to_confirm_has_it() -> None:
    first, second = PersonFactory(), PersonFactory()
    links = [
        EmailConfirmationHMAC(EmailAddress.objects.create(user=person, email="family@example.org", primary=True)).key
        for person in (first, second)
    ]
    assert Client().post(f"/verify-email/{links[0]}").status_code == 200
    assert Client().post(f"/verify-email/{links[1]}").status_code == 409
    assert EmailAddress.objects.get(verified=True).user == first


def test_the_letter_takes_the_road_of_all_our_mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "foundation.notifications.services.SpoolBackend"
    PersonFactory(email="amina@example.org", verified=True, language="ar")
    ask_for_reset("amina@example.org")
    mail = Mail.objects.get()
    assert (mail.to, mail.language, mail.subject) == ("amina@example.org", "ar", "اختيار كلمة مرور جديدة")


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr"), ("fr", "ltr")])
def test_the_pages_speak_three_languages_without_script(mailoutbox: list[Any], language: str, direction: str) -> None:
    PersonFactory(email="amina@example.org", verified=True, language=language)
    ask_for_reset("amina@example.org")
    letter = mailoutbox.pop()
    page = Client().get(f"{link(letter)}?lang={language}").content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert "<script" not in page
    assert len(page.encode()) < 50_000
    assert f'<html lang="{language}" dir="{direction}">' in letter.alternatives[0].content
    assert link(letter) in letter.alternatives[0].content

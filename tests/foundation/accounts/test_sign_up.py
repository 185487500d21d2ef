from datetime import date, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from foundation.accounts.models import User
from foundation.kernel.clock import today
from foundation.outbox.models import EventRecord
from tests.factories.accounts import PASSWORD, PersonFactory
from tests.foundation.accounts.clients import Phone

pytestmark = pytest.mark.django_db
ADULT: dict[str, Any] = {
    "username": "amina.b",
    "password": PASSWORD,
    "name": "أمينة بن علي",
    "birth_date": "2000-05-17",
    "country": "ma",
    "language": "ar",
}


def faults(answer: Any) -> list[tuple[str, str]]:
    assert answer["Content-Type"] == "application/problem+json"
    return sorted((error["pointer"], error["code"]) for error in answer.json()["errors"])


def test_an_adult_signs_up_and_is_signed_in(mailoutbox: list[Any]) -> None:
    phone = Phone("ar")
    answer = phone.call("POST", "auth/signup", ADULT | {"email": "Amina@Example.org"})
    person = User.objects.get()
    assert answer.status_code == 200
    assert answer.json()["meta"]["is_authenticated"] is True
    assert (person.username, person.name, person.birth_date) == ("amina.b", "أمينة بن علي", date(2000, 5, 17))
    assert (person.country, person.language, person.email) == ("MA", "ar", "amina@example.org")
    assert person.claimed_at is not None
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
        ("amina@example.org", False, True)
    ]
    assert [letter.to for letter in mailoutbox] == [["amina@example.org"]]
    assert mailoutbox[0].subject == "تأكيد عنوان بريدك الإلكتروني"


def test_without_an_address_nothing_is_sent(mailoutbox: list[Any]) -> None:
    assert Phone().call("POST", "auth/signup", ADULT).status_code == 200
    assert mailoutbox == []
    assert User.objects.get().email == ""


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"birth_date": "1826-01-01"}, ("/birth_date", "invalid")),
        ({"birth_date": "17/05/2000"}, ("/birth_date", "invalid")),
        ({"birth_date": None}, ("/birth_date", "required")),
        ({"birth_date": ""}, ("/birth_date", "required")),
        ({"name": " "}, ("/name", "required")),
        ({"name": "x" * 201}, ("/name", "max_length")),
        ({"name": "a\u0000b"}, ("/name", "null_characters_not_allowed")),
        ({"country": "XX"}, ("/country", "invalid")),
        ({"language": "de"}, ("/language", "invalid_choice")),
        ({"username": "amina@example.org"}, ("/username", "username_characters")),
        ({"username": "Taken"}, ("/username", "username_taken")),
        ({"email": "no address"}, ("/email", "invalid")),
        ({"password": "short"}, ("/password", "password_too_short")),
        ({"password": ""}, ("/password", "required")),
    ],
)
def test_a_refused_sign_up_changes_nothing(
    mailoutbox: list[Any], change: dict[str, Any], fault: tuple[str, str]
) -> None:
    PersonFactory(username="taken")
    answer = Phone().call("POST", "auth/signup", ADULT | change)
    assert answer.status_code == 400
    assert faults(answer) == [fault]
    assert (User.objects.count(), EventRecord.objects.count(), mailoutbox) == (1, 0, [])


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Signing up by oneself is for adults"),
        ("fr", "L’inscription individuelle est réservée aux adultes"),
        ("ar", "التسجيل الذاتي متاح للبالغين فقط"),
    ],
)
def test_minors_come_through_a_coordinator(language: str, title: str) -> None:
    born = today() - timedelta(days=17 * 366)
    answer = Phone(language).call("POST", "auth/signup", ADULT | {"birth_date": str(born)})
    assert (answer.status_code, answer.json()["code"], answer.json()["title"]) == (400, "under_age", title)
    assert faults(answer) == [("/birth_date", "under_age")]
    assert User.objects.count() == 0


def test_a_password_like_ones_own_name_is_refused() -> None:
    answer = Phone().call("POST", "auth/signup", ADULT | {"username": "bridges-over", "password": "bridges-over"})
    assert (answer.status_code, answer.json()["code"]) == (400, "weak_password")
    assert faults(answer) == [("/password", "password_too_similar")]
    assert User.objects.count() == 0


def test_an_address_that_signs_in_elsewhere_is_not_told(mailoutbox: list[Any]) -> None:
    PersonFactory(email="amina@example.org", verified=True)
    assert Phone().call("POST", "auth/signup", ADULT | {"email": "amina@example.org"}).status_code == 200
    newcomer = EmailAddress.objects.get(user__username="amina.b")
    assert newcomer.verified is False


def test_a_deployer_may_close_sign_up(settings: Any) -> None:
    settings.OPEN_SIGN_UP = False
    answer = Phone().call("POST", "auth/signup", ADULT)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert User.objects.count() == 0

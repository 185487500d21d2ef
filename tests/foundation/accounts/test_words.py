"""Whatever sign-in refuses, it says in three languages."""

import re
from pathlib import Path

import allauth
import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from foundation.accounts import notices
from foundation.accounts.api.adapters import AccountAdapter, SecondFactorAdapter
from foundation.accounts.api.words import MESSAGES
from tests.factories.accounts import PersonFactory

# raised only in flows that are switched off: phones, codes by mail, social accounts
UNUSED = {
    "phone_password_mismatch",
    "phone_taken",
    "unknown_phone",
    "select_only_one",
    "add_email_blocked",
    "unverified_email",
    "username_taken",
}
ARABIC = re.compile("[\u0600-\u06ff]")


@pytest.mark.parametrize(
    "code", sorted((AccountAdapter.error_messages | SecondFactorAdapter.error_messages).keys() - UNUSED)
)
def test_every_refusal_is_translated(code: str) -> None:
    with translation.override("ar"):
        assert ARABIC.search(str(MESSAGES[code]))
    with translation.override("en"):
        english = str(MESSAGES[code])
    with translation.override("fr"):
        assert str(MESSAGES[code]) != english


@pytest.mark.parametrize("password", ["short", "password", "1928374650", "amina.benali"])
def test_password_faults_in_arabic(password: str) -> None:
    from django.contrib.auth.password_validation import validate_password

    person = PersonFactory.build(username="amina.benali")
    with translation.override("ar"), pytest.raises(ValidationError) as caught:
        validate_password(password, person)
    assert all(ARABIC.search(message) for message in caught.value.messages)


def sent_by_allauth() -> set[str]:
    """Every letter that allauth's source sends in the flows that are switched on."""
    source = "\n".join(
        path.read_text()
        for app in ("account", "mfa")
        for path in Path(allauth.__file__).parent.joinpath(app).rglob("*.py")
        if not {"tests", "webauthn", "test_app"} & set(path.parts)
    )
    found = set(re.findall(r'"((?:account|mfa)/email/\w+)"', source))
    by_code = {"account/email/login_code", "account/email/password_reset_code"}
    enumeration = {"account/email/account_already_exists", "account/email/unknown_account"}
    return found - by_code - enumeration


def test_there_is_a_letter_of_ours_for_each_of_allauth_s() -> None:
    assert notices.LETTERS.keys() == sent_by_allauth()


@pytest.mark.parametrize("kind", sorted(notices.LETTERS))
@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr"), ("fr", "ltr")])
def test_letters_in_the_person_s_language(kind: str, language: str, direction: str) -> None:
    person = PersonFactory.build(username="amina", language=language)
    facts = {"activate_url": "http://x/verify", "password_reset_url": "http://x/reset"}
    letter = notices.compose(kind, to="amina@example.org", person=person, facts=facts)
    html = str(letter.alternatives[0].content)
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert "amina" in letter.body
    assert "amina" in html
    assert bool(ARABIC.search(letter.subject + letter.body)) is (language == "ar")

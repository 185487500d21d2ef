"""The code beside the QR, typed by someone with the paper in hand."""

from typing import Any

import pytest
from django.test import Client

from outcomes.credentials.models import Credential
from outcomes.credentials.services import revoke_credential
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, published
from tests.factories.credentials import credential_of
from tests.factories.programmes import office

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential() -> Credential:
    made = credential_of(PersonFactory(name="Salma Bennani"), published(course_draft("reading")))
    made.code = "ACD23EFG45"
    made.save()
    return made


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize(
    ("language", "title", "direction"),
    [("ar", "التحقّق من شهادة", "rtl"), ("en", "Check a certificate", "ltr"), ("fr", "Vérifier un certificat", "ltr")],
)
def test_the_form_in_three_languages(client: Client, language: str, title: str, direction: str) -> None:
    answer = client.get("/verify", HTTP_ACCEPT_LANGUAGE=language)
    assert f"<h1>{title}</h1>" in text(answer)
    assert f'dir="{direction}"' in text(answer)
    assert 'role="alert"' not in text(answer)


@pytest.mark.parametrize("typed", ["ACD23-EFG45", "acd23 efg45", "ACD٢٣EFG٤٥"])
def test_a_code_is_confirmed_with_initials(client: Client, credential: Credential, typed: str) -> None:
    answer = client.get("/verify", {"code": typed})
    assert answer.status_code == 200
    for words in ("This certificate is valid.", "S. B.", "reading in English"):
        assert words in text(answer)
    assert "Salma" not in text(answer)
    assert str(credential.id) not in text(answer)


def test_a_revoked_one_is_said_to_be(client: Client, credential: Credential) -> None:
    revoke_credential(actor=office(), credential_id=credential.id, reason="mistake")
    assert "This certificate was revoked." in text(client.get("/verify", {"code": "ACD23EFG45"}))


@pytest.mark.parametrize("typed", ["ACD23-EFG46", "hello", "<script>", "؟", "x" * 500])
def test_a_wrong_code_is_answered_kindly(client: Client, credential: Credential, typed: str) -> None:
    answer = client.get("/verify", {"code": typed})
    assert answer.status_code == 404
    assert "There is no certificate with this code." in text(answer)
    assert "<script>" not in text(answer)


def test_an_empty_code_is_the_form(client: Client) -> None:
    assert client.get("/verify", {"code": "  "}).status_code == 200


def test_guessing_is_slowed_and_checking_is_not(client: Client, credential: Credential) -> None:
    for _ in range(35):
        assert client.get("/verify", {"code": "ACD23EFG45"}).status_code == 200
    wrong = [client.get("/verify", {"code": f"ACD23EFG{n}"}).status_code for n in range(64, 95)]
    assert wrong == [404] * 30 + [429]
    answer = client.get("/verify", {"code": "ACD23EFG45"}, HTTP_ACCEPT_LANGUAGE="fr")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 600
    assert "Merci d’attendre" in text(answer)
    elsewhere = client.get("/verify", {"code": "ACD23EFG45"}, REMOTE_ADDR="2001:db8::1")
    assert elsewhere.status_code == 200

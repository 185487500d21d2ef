"""The page of a credential as strangers, holders of the paper and its owner open it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from rest_framework.test import APIClient

from outcomes.credentials.models import Credential
from outcomes.credentials.services import certificate_pdf, issue_for_project, render_credential, revoke_credential
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, published
from tests.factories.credentials import credential_of
from tests.factories.mentoring import CallFactory, ProjectFactory, texts
from tests.factories.programmes import office

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
HTML = {"HTTP_ACCEPT": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def credential(settings: Any, tmp_path: Any) -> Credential:
    settings.MEDIA_ROOT = tmp_path
    person = PersonFactory(name="فاطمة الزهراء العلوي", language="ar")
    return credential_of(person, published(course_draft("reading")))


def url(credential: Credential, suffix: str = "") -> str:
    return f"/credentials/{credential.id}{suffix}"


def with_key(credential: Credential, suffix: str = "") -> str:
    return f"{url(credential, suffix)}?key={credential.view_key}"


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize(
    ("language", "direction", "said"),
    [
        ("ar", "rtl", ("هذه الشهادة سارية.", "reading بالعربية", "تاريخ الإصدار", "جسر")),
        ("en", "ltr", ("This certificate is valid.", "reading in English", "Issued on", "Jisr")),
        ("fr", "ltr", ("Ce certificat est valide.", "reading en français", "Délivré le", "Jisr")),
    ],
)
def test_strangers_see_achievement_date_and_status_with_initials(
    client: Client, credential: Credential, language: str, direction: str, said: tuple[str, ...]
) -> None:
    answer = client.get(f"{url(credential)}?lang={language}", **HTML)
    assert (answer.status_code, answer["Content-Language"]) == (200, language)
    assert f'<html lang="{language}" dir="{direction}">' in text(answer)
    assert [words for words in said if words not in text(answer)] == []
    assert "ف. ع." in text(answer)
    assert "فاطمة" not in text(answer)
    assert credential.view_key not in text(answer)
    assert credential.code[:5] not in text(answer)
    assert "/credentials/" not in text(answer)
    assert len(answer.content) < 50_000
    assert (answer["X-Robots-Tag"], answer["Cache-Control"]) == ("noindex", "private, no-cache")


def test_the_paper_opens_what_is_printed(client: Client, credential: Credential) -> None:
    answer = client.get(f"{with_key(credential)}&lang=fr", **HTML)
    for words in ("فاطمة الزهراء العلوي", "reading en français", "reading بالعربية", f">{credential.code[:5]}-"):
        assert words in text(answer)
    assert f'href="{url(credential, ".pdf")}?key={credential.view_key}"' in text(answer)
    assert "key=" in text(answer).split("hreflang")[0]  # the switch of languages keeps the key


def test_the_paper_of_a_project_shows_its_title_and_strangers_see_the_call(client: Client) -> None:
    project = ProjectFactory(title="Water for all", call=CallFactory(title=texts("Ideas")))
    (credential,) = issue_for_project(project_id=project.id)
    assert "Water for all" in text(client.get(with_key(credential), **HTML))
    bare = text(client.get(url(credential), **HTML))
    assert "Water for all" not in bare
    assert "Ideas in English" in bare


@pytest.mark.parametrize("key", ["", "wrong", "مفتاح", "x" * 10_000])
def test_a_wrong_key_opens_nothing_more(client: Client, credential: Credential, key: str) -> None:
    assert "فاطمة" not in text(client.get(url(credential), {"key": key}, **HTML))
    assert client.get(url(credential, ".pdf"), {"key": key}).status_code == 404
    assert client.get(url(credential, ".png"), {"key": key}).status_code == 404


@pytest.mark.parametrize(
    ("suffix", "accept", "media_type", "begins"),
    [
        (".pdf", "*/*", "application/pdf", b"%PDF-1.7"),
        ("", "application/pdf", "application/pdf", b"%PDF-1.7"),
        (".png", "text/html", "image/png", b"\x89PNG"),
        ("", "image/png", "image/png", b"\x89PNG"),
    ],
)
def test_the_paper_by_suffix_or_accept(
    client: Client, credential: Credential, suffix: str, accept: str, media_type: str, begins: bytes
) -> None:
    answer = client.get(with_key(credential, suffix), HTTP_ACCEPT=accept)
    assert (answer.status_code, answer["Content-Type"]) == (200, media_type)
    assert answer.content.startswith(begins)
    assert answer["Content-Disposition"].startswith('inline; filename="certificate-')


def test_html_is_the_default_and_other_formats_are_refused(client: Client, credential: Credential) -> None:
    assert client.get(url(credential))["Content-Type"].startswith("text/html")
    assert client.get(url(credential), HTTP_ACCEPT="*/*")["Content-Type"].startswith("text/html")
    refused = client.get(url(credential), HTTP_ACCEPT="audio/ogg")
    assert (refused.status_code, refused.json()["code"]) == (406, "not_acceptable")
    assert client.post(url(credential)).status_code == 405


def test_the_owner_needs_no_key_and_others_do(client_of: Clients, credential: Credential) -> None:
    render_credential(credential_id=credential.id)
    credential.refresh_from_db()
    owner = client_of(credential.person)
    assert owner.get(url(credential, ".pdf")).content == certificate_pdf(credential)
    assert owner.get(url(credential), HTTP_ACCEPT="application/pdf").status_code == 200
    assert "فاطمة" in text(owner.get(url(credential), **HTML))
    for other in (client_of(), client_of(PersonFactory()), client_of(office())):
        assert other.get(url(credential, ".pdf")).status_code == 404
        assert other.get(url(credential), HTTP_ACCEPT="application/pdf").json()["code"] == "not_found"
        assert "فاطمة" not in text(other.get(url(credential), **HTML))


def test_the_owner_in_a_browser_needs_no_key(client: Client, credential: Credential) -> None:
    client.force_login(credential.person)
    assert client.get(url(credential, ".pdf")).status_code == 200


@pytest.mark.parametrize(
    ("language", "said"),
    [("ar", "أُلغيت هذه الشهادة."), ("en", "This certificate was revoked."), ("fr", "Ce certificat a été révoqué.")],
)
def test_a_revoked_one_says_so_and_has_no_paper(
    client: Client, credential: Credential, language: str, said: str
) -> None:
    revoke_credential(actor=office(), credential_id=credential.id, reason="Copied from Omar")
    for address in (url(credential), with_key(credential)):
        shown = text(client.get(address, HTTP_ACCEPT_LANGUAGE=language, **HTML))
        assert said in shown
        assert "Omar" not in shown
        assert ".pdf" not in shown
    refused = client.get(with_key(credential, ".pdf"), HTTP_ACCEPT="application/pdf")
    assert (refused.status_code, refused.json()["code"]) == (410, "credential_not_valid")
    assert client.get(url(credential, ".pdf")).status_code == 404


@pytest.mark.parametrize("status", ["suspended", "superseded", "expired"])
def test_each_status_has_its_words(client: Client, credential: Credential, status: str) -> None:
    Credential.objects.update(status=status)
    shown = text(client.get(url(credential), **HTML))
    assert "This certificate is valid." not in shown
    assert 'role="alert"' in shown


def test_an_unknown_one_is_a_page_that_says_so(client: Client) -> None:
    answer = client.get(f"/credentials/{uuid4()}", HTTP_ACCEPT_LANGUAGE="fr", **HTML)
    assert answer.status_code == 404
    assert '<html lang="fr"' in text(answer)
    assert client.get("/credentials/1").status_code == 404


def test_a_minor_is_shown_to_strangers_by_initials(client: Client) -> None:
    credential = credential_of(PersonFactory(name="Yassine Amrani", birth_date=None))
    assert "Y. A." in text(client.get(url(credential), **HTML))


@pytest.mark.parametrize(("address", "queries"), [("bare", 1), ("key", 1)])
def test_a_page_takes_one_query(
    client: Client, credential: Credential, django_assert_num_queries: Any, address: str, queries: int
) -> None:
    with django_assert_num_queries(queries):
        client.get(with_key(credential) if address == "key" else url(credential), **HTML)

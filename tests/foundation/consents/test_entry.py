"""The page to which the address on a sheet leads: a field for the code."""

import logging

import pytest
from django.test import Client

from foundation.consents.models import Answer
from foundation.kernel.logs import JSONFormatter
from tests.factories.consents import link_of, minor, open_state

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/consent", "/consent/"])
@pytest.mark.parametrize(
    ("language", "direction", "words"),
    [
        ("ar", "rtl", "الرمز المكتوب في الورقة"),
        ("fr", "ltr", "Le code de votre feuille"),
        ("en", "ltr", "The code on your sheet"),
    ],
)
def test_the_page_speaks_three_languages(path: str, language: str, direction: str, words: str, client: Client) -> None:
    answer = client.get(f"{path}?lang={language}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert words in page
    assert "<script" not in page
    assert len(answer.content) < 50_000
    assert ("no-store" in answer["Cache-Control"], answer["X-Robots-Tag"]) == (True, "noindex")


@pytest.mark.parametrize("path", ["/consent", "/consent/"])
def test_a_code_leads_to_its_page(path: str) -> None:
    open_state()
    learner = minor()
    token, client = link_of(learner), Client(enforce_csrf_checks=True)
    for typed in (token, token.lower(), token.replace("-", " "), f" {token.replace('-', '')} "):
        answer = client.post(f"{path}?lang=fr", {"code": typed})
        assert (answer.status_code, answer["Location"]) == (303, f"/consent/{token}?lang=fr")
    assert client.post(path, {"code": token})["Location"] == f"/consent/{token}"
    assert learner.name in client.get(answer["Location"]).content.decode()
    assert not Answer.objects.exists()


@pytest.mark.parametrize("typed", ["", "x", "ABCD-EFGH-JKM", "//example.org", "a" * 5000, '"><script>', "\x00"])
def test_what_is_no_code_stays_in_the_field(typed: str, client: Client) -> None:
    answer = client.post("/consent?lang=en", {"code": typed})
    page = answer.content.decode()
    assert (answer.status_code, "This is no code of ours" in page, "<script" in page) == (400, True, False)


def test_other_methods_and_languages(client: Client) -> None:
    assert client.put("/consent").status_code == 405
    answer = client.post("/consent?lang=%0d%0ax", {"code": "ABCD-EFGH-JKMN"})
    assert answer["Location"] == "/consent/ABCD-EFGH-JKMN"
    assert client.get(answer["Location"]).status_code == 404


def test_no_code_is_written_into_our_logs(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        for typed in ("ABCD-EFGH-JKMN", "ABCD-EFGH-JKM"):
            client.post("/consent", {"code": typed})
    written = [JSONFormatter().format(record) for record in caplog.records]
    assert len(written) >= 2
    assert not any("ABCD" in line for line in written)

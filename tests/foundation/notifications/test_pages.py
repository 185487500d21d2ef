from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from foundation.notifications import services, tasks
from foundation.notifications.rules import Envelope, Letter

pytestmark = pytest.mark.django_db


def send(count: int = 1, **words: str) -> None:
    letter = Letter(**{"subject": "شهادتك جاهزة", "text": "مرحبا", **words})
    services.spool(envelopes=[Envelope(to="amina@example.org", language="ar", letter=letter)] * count)
    tasks.sweep_mail()


@pytest.mark.parametrize(
    ("language", "heading", "direction"),
    [("ar", "البريد المُرسَل", "rtl"), ("en", "Mail that was sent", "ltr"), ("fr", "Courriels envoyés", "ltr")],
)
def test_the_demo_shows_what_was_sent(
    client: Client, folder: Path, language: str, heading: str, direction: str
) -> None:
    send()
    answer = client.get("/demo/mail", {"lang": language})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"<h1>{heading}</h1>" in page
    assert f'dir="{direction}"' in page
    assert "amina@example.org" in page
    assert "شهادتك جاهزة" in page


def test_a_mail_is_shut_in_its_frame(client: Client, folder: Path) -> None:
    send(subject="<script>alert(1)</script>")
    answer = client.get("/demo/mail")
    page = answer.content.decode()
    assert "<iframe sandbox " in page
    assert "<script" not in page
    assert "script-src" not in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_mail_on_its_way_is_not_shown(client: Client) -> None:
    letter = Letter(subject="Hello", text="Words")
    services.spool(envelopes=[Envelope(to="amina@example.org", language="en", letter=letter)])
    assert b"amina" not in client.get("/demo/mail").content


def test_outside_a_demo_there_is_no_such_page(client: Client, settings: Any) -> None:
    settings.DEMO = False
    assert client.get("/demo/mail").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_is_one_query(
    client: Client, folder: Path, count: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    send(count)
    with django_assert_num_queries(1):
        client.get("/demo/mail")

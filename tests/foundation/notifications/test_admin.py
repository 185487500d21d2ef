from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foundation.accounts.models import User
from foundation.kernel import clock
from foundation.notifications import services
from foundation.notifications.enums import MailStatus
from foundation.notifications.models import Mail
from foundation.notifications.rules import Envelope, Letter

LIST = "admin:notifications_mail_changelist"


@pytest.fixture
def office(person: Callable[..., User], client: Client) -> Client:
    client.force_login(person(is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def failed(db: None) -> Mail:
    letter = Letter(subject="Hello", text="https://jisr.example/claim?code=SECRET")
    services.spool(envelopes=[Envelope(to="amina@example.org", language="en", letter=letter)])
    [mail] = services.claim_mails(now=clock.now(), limit=1)
    services.mark_unsent(mail=mail, error="smtp 550", now=clock.now(), final=True)
    return mail


def test_the_office_sees_where_a_mail_is_but_not_its_words(office: Client, failed: Mail) -> None:
    shown = office.get(reverse(LIST)).content.decode()
    assert "smtp 550" in shown
    one = office.get(reverse("admin:notifications_mail_change", args=[failed.pk])).content.decode()
    assert "amina@example.org" in one
    assert "SECRET" not in shown + one


def test_the_office_tries_again(office: Client, failed: Mail) -> None:
    chosen: dict[str, Any] = {"action": "try_again", "_selected_action": [str(failed.pk)]}
    answer = office.post(reverse(LIST), chosen, follow=True)
    assert "1 mail will be sent again." in answer.content.decode()
    failed.refresh_from_db()
    assert failed.status == MailStatus.QUEUED


def test_nothing_is_added_changed_or_deleted_here(office: Client, failed: Mail) -> None:
    assert office.get(reverse("admin:notifications_mail_add")).status_code == 403
    assert office.get(reverse("admin:notifications_mail_delete", args=[failed.pk])).status_code == 403
    office.post(reverse("admin:notifications_mail_change", args=[failed.pk]), {"to": "other@example.org"})
    assert Mail.objects.get().to == "amina@example.org"

"""Codes and links that open something stand on paper alone: in no table, no event, no job and no line of our logs."""

import logging
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from rest_framework.test import APIClient

from foundation.consents.models import ConsentRequest
from foundation.consents.services import ask_of
from foundation.programmes import services
from foundation.programmes.models import Cohort, Invitation
from foundation.programmes.services.invitations import reissue
from tests.factories.accounts import PASSWORD
from tests.factories.consents import deliver_all
from tests.foundation.rosters.working import BASE, apply, settle, upload

pytestmark = pytest.mark.django_db
LIST = "Name;Date of birth;E-mail;Guardian phone\nAmina Diop;2013-05-03;amina@school.sn;771234567\n"


def tables_with(text: str) -> list[str]:
    found = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            table = connection.ops.quote_name(model._meta.db_table)
            with connection.cursor() as cursor:
                query = f"SELECT count(*) FROM {table} t WHERE t::text ILIKE %s"
                cursor.execute(query, [f"%{text}%"])
                found += [model._meta.label] * cursor.fetchone()[0]
    return found


def printed(client: APIClient, roster: dict[str, Any], what: str) -> None:
    address = f"{BASE}/rosters/{roster['id']}/{what}.pdf"
    assert client.get(address).status_code == 202
    settle()
    answer = client.get(address)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_no_code_and_no_link_is_kept(client: APIClient, cohort: Cohort, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    roster = apply(client, upload(client, cohort, LIST))
    deliver_all()
    printed(client, roster, "claim-cards")
    printed(client, roster, "consent-sheets")
    links = [ask_of(request).code for request in ConsentRequest.objects.all()]
    invitation = Invitation.objects.get()
    first = services.code_of(invitation).code
    services.claim(code=first, username="amina.d", password=PASSWORD)
    second = reissue(person_id=invitation.person_id)
    deliver_all()

    secrets = [first, services.code_of(second).code, *links]
    assert len(set(secrets)) >= 3
    for secret in secrets:
        for form in (secret, secret.replace("-", "")):
            assert tables_with(form) == []
            assert form.lower() not in caplog.text.lower()

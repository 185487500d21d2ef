"""What a guardian types on her page."""

import pytest
from django.test import Client

from foundation.consents.models import Answer
from tests.factories.consents import link_of, minor, open_state

pytestmark = pytest.mark.django_db


def test_a_name_that_nobody_sees_is_none(client: Client) -> None:
    open_state()
    learner = minor()
    path = f"/consent/{link_of(learner)}?lang=en"
    assert client.post(path, {"media": "no", "guardian_name": "\u200b\u202e"}).status_code == 400
    client.post(
        path, {"media": "no", "guardian_name": "\u202eMah\u200cnaz\u200c \x00Karimi", "relationship": "\u200dmother"}
    )
    assert list(Answer.objects.values_list("guardian_name", "relationship")) == [("Mah\u200cnaz Karimi", "mother")]

import pytest
from django.test import Client
from django.urls import reverse

from foundation.kernel.clock import now
from foundation.outbox.models import Delivery, EventRecord
from tests.factories.accounts import PersonFactory


@pytest.mark.django_db
def test_the_operator_sees_what_is_stuck_and_tries_again(client: Client) -> None:
    client.force_login(PersonFactory(is_staff=True, is_superuser=True))
    event = EventRecord.objects.create(name="tests.stuck.v1", payload={})
    stuck = Delivery.objects.create(
        event=event, subscriber="a.b", queue="default", stuck_at=now(), attempts=8, error="X"
    )
    url = reverse("admin:outbox_delivery_changelist")
    assert "tests.stuck.v1" in client.get(url + "?state=stuck").content.decode()
    answer = client.post(url, {"action": "try_again", "_selected_action": [str(stuck.id)]}, follow=True)
    assert "1 delivery will be tried again." in answer.content.decode()
    stuck.refresh_from_db()
    assert (stuck.stuck_at, stuck.attempts) == (None, 0)


@pytest.mark.django_db
def test_others_see_nothing(client: Client) -> None:
    client.force_login(PersonFactory())
    assert client.get(reverse("admin:outbox_delivery_changelist")).status_code == 302

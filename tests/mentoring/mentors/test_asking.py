"""Asking for a vetting, and until when it holds."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.kernel import clock
from foundation.outbox.models import EventRecord
from foundation.programmes.enums import Role
from foundation.programmes.models import RoleGrant
from mentoring.mentors.models import Vetting
from mentoring.mentors.policies import desk_of
from mentoring.mentors.services import warn_of_expiry
from mentoring.mentors.tasks import warn_of_expiry as warn_task
from tests.factories.mentoring import granted, member_state, mentor, vetted
from tests.mentoring.mentors.asking import BOTH, NOON, VETTINGS, asked, code, send

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]


def test_nobody_decides_on_herself(client_of: Clients) -> None:
    both = mentor(is_vetted=False)
    RoleGrant.objects.create(person=both, role=Role.PROGRAMME_OFFICE)
    member_state("MA")
    vetting = asked(both)
    client = client_of(both)
    assert client.get(f"{VETTINGS}/{vetting.id}").status_code == 200
    body = {"decision": "valid", "seen": BOTH}
    assert client.post(f"{VETTINGS}/{vetting.id}/decide", body).status_code == 404
    Vetting.objects.update(status="valid", decided_at=NOON, expires_on=date(2030, 1, 1))
    assert client.post(f"{VETTINGS}/{vetting.id}/revoke", {"reason": "mistake"}).status_code == 404
    assert Vetting.objects.get().status == "valid"


def test_a_mentor_asks_where_the_role_holds_and_once(client_of: Clients) -> None:
    bound, free = mentor(state=member_state("MA"), is_vetted=False), mentor(is_vetted=False)
    member_state("JO")
    client = client_of(bound)
    assert client.post(VETTINGS, {"state": "MA"}).status_code == 201
    assert code(client.post(VETTINGS, {"state": "MA"})) == (409, "already_requested")
    for state in ("JO", "XX", None):
        assert code(client.post(VETTINGS, {"state": state})) == (422, "unknown_state"), state
    assert [client_of(free).post(VETTINGS, {"state": state}).status_code for state in ("MA", "JO", None)] == [201] * 3
    assert Vetting.objects.count() == 4


@pytest.mark.parametrize(("days", "works"), [(0, True), (-1, False)])
def test_the_last_day_counts(days: int, works: bool) -> None:
    person = mentor(is_vetted=False)
    vetted(person, days=days)
    assert (desk_of(person) is not None) == works


def test_a_mentor_is_told_thirty_days_and_seven_days_before_once_each() -> None:
    person = mentor(is_vetted=False)
    vetting = vetted(person, member_state("MA"), days=31)
    vetted(mentor(is_vetted=False), member_state("JO"), status="revoked", days=3)
    start = clock.now()

    def told(days: int) -> int:
        return warn_of_expiry(now=start + timedelta(days=days))

    assert [told(day) for day in (0, 1, 2, 20, 24, 25, 31, 32)] == [0, 1, 0, 0, 1, 0, 0, 0]
    events = EventRecord.objects.filter(name="mentoring.vetting_expiring.v1").order_by("id")
    payloads = list(events.values_list("payload", flat=True))
    assert [(told["days"], told["vetting_id"], told["person_id"]) for told in payloads] == [
        (30, str(vetting.id), str(person.id)),
        (7, str(vetting.id), str(person.id)),
    ]
    assert len({told["notice_id"] for told in payloads}) == 2


def test_the_sweep_has_a_task() -> None:
    vetted(mentor(is_vetted=False), days=3)
    warn_task()
    assert EventRecord.objects.values_list("payload__days", flat=True).get() == 7


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_any_length(
    client_of: Clients, django_assert_num_queries: Any, rows: int
) -> None:
    for _ in range(rows):
        person = mentor(is_vetted=False)
        send(client_of(person), asked(person, None))
    client = client_of(granted(Role.PROGRAMME_OFFICE))
    with django_assert_num_queries(4):
        answer = client.get(VETTINGS)
    assert len(answer.json()["results"]) == rows


@pytest.mark.parametrize("pieces", [1, 3])
def test_one_vetting_takes_the_same_queries_however_much_it_rests_on(
    client_of: Clients, django_assert_num_queries: Any, pieces: int
) -> None:
    person = mentor(is_vetted=False)
    vetting = asked(person, None)
    for _ in range(pieces):
        send(client_of(person), vetting)
    client = client_of(granted(Role.PROGRAMME_OFFICE))
    with django_assert_num_queries(4):
        answer = client.get(f"{VETTINGS}/{vetting.id}")
    assert len(answer.json()["evidence"]) == pieces

"""A state decides whom it trusts: asked for with evidence, decided once, for as long as its rule says."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.audit.models import Record
from foundation.kernel import clock
from foundation.outbox.models import EventRecord
from mentoring.mentors.models import Evidence, Vetting, VettingRule
from mentoring.mentors.policies import desk_of
from mentoring.mentors.services import set_vetting_rule
from tests.factories.mentoring import member_state, vetted
from tests.mentoring.mentors.asking import BOTH, PDF, VETTINGS, asked, code, decide, expected, send, set_up
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]

_written, people = scene(set_up)


def test_from_the_request_with_evidence_to_the_decision(client_of: Clients, people: dict[str, Any]) -> None:
    set_vetting_rule(actor=people["office"], rule=VettingRule(state=member_state("MA"), months=6, evidence=BOTH))
    mine, hers = client_of(people["mentor"]), client_of(people["coordinator"])
    made = mine.post(VETTINGS, {"state": "MA", "note": "I teach in Fès."})
    vetting = made.json()
    assert (made.status_code, made["Location"]) == (201, f"{VETTINGS}/{vetting['id']}")
    shown = {name: vetting[name] for name in ("state", "status", "wanted", "lacking", "seen", "evidence", "expires_on")}
    assert shown == {
        "state": "MA", "status": "requested", "wanted": BOTH, "lacking": BOTH, "seen": [], "evidence": [],
        "expires_on": None,
    }  # fmt: skip
    assert send(mine, vetting["id"]).json()["lacking"] == ["criminal_record"]
    [waiting] = hers.get(f"{VETTINGS}?status=requested").json()["results"]
    assert (waiting["name"], waiting["note"], waiting["lacking"]) == (
        "Mentor Of Secrets", "I teach in Fès.", ["criminal_record"],
    )  # fmt: skip
    [piece] = waiting["evidence"]
    assert (piece["kind"], piece["name"], piece["media_type"], piece["bytes"]) == (
        "identity", "record.pdf", "application/pdf", len(PDF),
    )  # fmt: skip
    read = hers.get(piece["url"].partition("localhost:8000")[2])
    assert (read.status_code, read.getvalue()) == (200, PDF)
    early = hers.post(f"{made['Location']}/decide", {"decision": "valid"})
    assert code(early) == (422, "evidence_missing")
    assert [(e["pointer"], e["code"]) for e in early.json()["errors"]] == [("/evidence/criminal_record", "missing")]
    decided = hers.post(f"{made['Location']}/decide", {"decision": "valid", "seen": ["criminal_record"]})
    today = clock.today()
    assert (decided.status_code, decided.json()["status"], decided.json()["lacking"]) == (200, "valid", [])
    until = date.fromisoformat(decided.json()["expires_on"])
    assert 180 <= (until - today).days <= 184
    again = hers.post(f"{made['Location']}/decide", {"decision": "refused", "reason": "not_met"})
    assert code(again) == (409, "vetting_decided")
    assert client_of(people["mentor"]).get("/api/v1/mentors/me").json()["vettings"] == [
        {"id": vetting["id"], "state": "MA", "status": "valid", "expires_on": until.isoformat()}
    ]
    desk = desk_of(people["mentor"])
    assert desk is not None
    assert desk.trusted == frozenset({"MA"})
    deeds = Record.objects.filter(subject_id=vetting["id"]).order_by("id").values_list("action", "actor_id")
    assert list(deeds) == [
        ("vetting.requested", people["mentor"].id), ("vetting.decided", people["coordinator"].id),
    ]  # fmt: skip
    [told] = EventRecord.objects.filter(name="mentoring.vetting_decided.v1").values_list("payload", flat=True)
    assert (told["decision"], told["person_id"], told["state_names"]) == (
        "valid", str(people["mentor"].id), member_state("MA").name,
    )  # fmt: skip


def test_who_sees_a_request_and_its_evidence(client_of: Clients, people: dict[str, Any]) -> None:
    vetting = asked(people["mentor"])
    send(client_of(people["mentor"]), vetting)
    path = f"{VETTINGS}/{vetting.id}"
    allowed = {"mentor": 200, "office": 200, "coordinator": 200}
    for one in (path, f"{path}/evidence/{Evidence.objects.get().id}"):
        answers = {name: client_of(person).get(one) for name, person in people.items()}
        for answer in answers.values():
            answer.getvalue()  # a file that was begun is closed at its end
        seen = {name: answer.status_code for name, answer in answers.items()}
        assert seen == expected(people, allowed), one
    lists = {name: client_of(person).get(VETTINGS) for name, person in people.items() if person}
    found = {name: [row["id"] for row in answer.json()["results"]] for name, answer in lists.items()}
    own = [str(Vetting.objects.get(mentor__person=people["other mentor"]).id)]
    everything = sorted([*own, str(vetting.id)], reverse=True)
    nothing: dict[str, list[str]] = {name: [] for name in lists}
    one_of_them = {name: [str(vetting.id)] for name in ("mentor", "coordinator")}
    assert found == {**nothing, **one_of_them, "office": everything, "other mentor": own}


def test_who_decides(client_of: Clients, people: dict[str, Any]) -> None:
    vetting = asked(people["mentor"])
    body = {"decision": "refused", "reason": "incomplete"}
    for name in set(people) - {"office", "coordinator"}:
        answer = client_of(people[name]).post(f"{VETTINGS}/{vetting.id}/decide", body)
        assert answer.status_code == (401 if name == "nobody" else 404), name
    vetting.refresh_from_db()
    assert (vetting.status, EventRecord.objects.count()) == ("requested", 0)
    refused = client_of(people["coordinator"]).post(f"{VETTINGS}/{vetting.id}/decide", body)
    assert (refused.status_code, refused.json()["status"], refused.json()["reason"]) == (200, "refused", "incomplete")
    assert desk_of(people["mentor"]) is None


def test_every_state_at_once_is_the_offices_alone_and_asks_what_the_strictest_asks(
    client_of: Clients, people: dict[str, Any]
) -> None:
    jordan = VettingRule(state=member_state("JO"), months=3, evidence=["interview"])
    set_vetting_rule(actor=people["office"], rule=jordan)
    vetting = asked(people["mentor"], None)
    assert vetting.wanted == [*BOTH, "interview"]
    path, body = f"{VETTINGS}/{vetting.id}/decide", {"decision": "valid", "seen": vetting.wanted}
    assert client_of(people["coordinator"]).post(path, body).status_code == 404
    decided = client_of(people["office"]).post(path, body).json()
    assert 89 <= (date.fromisoformat(decided["expires_on"]) - clock.today()).days <= 92
    desk = desk_of(people["mentor"])
    assert desk is not None
    assert desk.trusted is None


def test_a_new_vetting_replaces_the_one_before_which_holds_until_then(people: dict[str, Any]) -> None:
    person = people["mentor"]
    old = vetted(person, member_state("MA"), days=5, warned=7)
    new = asked(person)
    desk = desk_of(person)
    assert desk is not None
    decide(people["coordinator"], new)
    statuses = dict(Vetting.objects.filter(mentor__person=person).values_list("id", "status"))
    assert statuses == {old.id: "replaced", new.id: "valid"}
    assert new.warned is None


def test_a_vetting_is_revoked_from_one_moment_to_the_next(client_of: Clients, people: dict[str, Any]) -> None:
    vetting = vetted(people["mentor"], member_state("MA"))
    path = f"{VETTINGS}/{vetting.id}/revoke"
    for name in set(people) - {"office", "coordinator"}:
        answer = client_of(people[name]).post(path, {"reason": "mistake"})
        assert answer.status_code == (401 if name == "nobody" else 404), name
    assert desk_of(people["mentor"]) is not None
    revoked = client_of(people["coordinator"]).post(path, {"reason": "not_met"})
    assert (revoked.status_code, revoked.json()["status"], revoked.json()["reason"]) == (200, "revoked", "not_met")
    assert desk_of(people["mentor"]) is None
    assert code(client_of(people["office"]).post(path, {"reason": "mistake"})) == (409, "vetting_not_valid")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"decision": "refused"}, "/reason"),
        ({"decision": "perhaps"}, "/decision"),
        ({"decision": "valid", "seen": ["gossip"]}, "/seen/0"),
        ({"decision": "refused", "reason": "dislike"}, "/reason"),
    ],
)
def test_a_decision_that_is_not_right(
    client_of: Clients, people: dict[str, Any], body: dict[str, Any], pointer: str
) -> None:
    vetting = asked(people["mentor"])
    answer = client_of(people["office"]).post(f"{VETTINGS}/{vetting.id}/decide", body)
    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (400, [pointer])
    assert Vetting.objects.get(pk=vetting.pk).status == "requested"

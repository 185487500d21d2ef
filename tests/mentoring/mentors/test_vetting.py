"""A state decides whom it trusts: asked for with evidence, decided once, for as long as its rule says."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.files.models import StoredFile
from foundation.files.services import forget_expired, mark_scanned
from foundation.kernel import clock
from foundation.notifications.models import Notification
from foundation.outbox.models import EventRecord
from foundation.programmes.enums import Role
from foundation.programmes.models import RoleGrant
from mentoring.mentors.models import Evidence, Vetting, VettingRule
from mentoring.mentors.policies import desk_of
from mentoring.mentors.services import decide_vetting, request_vetting, set_vetting_rule, warn_of_expiry
from mentoring.mentors.tasks import warn_of_expiry as warn_task
from tests.factories.accounts import PersonFactory
from tests.factories.files import upload
from tests.factories.mentoring import deliver_all, granted, member_state, mentor, vetted
from tests.factories.programmes import OrganisationFactory, coordinator_of

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
VETTINGS = "/api/v1/vettings"
BOTH = ["criminal_record", "identity"]
PDF = b"%PDF-1.7 an extract"
NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture
def people() -> dict[str, User | None]:
    morocco = member_state("MA")
    return {
        "mentor": mentor(is_vetted=False),
        "office": granted(Role.PROGRAMME_OFFICE),
        "coordinator": granted(Role.COORDINATOR, state=morocco),
        "abroad": granted(Role.COORDINATOR, state=member_state("JO")),
        "school's coordinator": coordinator_of(OrganisationFactory(state=morocco)),
        "safeguarding officer": granted(Role.SAFEGUARDING_OFFICER, state=morocco),
        "other mentor": mentor(),
        "learner": PersonFactory(),
        "nobody": None,
    }


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def asked(person: User, state: str | None = "MA") -> Vetting:
    return request_vetting(actor=person, state=state)


def send(client: APIClient, vetting: Vetting | str, kind: str = "identity", content: bytes = PDF) -> Any:
    file = upload(content, "record.pdf", "application/pdf")
    path = f"{VETTINGS}/{getattr(vetting, 'id', vetting)}/evidence"
    return client.post(path, {"kind": kind, "file": file}, format="multipart")


def expected(people: dict[str, Any], allowed: dict[str, int], otherwise: int = 404) -> dict[str, int]:
    return {**dict.fromkeys(people, otherwise), "nobody": 401, **allowed}


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


def decide(actor: User, vetting: Vetting, move: Any = "approve", **given: Any) -> Vetting:
    values = {"seen": vetting.wanted, "now": NOON, **given}
    return decide_vetting(actor=actor, vetting_id=vetting.id, move=move, **values)


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


def test_evidence_is_a_paper_or_a_picture_and_the_mentors_to_send_until_the_decision(
    client_of: Clients, people: dict[str, Any]
) -> None:
    vetting = asked(people["mentor"])
    mine = client_of(people["mentor"])
    assert code(send(mine, vetting, content=b"PK\x03\x04 an archive")) == (415, "unsupported_media_type")
    assert code(send(mine, vetting, kind="gossip")) == (400, "invalid")
    for name in set(people) - {"mentor"}:
        assert send(client_of(people[name]), vetting).status_code == (401 if name == "nobody" else 404), name
    assert StoredFile.objects.count() == 0
    assert [send(mine, vetting).status_code for _ in range(10)] == [201] * 10
    assert code(send(mine, vetting)) == (409, "too_much_evidence")
    decide(people["office"], vetting)
    assert code(send(mine, vetting)) == (409, "vetting_decided")
    assert StoredFile.objects.count() == 10


@pytest.mark.parametrize(("finding", "status", "lacking"), [(None, "clean", []), ("Eicar", "refused", ["identity"])])
def test_evidence_is_opened_once_it_is_clean_and_shows_nothing_if_it_is_not(
    client_of: Clients, people: dict[str, Any], settings: Any, finding: str | None, status: str, lacking: list[str]
) -> None:
    settings.CLAMAV_URL = "tcp://127.0.0.1:9"  # nobody's
    set_vetting_rule(
        actor=people["office"], rule=VettingRule(state=member_state("MA"), months=6, evidence=["identity"])
    )
    vetting = asked(people["mentor"])
    send(client_of(people["mentor"]), vetting)
    hers, path = client_of(people["coordinator"]), f"{VETTINGS}/{vetting.id}"
    held = hers.get(path).json()
    [piece] = held["evidence"]
    assert (held["lacking"], hers.post(f"{path}/decide", {"decision": "valid"}).status_code) == (["identity"], 422)
    content = f"{path}/evidence/{piece['id']}"
    assert (piece["status"], piece["url"], hers.get(content).status_code) == ("held", None, 404)
    mark_scanned(file=StoredFile.objects.get(), finding=finding)
    told = hers.get(path).json()
    assert (told["evidence"][0]["status"], told["evidence"][0]["url"] is None) == (status, finding is not None)
    assert told["lacking"] == lacking
    for _ in ("that it was refused", "that it was evidence"):
        deliver_all()
    notices = Notification.objects.filter(kind="evidence_refused").values_list("person", "subject_id")
    assert list(notices) == ([(people["mentor"].pk, vetting.pk)] if finding else [])
    decided = hers.post(f"{path}/decide", {"decision": "valid"})
    assert decided.status_code == (422 if finding else 200)


def test_evidence_goes_thirty_days_after_the_decision_and_leaves_its_kind(
    client_of: Clients, people: dict[str, Any]
) -> None:
    vetting = asked(people["mentor"])
    send(client_of(people["mentor"]), vetting)
    kept = StoredFile.objects.get().expires_at - clock.now()
    assert 179 <= kept.days <= 180
    decide(people["office"], vetting, now=clock.now())
    assert 29 <= (StoredFile.objects.get().expires_at - clock.now()).days <= 30
    StoredFile.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    path = f"{VETTINGS}/{vetting.id}"
    [piece] = client_of(people["office"]).get(path).json()["evidence"]
    assert client_of(people["office"]).get(f"{path}/evidence/{piece['id']}").status_code == 404
    forget_expired()
    [piece] = client_of(people["office"]).get(path).json()["evidence"]
    assert (piece["kind"], piece["name"], piece["url"]) == ("identity", None, None)


def test_a_request_taken_back_leaves_no_file(client_of: Clients, people: dict[str, Any]) -> None:
    vetting = asked(people["mentor"])
    send(client_of(people["mentor"]), vetting)
    path = f"{VETTINGS}/{vetting.id}"
    assert client_of(people["coordinator"]).delete(path).status_code == 404
    assert client_of(people["mentor"]).delete(path).status_code == 204
    assert (Vetting.objects.filter(pk=vetting.pk).count(), StoredFile.objects.count()) == (0, 0)
    decided = decide(people["office"], asked(people["mentor"]))
    assert code(client_of(people["mentor"]).delete(f"{VETTINGS}/{decided.id}")) == (409, "vetting_decided")


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

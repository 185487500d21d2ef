"""A list is for those who manage its cohort: nobody else reads it, changes it or learns that it is there."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Model
from django.test import Client
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.batches import services as batches
from foundation.batches.models import Batch, BatchRow
from foundation.consents.models import Consent, ConsentRequest, Guardian
from foundation.files.models import StoredFile
from foundation.kernel.clock import now
from foundation.kernel.ids import new_id
from foundation.outbox.models import EventRecord
from foundation.programmes.enums import Role
from foundation.programmes.models import Cohort, Invitation, Membership, RoleGrant
from foundation.programmes.policies import forget_grants
from foundation.programmes.services import claim, code_of
from foundation.rosters.models import RememberedColumn, Roster, RosterRow, Sheet
from tests.factories.accounts import PASSWORD, PersonFactory
from tests.factories.programmes import (
    CohortFactory,
    GrantFactory,
    OrganisationFactory,
    StateFactory,
    coordinator,
    coordinator_of,
    office,
)
from tests.foundation.rosters.working import BASE, apply, got, rows, settle, undo, upload

pytestmark = pytest.mark.django_db
HEADER = "Name;Learner number;Date of birth;E-mail;Phone;School\n"
AMINA = "Amina Diop;77;2012-05-03;amina.diop@example.org;0612345678;atlas\n"
OMAR = "Omar Ndiaye;78;2011-01-31;omar@example.org;0698765432;atlas\n"
WRONG = "Lina Fassi;79;2011-02-31;;;atlas\n"
NAMES = ("Amina", "Diop", "Omar", "Ndiaye", "amina.diop", "12345678", "98765432", "2012-05-03")
TABLES: tuple[type[Model], ...] = (
    User, Membership, Invitation, Cohort, Guardian, Consent, ConsentRequest, Roster, RosterRow, Sheet, StoredFile,
    RememberedColumn, Batch, BatchRow, Record, EventRecord,
)  # fmt: skip
FORM = "multipart"


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    body: Any = None

    def ask(self, client: APIClient, ids: dict[str, Any]) -> Any:
        path = f"{BASE}/{self.path.format(**ids)}"
        if self.body == FORM:
            file = SimpleUploadedFile("list.csv", (HEADER + AMINA).encode())
            return client.post(path, {"file": file}, format=FORM)
        body = None if self.body is None else json.loads(json.dumps(self.body) % ids)
        return getattr(client, self.method)(path, body, HTTP_IF_MATCH="*")


ROSTER_CALLS = [
    Call("get", "rosters/{roster}"),
    Call("get", "rosters/{roster}/rows"),
    Call("get", "rosters/{roster}/rows?outcome=add"),
    Call("get", "rosters/{roster}/rows/1"),
    Call("patch", "rosters/{roster}/rows/2", {"values": {"name": "Mine"}}),
    Call("patch", "rosters/{roster}/rows/2", {"values": {"name": "Mine"}, "alike": True}),
    Call("get", "rosters/{roster}/rows.csv"),
    Call("post", "rosters/{roster}/preview"),
    Call("post", "rosters/{roster}/apply", {"digest": "%(digest)s"}),
    Call("post", "rosters/{roster}/undo"),
    Call("get", "rosters/{roster}/claim-cards.pdf"),
    Call("get", "rosters/{roster}/claim-cards.pdf?claimed=true"),
    Call("get", "rosters/{roster}/consent-sheets.pdf"),
]
BATCH_CALLS = [
    Call("get", "batches/{batch}"),
    Call("get", "batches/{batch}/rows"),
    Call("delete", "batches/{batch}"),
    Call("post", "batches/{batch}/retry"),
]
FILE_CALLS = [Call("get", "files/{file}"), Call("get", "files/{file}/content")]
COHORT_CALLS = [
    Call("post", "cohorts/{cohort}/rosters", FORM),
    Call("get", "cohorts/{cohort}/consents"),
    Call("post", "cohorts/{cohort}/consents", {"members": ["%(membership)s"], "evidence": "forms"}),
]
OVERSEEN = Call("get", "cohorts/{cohort}/consents")  # what whoever looks after learners may read
CALLS = [*ROSTER_CALLS, *BATCH_CALLS, *FILE_CALLS, *COHORT_CALLS]


@dataclass
class Desk:
    """A coordinator's: a list that was applied and printed, one that waits to be, and one that is being read."""

    owner: User
    cohort: Cohort
    client: APIClient
    applied: dict[str, Any]
    waiting: dict[str, Any]
    reading: dict[str, Any]

    @property
    def learner(self) -> User:
        """Amina, who has her account by now."""
        return User.objects.get(name="Amina Diop")

    def stages(self) -> list[dict[str, Any]]:
        """For every roster, what names in paths and bodies stand for."""
        common = {"cohort": self.cohort.pk, "membership": Membership.objects.get(learner_number="77").pk}
        sheet = StoredFile.objects.get(purpose="rosters.sheet").pk
        return [
            common | {"roster": roster["id"], "digest": roster["digest"] or "0" * 64, "batch": batch, "file": file}
            for roster, batch, file in (
                (self.applied, self.applied["batch"], Roster.objects.get(pk=self.applied["id"]).file_id),
                (self.waiting, self.waiting["batch"], sheet),
                (self.reading, self.reading["batch"], Roster.objects.get(pk=self.reading["id"]).file_id),
                (self.applied, Sheet.objects.get().batch_id, sheet),
            )
        ]


@pytest.fixture
def desk(client_of: Callable[..., APIClient], cohort: Cohort) -> Desk:
    OrganisationFactory(slug="atlas", state=cohort.organisation.state)
    owner = coordinator(cohort.organisation.state.code)
    client = client_of(owner)
    applied = apply(client, upload(client, cohort, HEADER + AMINA + WRONG))
    client.get(f"{BASE}/rosters/{applied['id']}/claim-cards.pdf")
    settle()
    waiting = upload(client, cohort, HEADER + AMINA + OMAR + WRONG)
    invitation = Invitation.objects.get(person__name="Amina Diop")
    claim(code=code_of(invitation).code, username="amina", password=PASSWORD)
    file = SimpleUploadedFile("list.csv", (HEADER + OMAR).encode())
    reading = client.post(f"{BASE}/cohorts/{cohort.pk}/rosters", {"file": file}, format=FORM).json()
    return Desk(owner, cohort, client, got(client, applied), waiting, reading)


def all_that_is() -> dict[str, list[dict[str, Any]]]:
    return {table.__name__: list(table._default_manager.order_by("pk").values()) for table in TABLES}


def plain(answer: Any) -> dict[str, Any]:
    """What it says, but for the name of the request."""
    return {name: value for name, value in answer.json().items() if name not in {"request_id", "instance"}}


def stranger(desk: Desk, who: str) -> User | None:
    state = desk.cohort.organisation.state
    people: dict[str, Callable[[], User | None]] = {
        "other state": lambda: coordinator("JO"),
        "other organisation": lambda: coordinator_of(OrganisationFactory(state=state)),
        "her school": lambda: coordinator_of(Membership.objects.get(learner_number="77").organisation),
        "mentor": lambda: GrantFactory(person=PersonFactory(), role=Role.MENTOR, state=state).person,
        "author": lambda: GrantFactory(person=PersonFactory(), role=Role.AUTHOR, state=state).person,
        "learner": lambda: desk.learner,
        "safeguarding officer": lambda: User.objects.get(name="Nadia Alami"),
        "nobody": lambda: None,
    }
    return people[who]()


@pytest.mark.parametrize(
    "who",
    [
        "other state", "other organisation", "her school", "mentor", "author", "learner", "safeguarding officer", "nobody",
    ],
)  # fmt: skip
def test_whoever_does_not_manage_the_cohort_gets_nowhere(
    client_of: Callable[..., APIClient], desk: Desk, who: str
) -> None:
    person = stranger(desk, who)
    client, looks_after = client_of(person), who in ("safeguarding officer", "her school")
    before = all_that_is()
    nothing = {name: new_id() for name in ("roster", "batch", "file", "cohort", "membership")} | {"digest": "0" * 64}
    for call in CALLS:
        absent = call.ask(client, nothing)
        assert absent.status_code == (401 if person is None else 404), call
        for ids in desk.stages():
            answer = call.ask(client, ids)
            if call == OVERSEEN and looks_after:
                assert answer.status_code == 200
            else:
                assert (call, answer.status_code, plain(answer)) == (call, absent.status_code, plain(absent))
    assert all_that_is() == before


@pytest.mark.parametrize("who", ["state", "organisation", "office"])
def test_whoever_manages_the_cohort_reads_and_works(client_of: Callable[..., APIClient], desk: Desk, who: str) -> None:
    """Another than she who uploaded it: the list is the cohort's, and its file her own."""
    people = {"state": coordinator, "organisation": lambda: coordinator_of(desk.cohort.organisation), "office": office}
    client = client_of(people[who]())
    applied, _waiting, _reading, printed = desk.stages()
    statuses = {
        call: call.ask(client, ids).status_code
        for ids, calls in ((applied, [*ROSTER_CALLS, *BATCH_CALLS, *FILE_CALLS]), (printed, BATCH_CALLS[:1]))
        for call in calls
        if call.method == "get"
    }
    expected = {call: 404 if call in FILE_CALLS else 200 for call in statuses}
    expected[Call("get", "rosters/{roster}/claim-cards.pdf?claimed=true")] = 202
    expected[Call("get", "rosters/{roster}/claim-cards.pdf")] = 409  # she who had a card has her account
    expected[Call("get", "rosters/{roster}/consent-sheets.pdf")] = 202
    assert statuses == expected
    settle()
    assert [row["outcome"] for row in rows(client, desk.waiting)] == ["keep", "add", "error"]
    assert apply(client, got(client, desk.waiting))["status"] == "applied"
    assert undo(client, desk.waiting)["status"] == "undone"


def test_what_a_colleague_draws_can_be_followed(client_of: Callable[..., APIClient], desk: Desk) -> None:
    colleague = client_of(coordinator(desk.cohort.organisation.state.code))
    path = f"{BASE}/rosters/{desk.applied['id']}/consent-sheets.pdf"
    first, second = desk.client.get(path), colleague.get(path)
    assert (first.status_code, second.status_code, first["Location"]) == (202, 202, second["Location"])
    assert colleague.get(second["Location"]).json()["status"] == "queued"


@pytest.mark.parametrize(
    ("line", "outcome", "said"),
    [
        ("Someone Else;77;2010-01-01;;;", "add", []),
        ("Someone Else;;2010-01-01;amina.diop@example.org;+212612345678;", "add", []),
        ("Amina Diop;;2012-05-03;;;", "conflict", ["held_elsewhere"]),
        ("Amina Diop;;;;+212612345678;", "conflict", ["birth_date_missing", "held_elsewhere"]),
        ("Someone Else;;2012-05-03;amina.diop@example.org;;", "add", []),
    ],
)
def test_another_states_list_of_the_same_people_learns_nothing_of_them(
    client_of: Callable[..., APIClient], desk: Desk, line: str, outcome: str, said: list[str]
) -> None:
    """In the same programme: that somebody may be held elsewhere is all that is said, and only to who knows her name."""
    theirs = CohortFactory(state="JO", programme=desk.cohort.programme)
    client, before = client_of(coordinator("JO")), list(Membership.objects.order_by("pk").values())
    roster = upload(client, theirs, f"{HEADER}{line}\n")
    [row] = rows(client, roster)
    codes = [message["code"] for message in row["messages"] if message["code"] != "language_default"]
    assert (row["outcome"], codes, row["person"], row["membership"]) == (outcome, said, None, None)
    answers = [
        b"".join(answer.streaming_content) if answer.streaming else answer.content
        for path in (f"rosters/{roster['id']}", f"rosters/{roster['id']}/rows", f"rosters/{roster['id']}/rows/1",
                     f"rosters/{roster['id']}/rows.csv", f"batches/{roster['batch']}/rows")
        for answer in [client.get(f"{BASE}/{path}")]
    ]  # fmt: skip
    whole = b"".join(answers).decode()
    hers = Membership.objects.get(learner_number="77")
    known = [word for word in ("amina.diop", "12345678", "2012-05-03", "Amina") if word not in line]
    secrets = [str(hers.pk), str(hers.person_id), str(desk.cohort.pk), desk.cohort.name, "atlas", "MA", *known]
    assert [word for word in secrets if word in whole] == []
    apply(client, roster)
    assert list(Membership.objects.filter(cohort=desk.cohort).order_by("pk").values()) == before


def test_a_shared_list_shows_nobody_whom_its_reader_does_not_manage(
    client_of: Callable[..., APIClient], desk: Desk
) -> None:
    """A state's coordinator has uploaded it, her colleague of one organisation asks of it who is in another's cohort."""
    organisation = OrganisationFactory(state=desk.cohort.organisation.state)
    theirs = CohortFactory(programme=desk.cohort.programme, organisation=organisation)
    roster = upload(desk.client, theirs, f"{HEADER}Nobody Here;5;;;;\n")
    client = client_of(coordinator_of(organisation))
    answer = client.patch(
        f"{BASE}/rosters/{roster['id']}/rows/1", {"values": {"learner_number": "77"}}, HTTP_IF_MATCH="*"
    )
    assert answer.status_code == 200, answer.content
    settle()
    [row] = rows(client, roster)
    assert (row["outcome"], row["person"], row["membership"]) == ("conflict", None, None)
    assert [word for word in NAMES if word in json.dumps(row)] == []


@pytest.mark.parametrize("step", ["apply", "preview", "undo"])
def test_whoever_lost_the_grant_goes_no_further(client_of: Callable[..., APIClient], desk: Desk, step: str) -> None:
    roster = desk.applied if step == "undo" else desk.waiting
    RoleGrant.objects.filter(person=desk.owner).update(revoked_at=now())
    forget_grants(desk.owner)
    client, before = client_of(desk.owner), all_that_is()
    answer = client.post(
        f"{BASE}/rosters/{roster['id']}/{step}", {"digest": roster["digest"]} if step == "apply" else {}
    )
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert all_that_is() == before


def test_whoever_lost_the_grant_neither_reads_nor_stops_her_former_jobs(
    client_of: Callable[..., APIClient], desk: Desk
) -> None:
    RoleGrant.objects.filter(person=desk.owner).update(revoked_at=now())
    forget_grants(desk.owner)
    client, before = client_of(desk.owner), all_that_is()
    for ids in desk.stages():
        assert [call.ask(client, ids).status_code for call in BATCH_CALLS] == [404] * len(BATCH_CALLS)
    assert all_that_is() == before


def test_what_was_begun_with_the_grant_is_finished(client_of: Callable[..., APIClient], desk: Desk) -> None:
    """It was hers to ask; half an application helps nobody."""
    answer = desk.client.post(f"{BASE}/rosters/{desk.waiting['id']}/apply", {"digest": desk.waiting["digest"]})
    assert answer.status_code == 202
    with transaction.atomic():
        RoleGrant.objects.filter(person=desk.owner).update(revoked_at=now())
    batches.run(batch_id=answer.json()["batch"])
    assert Roster.objects.get(pk=desk.waiting["id"]).status == "applied"


def test_a_grant_in_both_states_keeps_their_people_apart(client_of: Callable[..., APIClient], desk: Desk) -> None:
    """A number is its state's: with a grant in both, too, it never makes one person of two."""
    both = coordinator(desk.cohort.organisation.state.code)
    GrantFactory(person=both, role=Role.COORDINATOR, state=StateFactory(code="JO"))
    theirs = CohortFactory(state="JO", programme=desk.cohort.programme)
    client = client_of(both)
    [row] = rows(client, upload(client, theirs, f"{HEADER}Someone Else;77;2010-01-01;;;\n"))
    assert (row["outcome"], row["person"]) == ("add", None)


def test_applying_moves_only_whom_the_one_who_applies_manages(client_of: Callable[..., APIClient], desk: Desk) -> None:
    """The state's coordinator has previewed that Amina moves; for whoever coordinates one organisation there is then another
    preview to look at."""
    organisation = OrganisationFactory(state=desk.cohort.organisation.state)
    theirs = CohortFactory(programme=desk.cohort.programme, organisation=organisation)
    roster = upload(desk.client, theirs, HEADER + AMINA)
    assert [row["outcome"] for row in rows(desk.client, roster)] == ["move"]
    before = list(Membership.objects.order_by("pk").values())
    client = client_of(coordinator_of(organisation))
    after = apply(client, roster)
    assert (after["status"], after["problem"]["code"]) == ("previewed", "cohort_changed")
    assert [(row["outcome"], row["membership"]) for row in rows(client, after)] == [("conflict", None)]
    assert list(Membership.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("number", [0, 4, 2**31, 10**30])
def test_a_row_that_is_not_there_is_not_found(desk: Desk, number: int) -> None:
    path = f"{BASE}/rosters/{desk.waiting['id']}/rows/{number}"
    answers = [desk.client.get(path), desk.client.patch(path, {"values": {"name": "Mine"}}, HTTP_IF_MATCH="*")]
    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("table", ["rosters/roster", "batches/batch", "files/storedfile"])
def test_the_desk_of_the_office_stays_shut(client: APIClient, desk: Desk, table: str) -> None:
    page = Client()
    page.force_login(desk.owner)
    assert page.get(f"/admin/{table}/").status_code == 403

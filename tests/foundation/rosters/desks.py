"""A coordinator's desk with lists in every stage, all that can be asked about it, and all that must not change."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.batches.models import Batch, BatchRow
from foundation.consents.models import Consent, ConsentRequest, Guardian
from foundation.files.models import StoredFile
from foundation.outbox.models import EventRecord
from foundation.programmes.models import Cohort, Invitation, Membership
from foundation.programmes.services import claim, code_of
from foundation.rosters.models import RememberedColumn, Roster, RosterRow, Sheet
from tests.factories.accounts import PASSWORD
from tests.factories.programmes import OrganisationFactory
from tests.foundation.rosters.working import BASE, Scenery, apply, at_work, got, settle, signed_in, upload

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

    def differing(self, stages: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Those of them that name something else in its path or body."""
        named = {self.path.format(**ids) + (str(self.body) % ids): ids for ids in reversed(stages)}
        return list(named.values())

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
    Call("get", "cohorts/{cohort}/rosters"),
    Call("post", "cohorts/{cohort}/rosters", FORM),
    Call("get", "cohorts/{cohort}/consents"),
    Call("post", "cohorts/{cohort}/consents", {"members": ["%(membership)s"], "evidence": "forms"}),
]
OVERSEEN = Call("get", "cohorts/{cohort}/consents")  # what whoever looks after learners may read
CALLS = [*ROSTER_CALLS, *BATCH_CALLS, *FILE_CALLS, *COHORT_CALLS]


@dataclass
class Desk(Scenery):
    """A coordinator's: a list that was applied and printed, one that waits to be, and one that is being read."""

    applied: dict[str, Any]
    waiting: dict[str, Any]
    reading: dict[str, Any]

    @cached_property
    def client(self) -> APIClient:
        return signed_in(self.owner)

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


def all_that_is() -> dict[str, list[dict[str, Any]]]:
    return {table.__name__: list(table._default_manager.order_by("pk").values()) for table in TABLES}


def set_up() -> Desk:
    there = at_work()
    cohort, client = there.cohort, signed_in(there.owner)
    OrganisationFactory(slug="atlas", state=cohort.organisation.state)
    applied = apply(client, upload(client, cohort, HEADER + AMINA + WRONG))
    client.get(f"{BASE}/rosters/{applied['id']}/claim-cards.pdf")
    settle()
    waiting = upload(client, cohort, HEADER + AMINA + OMAR + WRONG)
    invitation = Invitation.objects.get(person__name="Amina Diop")
    claim(code=code_of(invitation).code, username="amina", password=PASSWORD)
    file = SimpleUploadedFile("list.csv", (HEADER + OMAR).encode())
    reading = client.post(f"{BASE}/cohorts/{cohort.pk}/rosters", {"file": file}, format=FORM).json()
    return Desk(there.owner, cohort, got(client, applied), waiting, reading)

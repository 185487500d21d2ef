"""A mentor who is to be vetted, and who is around."""

from datetime import UTC, datetime
from typing import Any

from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.programmes.enums import Role
from mentoring.mentors.models import Vetting
from mentoring.mentors.services import decide_vetting, request_vetting
from tests.factories.accounts import PersonFactory
from tests.factories.files import upload
from tests.factories.mentoring import granted, member_state, mentor
from tests.factories.programmes import OrganisationFactory, coordinator_of

VETTINGS = "/api/v1/vettings"
BOTH = ["criminal_record", "identity"]
PDF = b"%PDF-1.7 an extract"
NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


def set_up() -> dict[str, User | None]:
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


def decide(actor: User, vetting: Vetting, move: Any = "approve", **given: Any) -> Vetting:
    values = {"seen": vetting.wanted, "now": NOON, **given}
    return decide_vetting(actor=actor, vetting_id=vetting.id, move=move, **values)

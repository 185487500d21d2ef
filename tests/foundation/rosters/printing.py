"""Claim cards and consent sheets as they are asked for, drawn, and read again."""

from io import BytesIO
from typing import Any
from unicodedata import normalize

import pypdfium2
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.batches import services as batches
from foundation.batches.enums import BatchStatus
from foundation.batches.models import Batch
from foundation.kernel.clock import now
from foundation.programmes.models import Cohort, Invitation, Membership, Organisation
from foundation.programmes.services import code_of
from foundation.rosters.enums import Outcome, RosterStatus, SheetKind
from foundation.rosters.models import Roster, RosterRow, Sheet
from foundation.rosters.services import sheets
from foundation.rosters.services.printing import pages_on
from tests.factories.accounts import InvitedFactory
from tests.factories.programmes import CohortFactory, MembershipFactory, OrganisationFactory, invited

CARDS, CONSENTS = "claim-cards", "consent-sheets"


def set_up() -> Cohort:
    return CohortFactory(
        programme__title={"ar": "المهارات الرقمية", "en": "Digital Skills", "fr": "Compétences numériques"},
        organisation__name={"ar": "وزارة التربية", "en": "Ministry", "fr": "Ministère"},
        languages=["fr", "ar"],
    )


def school(cohort: Cohort, name: str) -> Organisation:
    return OrganisationFactory(name={"fr": name}, state=cohort.organisation.state)


def roster_of(cohort: Cohort, *members: Membership, status: str = RosterStatus.APPLIED, **row: Any) -> Roster:
    """As applying leaves it."""
    state = cohort.organisation.state
    roster = Roster.objects.create(
        cohort=cohort, programme=cohort.programme, state=state, status=status, applied_at=now()
    )
    for number, member in enumerate(members, 1):
        given = {"outcome": Outcome.ADD, "person_id": member.person_id, "membership_id": member.pk, **row}
        RosterRow.objects.create(roster=roster, number=number, **given)
    return roster


def learner(cohort: Cohort, name: str = "Salma", **given: Any) -> Membership:
    """Invited and not yet here."""
    place = {key: given.pop(key) for key in ("organisation", "group") if key in given}
    person = InvitedFactory(name=name, **{"language": "fr", **given})
    invited(person)
    return MembershipFactory(person=person, cohort=cohort, status="invited", **place)


def ask(client: APIClient, roster: Roster, what: str = CARDS, **wanted: Any) -> Any:
    return client.get(f"/api/v1/rosters/{roster.pk}/{what}.pdf", wanted)


def work() -> None:
    for batch in Batch.objects.filter(status=BatchStatus.QUEUED):
        batches.run(batch_id=batch.pk)


def printed(client: APIClient, roster: Roster, what: str = CARDS, **wanted: Any) -> bytes:
    assert ask(client, roster, what, **wanted).status_code == 202
    work()
    answer = ask(client, roster, what, **wanted)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return b"".join(answer.streaming_content)


def drawn(roster: Roster, what: str = CARDS, **wanted: Any) -> bytes:
    """What a worker would draw, without the way to it."""
    kind = {CARDS: SheetKind.CLAIM_CARDS, CONSENTS: SheetKind.CONSENT_SHEETS}[what]
    sheet = Sheet(roster=roster, kind=kind, **wanted)
    return sheets._pdf(sheet, pages_on(sheet, sheets.PRINTINGS[kind]), whole=True)


def pages(pdf: bytes) -> list[list[str]]:
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        texts = [normalize("NFC", page.get_textpage().get_text_range()) for page in document]
    return [[line.strip() for line in text.splitlines()] for text in texts]


def names_on(pdf: bytes, *names: str) -> list[list[str]]:
    return [[line for line in lines if line in names] for lines in pages(pdf)]


def shown(person: User) -> str:
    return code_of(Invitation.objects.get(person=person)).code

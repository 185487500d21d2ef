"""Claim cards and consent sheets: who stands on them, what they say, when they are drawn anew, and for whom."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import normalize
from uuid import UUID

import pypdfium2
import pytest
import segno
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.batches import services as batches
from foundation.batches.enums import BatchStatus
from foundation.batches.models import Batch
from foundation.consents.enums import Purpose
from foundation.consents.models import ConsentRequest, Guardian
from foundation.consents.services import ask_of, renew_links
from foundation.files.models import StoredFile
from foundation.kernel.clock import now
from foundation.kernel.drawing import first_strong
from foundation.programmes.models import Cohort, Invitation, Membership, Organisation
from foundation.programmes.services import claim, code_of, new_claim_code
from foundation.programmes.services.invitations import reissue
from foundation.rosters.enums import Outcome, RosterStatus
from foundation.rosters.models import Roster, RosterRow, Sheet
from foundation.rosters.services import cards, letters, sheets
from tests.factories.accounts import InvitedFactory, PersonFactory
from tests.factories.consents import GuardianFactory, granted, open_state
from tests.factories.programmes import (
    CohortFactory,
    MembershipFactory,
    OrganisationFactory,
    coordinator,
    coordinator_of,
    invited,
    office,
)

pytestmark = pytest.mark.django_db
CARDS, CONSENTS = "claim-cards", "consent-sheets"


@pytest.fixture(autouse=True)
def _house(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.BASE_URL = "https://jisr.example.org"
    settings.CLIENT_URLS = ""


@pytest.fixture
def cohort() -> Cohort:
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


def pages(pdf: bytes) -> list[list[str]]:
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        texts = [normalize("NFC", page.get_textpage().get_text_range()) for page in document]
    return [[line.strip() for line in text.splitlines()] for text in texts]


def names_on(pdf: bytes, *names: str) -> list[list[str]]:
    return [[line for line in lines if line in names] for lines in pages(pdf)]


def shown(person: User) -> str:
    return code_of(Invitation.objects.get(person=person)).code


def test_a_card_says_whose_it_is_where_to_go_and_with_which_code(client_of: Any, cohort: Cohort) -> None:
    lycee = school(cohort, "Lycée Ibn Khaldoun")
    member = learner(cohort, "سلمى بنعلي", name_latin="Salma Benali", organisation=lycee, group="3A")
    Invitation.objects.update(expires_at="2027-03-24T09:00Z")
    (lines,) = pages(printed(client_of(coordinator()), roster_of(cohort, member)))
    for words in (
        "Lycée Ibn Khaldoun · 3A",
        "Jisr · Compétences numériques",
        "سلمى بنعلي",
        "Salma Benali",
        shown(member.person),
        "jisr.example.org/claim",
        "23 mars 2027",
        "1 carte",
        "Page 1 sur 1",
    ):
        assert words in "\n".join(lines), (words, lines)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_program_finds_each_code_behind_its_name(client_of: Any, cohort: Cohort, language: str) -> None:
    long = "عبد الرحمن بن محمد بن عبد الله الحسني الإدريسي المراكشي"
    names = [long, "سلمى Salma بنعلي", "Élodie Guèye", "Marie-Thérèse d’Arc de la Fressange"]
    learners = {name: learner(cohort, name, name_latin="Latin", language=language) for name in names}
    (lines,) = pages(printed(client_of(office()), roster_of(cohort, *learners.values())))

    codes = {shown(member.person): name for name, member in learners.items()}
    found, name = {}, ""
    for line in lines:
        name = next((each for each in names if line and each.startswith(line)), name)  # a long one takes two lines
        found |= {line: name} if line in codes else {}
    assert found == codes


def test_the_square_opens_our_page_with_the_code(client_of: Any, cohort: Cohort) -> None:
    """The square as it is printed, module by module, is that of the address."""
    member = learner(cohort, "Salma", language="fr")
    url = code_of(Invitation.objects.get(person=member.person)).url
    wanted = segno.make_qr(url, error="m", mask=cards.QR_MASK)
    with pypdfium2.PdfDocument(BytesIO(printed(client_of(office()), roster_of(cohort, member)))) as document:
        image = document[0].render(scale=4).to_pil().convert("L")
    side, left, top = (image.width * millimetres / 210 for millimetres in (24, 10 + 95 - 4.5 - 24, 8.5 + 12 + 4.5))
    size = len(wanted.matrix)
    drawn = [
        [image.getpixel((left + (x + 0.5) * side / size, top + (y + 0.5) * side / size)) < 128 for x in range(size)]
        for y in range(size)
    ]

    assert drawn == [[bool(module) for module in row] for row in wanted.matrix]
    page = client_of().get(url.removeprefix("https://jisr.example.org"), HTTP_HOST="jisr.example.org")
    assert (page.status_code, shown(member.person) in page.content.decode()) == (200, True)


def test_each_card_speaks_its_learners_language(client_of: Any, cohort: Cohort) -> None:
    learners = [learner(cohort, name, language=language) for name, language in (("A", "ar"), ("B", "en"), ("C", "fr"))]
    lines = pages(printed(client_of(office()), roster_of(cohort, *learners)))[0]
    assert {"Valid until", "Valable jusqu’au"} <= set(lines)
    assert any(first_strong(line) == "rtl" and "المهارات الرقمية" in line for line in lines)


def test_cards_lie_by_school_class_and_name_and_each_class_begins_a_page(client_of: Any, cohort: Cohort) -> None:
    atlas, zagora = school(cohort, "Atlas"), school(cohort, "Zagora")
    given = [
        learner(cohort, "Nour", organisation=zagora, group="1"),
        learner(cohort, "Zineb", organisation=atlas, group="9B"),
        learner(cohort, "Émile", organisation=atlas, group="9B"),
        learner(cohort, "Aya", organisation=atlas, group="10A"),
    ]
    found = names_on(printed(client_of(office()), roster_of(cohort, *given)), "Nour", "Zineb", "Émile", "Aya")
    assert found == [["Émile", "Zineb"], ["Aya"], ["Nour"]]


def test_the_same_sheet_prints_again_unchanged(client_of: Any, cohort: Cohort) -> None:
    client, roster = client_of(office()), roster_of(cohort, learner(cohort), learner(cohort, "قَلَم"))
    first = printed(client, roster)
    assert b"".join(ask(client, roster).streaming_content) == first
    Sheet.objects.all().delete()
    assert printed(client, roster) == first
    assert Batch.objects.count() == 2


@pytest.mark.parametrize("change", ["name", "code", "class", "claimed", "expired", "language"])
def test_what_is_no_longer_true_is_drawn_anew(client_of: Any, cohort: Cohort, change: str) -> None:
    member, other = learner(cohort), learner(cohort, "Other")
    client, roster = client_of(office()), roster_of(cohort, member, other)
    before, old = printed(client, roster), Sheet.objects.get().file
    {
        "name": lambda: User.objects.filter(pk=member.person_id).update(name="Selma"),
        "language": lambda: User.objects.filter(pk=member.person_id).update(language="ar"),
        "code": lambda: reissue(person_id=member.person_id),
        "class": lambda: Membership.objects.filter(pk=member.pk).update(group="7C"),
        "claimed": lambda: claim(code=shown(member.person), username="salma", password="a-bridge-over-2-rivers"),
        "expired": lambda: Invitation.objects.filter(person=member.person).update(expires_at=now()),
    }[change]()
    assert printed(client, roster) != before
    assert not StoredFile.objects.filter(pk=old.pk).exists()


def test_whoever_has_an_account_gets_no_code_but_a_note(client_of: Any, cohort: Cohort) -> None:
    here, coming = MembershipFactory(person=PersonFactory(name="Here", language="en"), cohort=cohort), learner(cohort)
    client, roster = client_of(office()), roster_of(cohort, here, coming)
    assert names_on(printed(client, roster), "Here", "Salma") == [["Salma"]]
    pdf = printed(client, roster, claimed="true")
    assert names_on(pdf, "Here", "Salma") == [["Here"]]
    text = " ".join(pages(pdf)[0])
    assert "Has an account already" in text
    assert "/claim" not in text


def test_an_expired_code_is_not_printed(client_of: Any, cohort: Cohort) -> None:
    member = learner(cohort, language="en")
    Invitation.objects.update(expires_at=now() - timedelta(days=1))
    text = " ".join(pages(printed(client_of(office()), roster_of(cohort, member)))[0])
    assert "has expired" in text
    assert shown(member.person) not in text


def test_a_new_code_for_an_account_is_a_new_password(client_of: Any, cohort: Cohort) -> None:
    member = MembershipFactory(person=PersonFactory(language="en"), cohort=cohort)
    reissue(person_id=member.person_id)
    text = " ".join(pages(printed(client_of(office()), roster_of(cohort, member)))[0])
    assert "Your new password" in text
    assert shown(member.person) in text


@pytest.mark.parametrize("case", ["verified address", "staff", "place in another state"])
def test_no_code_is_printed_that_only_the_office_may_make(client_of: Any, cohort: Cohort, case: str) -> None:
    member = MembershipFactory(person=PersonFactory(name="Here", email="here@example.org"), cohort=cohort)
    others, roster = learner(cohort), roster_of(cohort, member)
    {
        "verified address": lambda: EmailAddress.objects.create(
            user=member.person, email="here@mail.org", verified=True
        ),
        "staff": lambda: User.objects.filter(pk=member.person_id).update(is_staff=True),
        "place in another state": lambda: MembershipFactory(person=member.person, cohort__state="JO"),
    }[case]()
    new_claim_code(actor=office(), cohort_id=cohort.pk, membership_id=member.pk)
    code, client = shown(member.person), client_of(coordinator())

    assert ask(client, roster).json()["code"] == "nothing_to_print"
    text = " ".join(pages(printed(client, roster, claimed="true"))[0])

    assert "Has an account already" in text
    assert code not in text
    assert names_on(printed(client, roster_of(cohort, member, others)), "Here", "Salma") == [["Salma"]]


def test_a_school_or_a_class_alone(client_of: Any, cohort: Cohort) -> None:
    atlas = school(cohort, "Atlas")
    one, two = learner(cohort, "One", organisation=atlas, group="A"), learner(cohort, "Two", group="A")
    three = learner(cohort, "Three", organisation=atlas, group="B")
    client, roster, all_three = client_of(office()), roster_of(cohort, one, two, three), ("One", "Two", "Three")
    assert names_on(printed(client, roster, organisation=atlas.slug), *all_three) == [["One"], ["Three"]]
    assert names_on(printed(client, roster, organisation=str(atlas.pk), group="B"), *all_three) == [["Three"]]
    assert names_on(printed(client, roster, group="A"), *all_three) == [["One"], ["Two"]]
    elsewhere = OrganisationFactory(state__code="JO")
    assert ask(client, roster, organisation=elsewhere.slug).json()["errors"][0]["pointer"] == "?organisation"


def test_only_who_is_in_the_cohort_by_an_applied_roster(client_of: Any, cohort: Cohort) -> None:
    gone, moved = learner(cohort, "Gone"), learner(cohort, "Moved")
    Membership.objects.filter(pk=gone.pk).update(status="withdrawn", withdrawn_at=now())
    Membership.objects.filter(pk=moved.pk).update(cohort=CohortFactory(programme=cohort.programme))
    client, here = client_of(office()), learner(cohort, "Here")
    assert names_on(printed(client, roster_of(cohort, gone, moved, here)), "Gone", "Moved", "Here") == [["Here"]]
    for nothing in (
        roster_of(cohort, here, status=RosterStatus.PREVIEWED),
        roster_of(cohort, here, outcome=Outcome.WITHDRAW),
        roster_of(cohort),
    ):
        answer = ask(client, nothing)
        assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_print")
    assert Sheet.objects.count() == 1


def test_while_it_is_drawn_one_hears_how_far_it_is(client_of: Any, cohort: Cohort) -> None:
    owner = coordinator()
    client, roster = client_of(owner), roster_of(cohort, learner(cohort), learner(cohort, "Two"))
    first, second = ask(client, roster), ask(client_of(office()), roster)
    batch = Batch.objects.get()
    for answer in (first, second):
        assert (answer.status_code, answer["Location"]) == (202, f"/api/v1/batches/{batch.pk}")
        assert answer["Retry-After"] == "2"
        assert answer.json() == {"id": str(batch.pk), "status": "queued", "progress": {"done": 0, "total": 0}}
    assert (batch.owner_id, client.get(first["Location"]).status_code) == (owner.pk, 200)


def test_a_stored_sheet_is_kept_for_a_day_and_leaves_no_parts(
    client_of: Any, cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(monkeypatch, pages=1)
    client, roster = client_of(office()), roster_of(cohort, *(learner(cohort, f"N{n:02}") for n in range(23)))
    pdf = printed(client, roster)
    assert [len(lines) for lines in names_on(pdf, *(f"N{n:02}" for n in range(23)))] == [10, 10, 3]
    (file,) = StoredFile.objects.all()
    assert (file.owner_id, file.bytes, file.expires_at < now() + timedelta(days=1, minutes=1)) == (None, len(pdf), True)
    StoredFile.objects.update(expires_at=now())
    assert printed(client, roster) == pdf


def small(monkeypatch: pytest.MonkeyPatch, *, pages: int) -> None:
    made = {kind: replace(printing, at_once=pages) for kind, printing in sheets.PRINTINGS.items()}
    monkeypatch.setattr(sheets, "PRINTINGS", made)


def test_a_killed_worker_goes_on_where_it_stopped(
    client_of: Any, cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(monkeypatch, pages=1)
    names = [f"N{n:02}" for n in range(35)]
    client, roster = client_of(office()), roster_of(cohort, *(learner(cohort, name) for name in names))
    assert ask(client, roster).status_code == 202
    batch = Batch.objects.get()
    for _ in range(3):  # the digest, and two pages
        batches.run(batch_id=batch.pk, stretch=0)
        Batch.objects.update(due_at=now())
    batch.refresh_from_db()
    assert batch.done == 20
    work()
    Batch.objects.update(due_at=now())
    batches.run(batch_id=batch.pk)
    answer = ask(client, roster)
    assert [name for page in names_on(b"".join(answer.streaming_content), *names) for name in page] == names


def test_given_up_it_leaves_nothing_behind_and_begins_anew(
    client_of: Any, cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(monkeypatch, pages=1)
    owner = office()
    client, roster = client_of(owner), roster_of(cohort, *(learner(cohort, f"N{n}") for n in range(12)))
    ask(client, roster)
    batch = Batch.objects.get()
    batches.run(batch_id=batch.pk, stretch=0)
    batches.cancel(actor=owner, batch_id=batch.pk)
    assert StoredFile.objects.count() == 0
    printed(client, roster)


@pytest.mark.parametrize("ending", ["stopped", "went on", "left behind"])
def test_a_part_that_has_gone_costs_one_drawing(
    client_of: Any, cohort: Cohort, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """Parts are kept for a day. Without one of them nothing is given out, and the next ask draws it all."""
    small(monkeypatch, pages=1)
    owner, names = office(), [f"N{n:02}" for n in range(25)]
    client, roster = client_of(owner), roster_of(cohort, *(learner(cohort, name) for name in names))
    ask(client, roster)
    batch = Batch.objects.get()
    for _ in range(2):
        batches.run(batch_id=batch.pk, stretch=0)
        Batch.objects.update(due_at=now())
    StoredFile.objects.get().delete()
    if ending == "stopped":
        batches.cancel(actor=owner, batch_id=batch.pk)
    elif ending == "went on":
        batches.run(batch_id=batch.pk)
    else:
        batch.delete()
    assert Sheet.objects.get().file is None
    assert [name for page in names_on(printed(client, roster), *names) for name in page] == names


@pytest.mark.parametrize("what", [CARDS, CONSENTS])
def test_only_who_manages_the_cohort(client_of: Any, cohort: Cohort, what: str) -> None:
    open_state()
    member = learner(cohort, birth_date=None)
    roster = roster_of(cohort, member)
    for stranger in (member.person, coordinator("JO"), coordinator_of(school(cohort, "Other"))):
        assert ask(client_of(stranger), roster, what).status_code == 404
    assert ask(client_of(), roster, what).status_code == 401
    assert (Batch.objects.count(), Sheet.objects.count()) == (0, 0)
    for manager in (office(), coordinator(), coordinator_of(cohort.organisation)):
        assert ask(client_of(manager), roster, what).status_code == 202


def test_who_was_given_a_sheet_is_on_record(client_of: Any, cohort: Cohort) -> None:
    giver, roster = office(), roster_of(cohort, learner(cohort))
    printed(client_of(giver), roster)
    (row,) = Record.objects.filter(action="roster.claim_cards_given")
    assert (row.actor_id, row.subject_id) == (giver.pk, roster.pk)


def asks_of(person_id: UUID) -> ConsentRequest:
    return ConsentRequest.objects.get(person=person_id, guardian=None)


def test_a_consent_sheet_says_what_is_asked_whom_to_call_and_where_to_answer(client_of: Any, cohort: Cohort) -> None:
    open_state(guardian_purposes=["learning", "mentor_contact"])
    member = learner(cohort, "Salma Benali", birth_date=None, language="en", group="3A")
    client, roster = client_of(office()), roster_of(cohort, member)
    text = " ".join(pages(printed(client, roster, CONSENTS))[0])
    for words in (
        "Salma Benali",
        "Ministry · 3A",
        "Digital Skills, which Ministry runs",
        "Contact with a mentor – To hand in a project",
        "Nadia Alami",
        "0522000000",
        "jisr.example.org/consent ",
    ):
        assert words in text, (words, text)
    assert "Research" not in text
    assert shown(member.person) not in text  # the learner's own code stands on her card alone
    assert asks_of(member.person_id).asked_at is None


@pytest.mark.parametrize(
    ("language", "form"),
    [
        ("ar", ["نعم", "لا", "اسم وليّ الأمر", "صلة القرابة", "التاريخ", "التوقيع"]),
        ("en", ["Yes", "No", "Name of the parent or guardian", "Relationship", "Date", "Signature"]),
        ("fr", ["Oui", "Non", "Nom du parent ou tuteur", "Lien de parenté", "Date", "Signature"]),
    ],
)
def test_a_guardian_without_a_phone_finds_a_form_to_sign(
    client_of: Any, cohort: Cohort, language: str, form: list[str]
) -> None:
    open_state(guardian_purposes=["learning", "mentor_contact"])
    sheet = roster_of(cohort, learner(cohort, birth_date=None, language=language))
    said = letters._said(Sheet(roster=sheet), language, [])
    assert [said[key] for key in ("yes", "no", "name", "relationship", "date", "signature")] == form
    (lines,) = pages(printed(client_of(office()), sheet, CONSENTS))
    words = [word for line in lines for word in line.split()]
    if language != "ar":  # whose letters come out of a PDF as they are drawn, and not as they are spelled
        assert [words.count(form[0]), words.count(form[1])] == [2, 2]
        assert [label for label in form[2:] if label in " ".join(lines)] == form[2:]


def test_the_form_names_the_guardian_who_is_noted(client_of: Any, cohort: Cohort) -> None:
    open_state()
    noted, unknown = (learner(cohort, name, birth_date=None, group=name) for name in ("A", "B"))
    guardian = GuardianFactory(person=noted.person, name="Khadija Benali")
    client, roster = client_of(office()), roster_of(cohort, noted, unknown)
    first = printed(client, roster, CONSENTS)
    assert names_on(first, "Khadija Benali", "Nom du parent ou tuteur") == [
        ["Khadija Benali", "Nom du parent ou tuteur"],
        ["Nom du parent ou tuteur"],
    ]
    assert b"".join(ask(client, roster, CONSENTS).streaming_content) == first
    Guardian.objects.filter(pk=guardian.pk).update(name="Fatima Benali")
    assert names_on(printed(client, roster, CONSENTS), "Khadija Benali", "Fatima Benali") == [["Fatima Benali"], []]


def test_consent_sheets_are_for_those_who_wait_for_their_guardians(client_of: Any, cohort: Cohort) -> None:
    open_state()
    adult = learner(cohort, "Adult")
    young, agreed = (learner(cohort, name, birth_date=None, language="ar") for name in ("Young", "Agreed"))
    granted(agreed.person)
    client, roster = client_of(office()), roster_of(cohort, adult, young, agreed)
    first = printed(client, roster, CONSENTS)
    assert names_on(first, "Adult", "Young", "Agreed") == [["Young"]]
    assert b"".join(ask(client, roster, CONSENTS).streaming_content) == first
    granted(young.person, Purpose.LEARNING)  # she still waits for the rest
    assert b"".join(ask(client, roster, CONSENTS).streaming_content) == first
    granted(young.person)
    assert ask(client, roster, CONSENTS).json()["code"] == "nothing_to_print"


def test_each_sheet_names_the_officer_in_letters_that_its_reader_reads(client_of: Any, cohort: Cohort) -> None:
    open_state()
    User.objects.filter(name="Nadia Alami").update(name="نادية العلمي", name_latin="Nadia Alami")
    given = [learner(cohort, f"N{code}", birth_date=None, language=code, group=code) for code in ("ar", "fr")]
    arabic, french = pages(printed(client_of(office()), roster_of(cohort, *given), CONSENTS))
    assert ["Nadia Alami" in " ".join(lines) for lines in (arabic, french)] == [False, True]


def test_a_sheet_with_a_void_link_is_drawn_anew(client_of: Any, cohort: Cohort) -> None:
    open_state()
    member = learner(cohort, "Young", birth_date=None)
    client, roster = client_of(office()), roster_of(cohort, member)
    first, former = printed(client, roster, CONSENTS), ask_of(asks_of(member.person_id)).code
    assert former in " ".join(pages(first)[0])
    renew_links(actor=office(), cohort_id=cohort.pk, membership_id=member.pk)
    text = " ".join(pages(printed(client, roster, CONSENTS))[0])
    assert (former in text, ask_of(asks_of(member.person_id)).code in text) == (False, True)


def test_a_state_that_is_closed_to_minors_has_nothing_to_ask(client_of: Any, cohort: Cohort) -> None:
    roster = roster_of(cohort, learner(cohort, birth_date=None))
    assert ask(client_of(office()), roster, CONSENTS).json()["code"] == "nothing_to_print"


def test_two_consent_sheets_share_a_page_and_classes_do_not(client_of: Any, cohort: Cohort) -> None:
    open_state()
    given = [learner(cohort, f"N{n}", birth_date=None, group="A" if n < 3 else "B") for n in range(4)]
    pdf = printed(client_of(office()), roster_of(cohort, *given), CONSENTS)
    assert names_on(pdf, *(f"N{n}" for n in range(4))) == [["N0", "N1"], ["N2"], ["N3"]]


@pytest.mark.parametrize(("what", "count"), [(CARDS, 34), (CONSENTS, 51)])
def test_a_sheet_takes_as_many_queries_for_three_as_for_one(
    client_of: Any, cohort: Cohort, what: str, count: int
) -> None:
    open_state()
    for number in (1, 3):
        roster = roster_of(cohort, *(learner(cohort, f"L{number}{n}", birth_date=None) for n in range(number)))
        assert ask(client_of(office()), roster, what).status_code == 202
        batch = Batch.objects.latest("id")
        with CaptureQueriesContext(connection) as queries:
            work()
        batch.refresh_from_db()
        assert (batch.done, len(queries)) == (number, count)

"""Claim cards: who stands on them, what they say, and whose code is never printed."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
import segno
from allauth.account.models import EmailAddress

from foundation.accounts.models import User
from foundation.kernel.clock import now
from foundation.kernel.drawing import first_strong
from foundation.programmes.models import Cohort, Invitation, Membership
from foundation.programmes.services import code_of, new_claim_code
from foundation.programmes.services.invitations import reissue
from foundation.rosters.enums import Outcome, RosterStatus
from foundation.rosters.models import Sheet
from foundation.rosters.services import cards
from tests.factories.accounts import PersonFactory
from tests.factories.programmes import CohortFactory, MembershipFactory, OrganisationFactory, coordinator, office
from tests.foundation.rosters.printing import (
    ask,
    drawn,
    learner,
    names_on,
    pages,
    printed,
    roster_of,
    school,
    set_up,
    shown,
)
from tests.scenes import scene

pytestmark = pytest.mark.django_db
_written, cohort = scene(set_up)


@pytest.fixture(autouse=True)
def _house(settings: Any) -> None:
    settings.BASE_URL = "https://jisr.example.org"
    settings.CLIENT_URLS = ""


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
def test_a_program_finds_each_code_behind_its_name(cohort: Cohort, language: str) -> None:
    long = "عبد الرحمن بن محمد بن عبد الله الحسني الإدريسي المراكشي"
    names = [long, "سلمى Salma بنعلي", "Élodie Guèye", "Marie-Thérèse d’Arc de la Fressange"]
    learners = {name: learner(cohort, name, name_latin="Latin", language=language) for name in names}
    (lines,) = pages(drawn(roster_of(cohort, *learners.values())))

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
    with pypdfium2.PdfDocument(BytesIO(drawn(roster_of(cohort, member)))) as document:
        image = document[0].render(scale=4).to_pil().convert("L")
    side, left, top = (image.width * millimetres / 210 for millimetres in (24, 10 + 95 - 4.5 - 24, 8.5 + 12 + 4.5))
    size = len(wanted.matrix)
    found = [
        [image.getpixel((left + (x + 0.5) * side / size, top + (y + 0.5) * side / size)) < 128 for x in range(size)]
        for y in range(size)
    ]

    assert found == [[bool(module) for module in row] for row in wanted.matrix]
    page = client_of().get(url.removeprefix("https://jisr.example.org"), HTTP_HOST="jisr.example.org")
    assert (page.status_code, shown(member.person) in page.content.decode()) == (200, True)


def test_each_card_speaks_its_learners_language(cohort: Cohort) -> None:
    learners = [learner(cohort, name, language=language) for name, language in (("A", "ar"), ("B", "en"), ("C", "fr"))]
    lines = pages(drawn(roster_of(cohort, *learners)))[0]
    assert {"Valid until", "Valable jusqu’au"} <= set(lines)
    assert any(first_strong(line) == "rtl" and "المهارات الرقمية" in line for line in lines)


def test_cards_lie_by_school_class_and_name_and_each_class_begins_a_page(cohort: Cohort) -> None:
    atlas, zagora = school(cohort, "Atlas"), school(cohort, "Zagora")
    given = [
        learner(cohort, "Nour", organisation=zagora, group="1"),
        learner(cohort, "Zineb", organisation=atlas, group="9B"),
        learner(cohort, "Émile", organisation=atlas, group="9B"),
        learner(cohort, "Aya", organisation=atlas, group="10A"),
    ]
    found = names_on(drawn(roster_of(cohort, *given)), "Nour", "Zineb", "Émile", "Aya")
    assert found == [["Émile", "Zineb"], ["Aya"], ["Nour"]]


def test_whoever_has_an_account_gets_no_code_but_a_note(client_of: Any, cohort: Cohort) -> None:
    here, coming = MembershipFactory(person=PersonFactory(name="Here", language="en"), cohort=cohort), learner(cohort)
    roster = roster_of(cohort, here, coming)
    assert names_on(drawn(roster), "Here", "Salma") == [["Salma"]]
    pdf = printed(client_of(office()), roster, claimed="true")
    assert names_on(pdf, "Here", "Salma") == [["Here"]]
    text = " ".join(pages(pdf)[0])
    assert "Has an account already" in text
    assert "/claim" not in text


def test_an_expired_code_is_not_printed(cohort: Cohort) -> None:
    member = learner(cohort, language="en")
    Invitation.objects.update(expires_at=now() - timedelta(days=1))
    text = " ".join(pages(drawn(roster_of(cohort, member)))[0])
    assert "has expired" in text
    assert shown(member.person) not in text


def test_a_new_code_for_an_account_is_a_new_password(cohort: Cohort) -> None:
    member = MembershipFactory(person=PersonFactory(language="en"), cohort=cohort)
    reissue(person_id=member.person_id)
    text = " ".join(pages(drawn(roster_of(cohort, member)))[0])
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
    text = " ".join(pages(drawn(roster, claimed=True))[0])

    assert "Has an account already" in text
    assert code not in text
    assert names_on(drawn(roster_of(cohort, member, others)), "Here", "Salma") == [["Salma"]]


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

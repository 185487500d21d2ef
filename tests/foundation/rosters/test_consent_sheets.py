"""Consent sheets: what is asked, of whom, whom to call, and where to answer."""

from typing import Any
from uuid import UUID

import pytest

from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.models import ConsentRequest, Guardian
from foundation.consents.services import ask_of, renew_links
from foundation.programmes.models import Cohort
from foundation.rosters.models import Sheet
from foundation.rosters.services import letters
from tests.factories.consents import GuardianFactory, granted, open_state
from tests.factories.programmes import office
from tests.foundation.rosters.printing import (
    CONSENTS,
    ask,
    drawn,
    learner,
    names_on,
    pages,
    printed,
    roster_of,
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
def test_a_guardian_without_a_phone_finds_a_form_to_sign(cohort: Cohort, language: str, form: list[str]) -> None:
    open_state(guardian_purposes=["learning", "mentor_contact"])
    sheet = roster_of(cohort, learner(cohort, birth_date=None, language=language))
    said = letters._said(Sheet(roster=sheet), language, [])
    assert [said[key] for key in ("yes", "no", "name", "relationship", "date", "signature")] == form
    (lines,) = pages(drawn(sheet, CONSENTS))
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


def test_each_sheet_names_the_officer_in_letters_that_its_reader_reads(cohort: Cohort) -> None:
    open_state()
    User.objects.filter(name="Nadia Alami").update(name="نادية العلمي", name_latin="Nadia Alami")
    given = [learner(cohort, f"N{code}", birth_date=None, language=code, group=code) for code in ("ar", "fr")]
    arabic, french = pages(drawn(roster_of(cohort, *given), CONSENTS))
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


def test_two_consent_sheets_share_a_page_and_classes_do_not(cohort: Cohort) -> None:
    open_state()
    given = [learner(cohort, f"N{n}", birth_date=None, group="A" if n < 3 else "B") for n in range(4)]
    pdf = drawn(roster_of(cohort, *given), CONSENTS)
    assert names_on(pdf, *(f"N{n}" for n in range(4))) == [["N0", "N1"], ["N2"], ["N3"]]

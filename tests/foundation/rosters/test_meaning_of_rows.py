"""Whom a row means, and what applying would do with her: the rules of identity, met through the API."""

from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.batches.models import Batch
from foundation.kernel.clock import now
from foundation.programmes.models import Cohort, Membership, Organisation
from tests.factories.programmes import OrganisationFactory
from tests.foundation.rosters.working import Scenery, apply, at_work, contents, listed_before, rows, upload
from tests.scenes import scene

pytestmark = pytest.mark.django_db
HEAD = "Name;Learner number;Date of birth;E-mail;Phone;School\n"
Said = list[tuple[str, str, str, str]]
USUAL = {"birth_date_missing", "language_default"}


def set_up() -> Scenery:
    there = at_work()
    for slug in ("north", "south"):
        OrganisationFactory(slug=slug, state=there.cohort.organisation.state)
    return there


_written, scenery = scene(set_up)


def listed(*lines: str) -> str:
    return HEAD + "".join(f"{line}\n" for line in lines)


def judged(client: APIClient, roster: dict[str, Any]) -> list[tuple[str, Said]]:
    """Each row's outcome, and of its messages code, field, read and expected, but for what every row says."""
    return [
        (
            row["outcome"],
            [
                (said["code"], said["field"], said["read"], said["expected"])
                for said in row["messages"]
                if said["code"] not in USUAL
            ],
        )
        for row in rows(client, roster)
    ]


def is_there(cohort: Cohort, line: str) -> None:
    """As applying a list with this line leaves her."""
    name, number, born, email, phone, school = line.split(";")
    given = {"name": name, "birth_date": date.fromisoformat(born) if born else None}
    address = {"email": email.lower(), "phone": phone and f"+212{phone.removeprefix('0')}"}
    organisation = Organisation.objects.get(slug=school) if school else None
    listed_before(cohort, number=number, organisation=organisation, **given, **address)


def members(cohort: Cohort) -> list[tuple[Any, ...]]:
    facts = ("name", "name_latin", "birth_date", "email", "phone", "language", "country", "claimed_at")
    of_persons = (f"person__{fact}" for fact in facts)
    place = ("learner_number", "organisation", "group", "status", "state", "programme")
    return sorted(cohort.memberships.values_list(*of_persons, *place), key=str)


ALL = "2010-05-03;amina@mail.org;0661123456;north"


@pytest.mark.parametrize(
    ("stored", "row", "outcome", "said"),
    [
        ("Amina Diop;7;;;;", "Amina Diop;7;;;;", "keep", []),
        ("Amina Diop;7;;;;", "Awa Fall;7;;;;", "keep", [("will_change", "name", "Awa Fall", "Amina Diop")]),
        ("Amina Diop;7;;;;", "Amina Diop;٧;;;;", "keep", []),
        (f"Amina Diop;7;{ALL}", f"Amina Diop;8;{ALL}", "add", []),
        ("Amina Diop;7;;amina@mail.org;;", "Amina Diop;;;amina@mail.org;;", "keep", []),
        ("Amina Diop;7;;amina@mail.org;;", "AMINA  DIOP;;;Amina@MAIL.org;;", "keep", None),
        ("Amina Diop;;;Amina@Mail.org;;", "Amina Diop;;;Amina@Mail.org;;", "keep", []),
        (
            "Amina Diop;;;amina@mail.org;;",
            "Amina Diop;8;;amina@mail.org;;",
            "keep",
            [("will_change", "learner_number", "8", "")],
        ),
        ("Amina Diop;;;;0661123456;", "Amina Diop;;;;+212 661-12-34-56;", "keep", []),
        (
            "Mohamed Diop;;2010-05-03;a@mail.org;;",
            "Mohammed Diop;;2010-05-03;a@mail.org;;",
            "keep",
            [("will_change", "name", "Mohammed Diop", "Mohamed Diop")],
        ),
        ("أحمد الفاسي;;;;0661123456;", "احمد الفاسي;;;;0661123456;", "keep", None),
        ("Amina Diop;;2010-05-03;;;north", "Amina Diop;;2010-05-03;;;north", "keep", []),
        (
            "Amina Diop;;2010-05-03;;;north",
            "Amina Diop;;2010-05-03;;;south",
            "conflict",
            [("same_in_other_school", "", "", "")],
        ),
        (
            "Amina Diop;;2010-05-03;a@mail.org;;",
            "أمينة ديوب;;2010-05-03;a@mail.org;;",
            "conflict",
            [("perhaps_same", "", "", "")],
        ),
        ("Amina Diop;;;;;north", "Amina Diop;;;;;north", "keep", []),
        ("Amina Diop;;;;;north", "Amina Diop;;;;;south", "add", []),
        ("Amina Diop;;;;;", "Amina Diop;;;;;south", "conflict", [("same_name", "", "", "")]),
        ("Amina Diop;;;;;north", "Amina Diop;;;;;", "conflict", [("same_name", "", "", "")]),
        ("Amina Diop;7;;;;north", "Amina Diop;;;;;north", "conflict", [("same_name", "", "", "")]),
        ("Amina Diop;;2010-05-03;;;north", "Amina Diop;;;;;north", "conflict", [("same_name", "", "", "")]),
        ("Amina Diop;7;2010-05-03;;;north", "Amina Diop;8;2010-05-03;;;north", "add", []),
        ("Amina Diop;;2010-05-03;;0661123456;", "Omar Diop;;2012-01-31;;0661123456;", "add", []),
        ("Amina Diop;;2010-05-03;;0661123456;", "Omar Diop;;2010-05-03;;0661123456;", "add", []),
        ("Amine Diop;;2010-05-03;a@mail.org;;", "Amina Diop;;2010-05-03;a@mail.org;;", "add", []),
        ("Amina Diop;;;a@mail.org;0661123456;", "Omar Diop;;;a@mail.org;0661123456;", "add", []),
    ],
    ids=[
        "same-number",
        "same-number-other-name",
        "number-in-arabic-digits",
        "two-numbers-all-else-alike",
        "mail-and-name",
        "mail-in-capitals-and-name",
        "mail-kept-in-capitals",
        "mail-and-name-brings-a-number",
        "phone-in-another-form-and-name",
        "mail-and-birth-date-and-a-name-alike",
        "phone-and-a-name-without-hamza",
        "name-and-birth-date-in-one-school",
        "name-and-birth-date-in-two-schools",
        "mail-and-birth-date-in-two-scripts",
        "name-alone-in-one-school",
        "name-alone-in-two-schools",
        "name-alone-and-then-a-school",
        "name-alone-and-no-school-any-more",
        "name-alone-of-somebody-with-a-number",
        "name-alone-of-somebody-with-a-birth-date",
        "two-numbers-name-and-birth-date",
        "brother-and-sister-with-a-phone",
        "twins-with-a-phone",
        "twins-named-nearly-alike",
        "brother-and-sister-without-birth-dates",
    ],
)
def test_whom_a_row_means(
    client: APIClient, cohort: Cohort, stored: str, row: str, outcome: str, said: Said | None
) -> None:
    is_there(cohort, stored)
    before = contents(User)
    [(found, messages)] = judged(client, upload(client, cohort, listed(row)))
    assert (found, messages if said is not None else None) == (outcome, said)
    assert contents(User) == before


def test_whom_a_list_has_brought(client: APIClient, cohort: Cohort) -> None:
    """The people whom rows are compared with here are those whom a list would leave."""
    lines = (f"Amina Diop;7;{ALL}", "أحمد الفاسي;;;;0661123457;", "Awa Fall;;;Awa@Mail.org;;", "Omar Diop;;;;;south")
    for line in lines:
        is_there(cohort, line)
    made = members(cohort)
    User.objects.filter(pk__in=cohort.memberships.values("person")).delete()
    apply(client, upload(client, cohort, listed(*lines)))
    assert members(cohort) == made


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ("Amina Diop;7;;;;", "Awa Fall;7;;;;"),
            [("conflict", [("same_as_row", "", "3", "")]), ("conflict", [("same_as_row", "", "2", "")])],
        ),
        (("Amina Diop;7;;;;", "Amina Diop;7;;;;"), [("add", []), ("conflict", [("same_as_row", "", "2", "")])]),
        (
            ("Amina Diop;;;A@mail.org;;", "Amina Diop;;;a@MAIL.org;;"),
            [("conflict", [("same_as_row", "", "3", "")]), ("conflict", [("same_as_row", "", "2", "")])],
        ),
        (("Amina Diop;;2010-05-03;;0661123456;", "Omar Diop;;2012-05-03;;0661123456;"), [("add", []), ("add", [])]),
        (("Amina Diop;;2010-05-03;;0661123456;", "Omar Diop;;2010-05-03;;0661123456;"), [("add", []), ("add", [])]),
        (("Amina Diop;1;2010-05-03;;;north", "Amina Diop;2;2010-05-03;;;north"), [("add", []), ("add", [])]),
        (("Amina Diop;;;;;north", "Amina Diop;;;;;north"), [("add", []), ("add", [])]),
        (
            ("Amina Diop;;2010-05-03;;;north", "Amina Diop;;2010-05-03;;;south"),
            [
                ("conflict", [("same_in_other_school", "", "3", "")]),
                ("conflict", [("same_in_other_school", "", "2", "")]),
            ],
        ),
    ],
    ids=[
        "one-number-two-names",
        "alike-in-every-cell",
        "one-mail-in-two-ways",
        "brother-and-sister",
        "twins",
        "two-numbers",
        "names-alone",
        "two-schools",
    ],
)
def test_rows_of_one_list(client: APIClient, cohort: Cohort, lines: tuple[str, ...], expected: list[Any]) -> None:
    assert judged(client, upload(client, cohort, listed(*lines))) == expected


def test_two_rows_that_claim_one_person(client: APIClient, cohort: Cohort) -> None:
    """One by her number, one by her address: neither is done, and the others are."""
    apply(client, upload(client, cohort, listed("Amina Diop;7;;a@mail.org;;")))
    [people] = contents(User)
    roster = upload(client, cohort, listed("Amina D.;7;;;;", "Amina Diop;;;a@mail.org;;", "Omar Fall;9;;;;"))
    twice = ("conflict", [("claimed_twice", "", "2, 3", "")])
    assert judged(client, roster) == [twice, twice, ("add", [])]
    apply(client, roster)
    assert [person for person in contents(User)[0] if person["name"] != "Omar Fall"] == people
    assert list(Membership.objects.order_by("learner_number").values_list("learner_number", flat=True)) == ["7", "9"]


def test_whoever_has_her_account_says_herself_who_she_is(client: APIClient, cohort: Cohort) -> None:
    """Her school and number are the list's to say; a birth date is filled in where there is none."""
    apply(client, upload(client, cohort, listed("Amina Diop;7;;;;north")))
    User.objects.filter(name="Amina Diop").update(claimed_at=now(), email="own@mail.org")
    [row] = judged(client, upload(client, cohort, listed("Awa Fall;7;2010-05-03;other@mail.org;0661123456;south")))
    assert row == (
        "keep",
        [
            ("stays", "name", "Awa Fall", "Amina Diop"),
            ("stays", "email", "other@mail.org", "own@mail.org"),
            ("stays", "phone", "+212661123456", ""),
            ("will_change", "birth_date", "2010-05-03", ""),
            ("will_change", "school", "south", "north"),
        ],
    )


@pytest.mark.parametrize("content", ["Name\nAmina Diop\nOmar Fall\n", "Name;Class\nAmina Diop;3A\nAmina Diop;3B\n"])
@pytest.mark.parametrize("full", ["", "true"])
def test_a_list_of_bare_names_again_makes_nobody_twice(
    client: APIClient, cohort: Cohort, content: str, full: str
) -> None:
    apply(client, upload(client, cohort, content, full=full or "false"))
    before = contents(User, Membership)
    again = upload(client, cohort, content, full=full or "false")
    assert judged(client, again) == [("keep", []), ("keep", [])]
    assert apply(client, again)["status"] == "applied"
    assert not Batch.objects.filter(subject_id=again["id"], kind="rosters.apply").exists()
    assert contents(User, Membership) == before

"""Where the row's person is elsewhere, who leaves, and what applying holds to: exactly the preview, or nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.batches.models import Batch
from foundation.consents.selectors import capabilities_of
from foundation.outbox.models import Delivery
from foundation.programmes.models import Cohort, Invitation, Membership
from foundation.rosters.models import Roster, RosterRow
from tests.factories.accounts import PersonFactory
from tests.factories.programmes import CohortFactory, MembershipFactory, OrganisationFactory, coordinator
from tests.foundation.rosters.working import (
    BASE,
    apply,
    at_work,
    contents,
    got,
    listed_before,
    outcomes,
    rows,
    settle,
    upload,
)
from tests.scenes import scene

pytestmark = pytest.mark.django_db
_written, scenery = scene(at_work)
HEAD = "Name;Learner number;E-mail\n"
AMINA = HEAD + "Amina Diop;7;amina@mail.org\n"
TWO = HEAD + "Amina Diop;7;\nOmar Fall;8;\n"


def is_there(cohort: Cohort) -> None:
    listed_before(cohort, number="7", name="Amina Diop", email="amina@mail.org", birth_date=None)


def everything() -> list[list[dict[str, Any]]]:
    return contents(User, Membership, Invitation, Cohort, Batch, Delivery, Record, Roster, RosterRow)


def refused(client: APIClient, roster: dict[str, Any], digest: str | None = None) -> tuple[int, str]:
    """What applying is answered with; and it has changed nothing."""
    before = everything()
    answer = client.post(f"{BASE}/rosters/{roster['id']}/apply", {"digest": digest or roster["digest"]})
    settle()
    assert everything() == before
    return answer.status_code, answer.json()["code"]


def members(cohort: Cohort) -> list[str]:
    """The numbers of those who are in it."""
    there = Membership.objects.filter(cohort=cohort).exclude(status="withdrawn")
    return sorted(there.values_list("learner_number", flat=True))


def test_from_another_cohort_of_the_programme_she_moves(client: APIClient, cohort: Cohort) -> None:
    other = CohortFactory(programme=cohort.programme, organisation=cohort.organisation)
    is_there(other)
    roster = upload(client, cohort, AMINA)
    assert outcomes(client, roster) == [("move", [])]
    apply(client, roster)
    assert (members(cohort), members(other)) == (["7"], [])
    seats = Cohort.objects.values_list("pk", "seats_taken")
    assert dict(seats) == {cohort.pk: 1, other.pk: 0}


def test_from_another_programme_she_does_not(client: APIClient, cohort: Cohort) -> None:
    other = CohortFactory(organisation=cohort.organisation)
    is_there(other)
    roster = upload(client, cohort, AMINA)
    assert outcomes(client, roster) == [("add", [])]
    apply(client, roster)
    assert (members(cohort), members(other)) == (["7"], ["7"])


@pytest.mark.parametrize(
    ("more", "counts", "left"),
    [
        ({}, {"add": 1}, ["7", "9"]),
        ({"full": "false"}, {"add": 1}, ["7", "9"]),
        ({"full": "true"}, {"add": 1, "withdraw": 1}, ["9"]),
    ],
)
def test_only_a_full_list_withdraws(
    client: APIClient, cohort: Cohort, more: dict[str, str], counts: dict[str, int], left: list[str]
) -> None:
    is_there(cohort)
    roster = upload(client, cohort, HEAD + "Omar Fall;9;\n", **more)
    assert {name: count for name, count in roster["counts"].items() if count} == counts
    apply(client, roster)
    assert members(cohort) == left


@pytest.mark.parametrize(
    ("line", "outcome"), [("Amina Diop;7;amina@", "error"), ("Amina Diop;;", "conflict"), (";7;", "error")]
)
def test_whom_a_row_that_is_not_done_may_mean_stays(client: APIClient, cohort: Cohort, line: str, outcome: str) -> None:
    is_there(cohort)
    roster = upload(client, cohort, f"{HEAD}{line}\n", full="true")
    assert [row["outcome"] for row in rows(client, roster)] == [outcome]
    apply(client, roster)
    assert members(cohort) == ["7"]


HELD = {
    "ar": "هناك شخص بهذه البيانات في البرنامج خارج ما يمكنك الاطلاع عليه. يُرجى سؤال مكتب البرنامج قبل المتابعة.",
    "en": "Somebody like this is already in the programme where you can't look. Ask the programme office before you go on.",
    "fr": "Une personne semblable est déjà dans le programme, là où vous n’avez pas accès. Demandez au bureau du "
    "programme avant de continuer.",
}


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
@pytest.mark.parametrize("line", ["Amina Diop;7;amina@mail.org", "Amina Diop;;amina@mail.org"])
def test_of_a_person_of_another_state_nothing_is_shown(
    client_of: Callable[..., APIClient], cohort: Cohort, language: str, line: str
) -> None:
    theirs = MembershipFactory(
        cohort=CohortFactory(programme=cohort.programme, state="JO", name="Their cohort"),
        person=PersonFactory(name="AMINA DIOP", email="amina@mail.org", phone="+962790000000", country="JO"),
    )
    client = client_of(coordinator("MA"), language=language)
    roster = upload(client, cohort, f"{HEAD}{line}\n")
    answer = client.get(f"{BASE}/rosters/{roster['id']}/rows")
    [row] = answer.json()["results"]
    told = [said for said in row["messages"] if said["field"] == ""]
    assert told == [{"code": "held_elsewhere", "field": "", "read": "", "expected": "", "detail": HELD[language]}]
    assert (row["outcome"], row["person"], row["membership"]) == ("conflict", None, None)
    shown = answer.content.decode() + client.get(f"{BASE}/rosters/{roster['id']}").content.decode()
    secrets = (theirs.person.name, theirs.person_id, theirs.pk, theirs.cohort_id, "Their cohort", "962790000000", "JO")
    assert [str(secret) for secret in secrets if str(secret) in shown] == []
    before = contents(Membership)
    apply(client, got(client, roster))
    assert contents(Membership) == before


@pytest.mark.parametrize(
    ("language", "details"),
    [
        ("ar", ["من لا تاريخ ميلاد له يُعَدّ قاصرًا.", "لم تُذكر اللغة: تُعتمد العربية."]),
        ("en", ["Without a birth date the person counts as under age.", "No language is given: Arabic is taken."]),
        (
            "fr",
            [
                "Sans date de naissance, la personne est considérée comme mineure.",
                "Aucune langue n’est indiquée. Langue retenue : arabe.",
            ],
        ),
    ],
)
def test_a_name_is_enough(
    client_of: Callable[..., APIClient], cohort: Cohort, language: str, details: list[str]
) -> None:
    """What is left open is said and is no error; whoever may be under age counts as such."""
    client = client_of(coordinator("MA"), language=language)
    roster = upload(client, cohort, "Name\nAmina Diop\n")
    [row] = rows(client, roster)
    assert row["outcome"] == "add"
    assert [(said["code"], said["field"], said["read"], said["expected"]) for said in row["messages"]] == [
        ("birth_date_missing", "birth_date", "", ""),
        ("language_default", "language", "", "ar"),
    ]
    assert [said["detail"] for said in row["messages"]] == details
    apply(client, roster)
    person = User.objects.get(name="Amina Diop")
    assert (person.language, person.birth_date) == ("ar", None)
    assert {held.granted for held in capabilities_of(person).values()} == {False}


def test_another_digest_is_refused(client: APIClient, cohort: Cohort) -> None:
    roster = upload(client, cohort, TWO)
    assert refused(client, roster, digest="0" * 64) == (409, "digest_differs")
    assert members(cohort) == []


def joins(cohort: Cohort) -> None:
    MembershipFactory(cohort=cohort)


def leaves(cohort: Cohort) -> None:
    Membership.objects.filter(cohort=cohort).update(status="withdrawn", withdrawn_at=cohort.created_at)


def changes_class(cohort: Cohort) -> None:
    Membership.objects.filter(cohort=cohort).update(group="3B")


def changes_school(cohort: Cohort) -> None:
    Membership.objects.filter(cohort=cohort).update(organisation=OrganisationFactory(state=cohort.organisation.state))


def changes_number(cohort: Cohort) -> None:
    Membership.objects.filter(cohort=cohort).update(learner_number="70")


@pytest.mark.parametrize("happens", [joins, leaves, changes_class, changes_school, changes_number])
def test_a_cohort_that_changed_since_is_looked_at_again(
    client: APIClient, cohort: Cohort, happens: Callable[[Cohort], None]
) -> None:
    is_there(cohort)
    roster = upload(client, cohort, TWO)
    happens(cohort)
    assert refused(client, roster) == (409, "cohort_changed")
    assert client.post(f"{BASE}/rosters/{roster['id']}/preview").status_code == 202
    settle()
    assert apply(client, got(client, roster))["status"] == "applied"


def test_a_change_in_another_cohort_ends_in_a_new_preview(client: APIClient, cohort: Cohort) -> None:
    """She was to move here, and has left the other one since."""
    other = CohortFactory(programme=cohort.programme, organisation=cohort.organisation)
    is_there(other)
    roster = upload(client, cohort, TWO)
    leaves(other)
    people = contents(User)
    again = apply(client, roster)
    assert (again["status"], again["problem"]["code"]) == ("previewed", "cohort_changed")
    assert again["digest"] != roster["digest"]
    assert (members(cohort), contents(User)) == ([], people)
    assert refused(client, roster) == (409, "digest_differs")
    assert apply(client, again)["status"] == "applied"
    assert members(cohort) == ["7", "8"]


def test_bad_rows_block_no_good_ones(client: APIClient, cohort: Cohort) -> None:
    roster = upload(client, cohort, HEAD + "Amina Diop;7;\n;8;\nOmar Fall;9;omar@\nSara Naji;10;\nSara N.;10;\n")
    assert outcomes(client, roster) == [
        ("add", []),
        ("error", ["name_missing"]),
        ("error", ["email_invalid"]),
        ("conflict", ["same_as_row"]),
        ("conflict", ["same_as_row"]),
    ]
    applied = apply(client, roster)
    assert (applied["status"], applied["progress"]) == ("applied", {"done": 1, "total": 1})
    assert [row["applied"] for row in rows(client, roster)] == [True, False, False, False, False]
    assert members(cohort) == ["7"]


def test_too_few_seats_are_told_of_and_then_refused(client: APIClient, cohort: Cohort) -> None:
    """Whoever leaves makes room, and more seats do."""
    is_there(cohort)
    Cohort.objects.filter(pk=cohort.pk).update(seats=1)
    swap = upload(client, cohort, HEAD + "Sara Naji;9;\n", full="true")
    assert (swap["counts"]["add"], swap["counts"]["withdraw"], swap["messages"]) == (1, 1, [])
    roster = upload(client, cohort, TWO)
    assert [(said["code"], said["read"], said["expected"]) for said in roster["messages"]] == [
        ("seats_short", "1", "2")
    ]
    assert refused(client, roster) == (409, "seats_taken")
    Cohort.objects.filter(pk=cohort.pk).update(seats=2)
    assert apply(client, roster)["status"] == "applied"
    assert members(cohort) == ["7", "8"]

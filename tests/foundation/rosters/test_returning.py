"""Whoever was withdrawn and stands on a list again is the same person, with the account that she has."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from rest_framework.test import APIClient

from courses.enrolment.models import Enrolment
from foundation.accounts.models import User
from foundation.accounts.services import claim_account
from foundation.kernel.clock import now
from foundation.programmes.models import Cohort, Membership
from tests.factories.consents import deliver_all
from tests.factories.courses import published_course
from tests.factories.programmes import CohortFactory, MembershipFactory, OrganisationFactory, coordinator_of
from tests.foundation.rosters.working import (
    BASE,
    Scenery,
    apply,
    at_work,
    outcomes,
    rows,
    settle,
    signed_in,
    undo,
    upload,
)
from tests.scenes import scene

pytestmark = pytest.mark.django_db
HEAD = "Name;Learner number;Date of birth;E-mail;Language;Class\n"
AMINA = "Amina Diop;1;2001-05-03;amina@mail.org;fr;1A\n"
OMAR = "Omar Diop;2;2001-05-04;;fr;1A\n"
BACK = ("add", ["comes_back"])


@dataclass
class Gone(Scenery):
    """Amina was there; the next list did not name her."""

    membership: Membership


def set_up() -> Gone:
    published_course("reading", open_to_all=False)
    there = at_work(courses=["reading"])
    client = signed_in(there.owner)
    apply(client, upload(client, there.cohort, HEAD + AMINA + OMAR))
    apply(client, upload(client, there.cohort, HEAD + OMAR, full="true"))
    deliver_all()
    place = Membership.objects.get(learner_number="1")
    assert place.status == "withdrawn"
    there.cohort.refresh_from_db()
    return Gone(there.owner, there.cohort, place)


_written, scenery = scene(set_up)


@pytest.fixture
def gone(scenery: Gone) -> Membership:
    return scenery.membership


def people() -> int:
    return User.objects.filter(name__startswith="Amina Diop").count()


@pytest.mark.parametrize(
    "line",
    [
        AMINA,
        AMINA.replace("amina@mail.org", ""),
        AMINA.replace(";1;", ";;"),
        AMINA.replace(";1;", ";;").replace("amina@mail.org", ""),
    ],
    ids=["all-alike", "by-number", "by-mail-and-name", "by-name-and-birth-date"],
)
def test_she_comes_back_as_herself(client: APIClient, cohort: Cohort, gone: Membership, line: str) -> None:
    roster = upload(client, cohort, HEAD + line + OMAR)
    assert outcomes(client, roster) == [BACK, ("keep", [])]
    assert rows(client, roster)[0]["person"] == str(gone.person_id)
    apply(client, roster)
    deliver_all()
    gone.refresh_from_db()
    assert (people(), gone.status, gone.withdrawn_at, gone.learner_number) == (1, "invited", None, "1")
    assert Enrolment.objects.get(person=gone.person, status="active").course.slug == "reading"
    cohort.refresh_from_db()
    assert cohort.seats_taken == 2
    assert outcomes(client, upload(client, cohort, HEAD + line + OMAR)) == [("keep", [])] * 2


def test_she_keeps_the_account_that_she_has(client: APIClient, cohort: Cohort, gone: Membership) -> None:
    claim_account(person=gone.person, username="amina", password="long-enough-7#")
    apply(client, upload(client, cohort, HEAD + AMINA))
    gone.refresh_from_db()
    assert (people(), gone.status, gone.person.username) == (1, "active", "amina")


def test_what_the_list_says_anew_is_taken(client: APIClient, cohort: Cohort, gone: Membership) -> None:
    roster = upload(client, cohort, HEAD + AMINA.replace("1A", "2A").replace("Diop", "Diop Ndiaye"))
    assert outcomes(client, roster) == [("add", ["comes_back", "will_change", "will_change"])]
    apply(client, roster)
    gone.refresh_from_db()
    assert (gone.person.name, gone.group) == ("Amina Diop Ndiaye", "2A")


def test_undone_she_is_withdrawn_as_she_was(client: APIClient, cohort: Cohort, gone: Membership) -> None:
    """From another cohort, with another school and class."""
    own = OrganisationFactory(slug="own", state=cohort.organisation.state)
    other = CohortFactory(programme=cohort.programme, organisation=own)
    before = kept(gone)
    roster = upload(client, other, HEAD + AMINA.replace("1A", "2A").replace("Amina", "Aminata"))
    apply(client, roster)
    gone.refresh_from_db()
    assert (gone.status, gone.cohort_id, gone.organisation_id, gone.group) == ("invited", other.pk, own.pk, "2A")
    undone = undo(client, roster)
    deliver_all()
    gone.refresh_from_db()
    assert (undone["status"], kept(gone)) == ("undone", before)
    other.refresh_from_db()
    assert other.seats_taken == 0
    assert not Enrolment.objects.filter(person=gone.person).exclude(status="withdrawn").exists()


def kept(place: Membership) -> tuple[Any, ...]:
    return (place.status, place.cohort_id, place.organisation_id, place.group, place.learner_number, place.person.name)


def test_begun_since_she_stays(client: APIClient, cohort: Cohort, gone: Membership) -> None:
    roster = apply(client, upload(client, cohort, HEAD + AMINA))
    Membership.objects.filter(pk=gone.pk).update(started_at=now())
    undo(client, roster)
    gone.refresh_from_db()
    assert gone.status == "invited"
    assert outcomes(client, roster) == [("add", ["comes_back", "has_started"])]


def test_withdrawn_elsewhere_meanwhile_it_is_said(client: APIClient, cohort: Cohort, gone: Membership) -> None:
    roster = apply(client, upload(client, cohort, HEAD + AMINA))
    Membership.objects.filter(pk=gone.pk).update(status="withdrawn", withdrawn_at=now())
    undo(client, roster)
    assert outcomes(client, roster) == [("add", ["comes_back", "changed_meanwhile"])]


def test_whoever_is_a_member_elsewhere_by_now_is_not_taken_twice(
    client: APIClient, cohort: Cohort, gone: Membership
) -> None:
    other = CohortFactory(programme=cohort.programme, organisation=cohort.organisation)
    MembershipFactory(person=gone.person, cohort=other, learner_number="1")
    assert outcomes(client, upload(client, cohort, HEAD + AMINA)) == [("move", ["will_change"])]


def test_someone_else_with_another_number_is_new(client: APIClient, cohort: Cohort, gone: Membership) -> None:
    roster = upload(client, cohort, HEAD + AMINA.replace(";1;", ";3;"))
    assert outcomes(client, roster) == [("add", [])]
    apply(client, roster)
    assert people() == 2


def test_in_doubt_she_is_new(client: APIClient, cohort: Cohort, gone: Membership) -> None:
    """Name and birth date from another school."""
    OrganisationFactory(slug="far", state=cohort.organisation.state)
    line = "Name;Date of birth;Language;School\nAmina Diop;2001-05-03;fr;far\n"
    assert outcomes(client, upload(client, cohort, line)) == [("add", [])]


def test_an_erased_person_comes_never_back(client: APIClient, cohort: Cohort, gone: Membership) -> None:
    User.objects.filter(pk=gone.person_id).update(erased_at=now(), name="", email="", phone="", birth_date=None)
    assert outcomes(client, upload(client, cohort, HEAD + AMINA)) == [("add", [])]


def test_two_rows_that_mean_her_are_a_conflict(client: APIClient, cohort: Cohort, gone: Membership) -> None:
    double = AMINA + AMINA.replace("1A", "1B")
    assert outcomes(client, upload(client, cohort, HEAD + double)) == [("conflict", ["same_as_row"])] * 2


def test_whom_one_organisation_withdrew_another_can_not_find(
    client_of: Callable[..., APIClient], cohort: Cohort, gone: Membership
) -> None:
    own = OrganisationFactory(slug="own", state=cohort.organisation.state)
    other = CohortFactory(programme=cohort.programme, organisation=own)
    client = client_of(coordinator_of(own))
    assert outcomes(client, upload(client, other, HEAD + AMINA)) == [("add", [])]


def test_without_a_seat_for_her_she_is_named(client: APIClient, cohort: Cohort, gone: Membership) -> None:
    """Somebody took it while the list was being applied; whoever has a seat comes."""
    roster = upload(client, cohort, HEAD + OMAR + AMINA + AMINA.replace("Amina", "Binta").replace(";1;", ";3;"))
    asked = client.post(f"{BASE}/rosters/{roster['id']}/apply", {"digest": roster["digest"]})
    assert asked.status_code == 202
    Cohort.objects.filter(pk=cohort.pk).update(seats=2)
    settle()
    assert outcomes(client, roster) == [("keep", []), BACK, ("add", ["seats_taken"])]
    gone.refresh_from_db()
    assert (gone.status, Membership.objects.filter(learner_number="3").exists()) == ("invited", False)

"""Undoing: where each had her place before, in her school and in a course, and for how many there is still a seat."""

import pytest
from rest_framework.test import APIClient

from foundation.kernel.clock import now
from foundation.programmes.models import Cohort, Membership
from tests.factories.consents import deliver_all
from tests.factories.programmes import CohortFactory, MembershipFactory, OrganisationFactory
from tests.foundation.rosters import restoring
from tests.foundation.rosters.restoring import AFTER, BEFORE, HEAD, Former, begin, calm, left_over, member, seats, world
from tests.foundation.rosters.working import BASE, apply, got, undo, upload
from tests.scenes import scene

pytestmark = pytest.mark.django_db
_written, scenery = scene(restoring.former)


@pytest.fixture
def other(scenery: Former) -> Cohort:
    return scenery.other


def test_whoever_began_before_goes_back_as_she_was(client: APIClient, cohort: Cohort) -> None:
    begin("9", "writing")
    before = calm(world())
    roster = apply(client, upload(client, cohort, AFTER, full="true"))
    deliver_all()
    undo(client, roster)
    deliver_all()
    assert calm(world())["memberships"] == before["memberships"]


@pytest.mark.parametrize("own", ["", "theirs", "ours", "third"])
def test_a_school_comes_back_whosever_it_was(client: APIClient, cohort: Cohort, own: str) -> None:
    state = cohort.organisation.state
    theirs, ours = OrganisationFactory(slug="theirs", state=state), OrganisationFactory(slug="ours", state=state)
    OrganisationFactory(slug="third", state=state)
    source = CohortFactory(programme=cohort.programme, organisation=theirs)
    Cohort.objects.filter(pk=cohort.pk).update(organisation=ours)
    apply(client, upload(client, source, f"Name;Learner number;School\nNora Gueye;21;{own}\n"))
    before = member("21").organisation
    roster = apply(client, upload(client, cohort, "Name;Learner number\nNora Gueye;21\n"))
    assert member("21").cohort_id == cohort.pk
    undo(client, roster)
    assert (member("21").organisation, before.slug) == (before, own or "theirs")


def test_as_many_go_back_as_have_a_seat_there(client: APIClient, cohort: Cohort, other: Cohort) -> None:
    there = HEAD + "Waly Sarr;11;2001-05-06;;fr;;\nYacine Ba;12;2001-05-06;;fr;;\nZeyna Ka;13;2001-05-06;;fr;;\n"
    apply(client, upload(client, other, there))
    roster = apply(client, upload(client, cohort, there))
    Cohort.objects.filter(pk=other.pk).update(seats=4)
    MembershipFactory(cohort=other, status="invited")
    undone = undo(client, roster)
    assert left_over(client, undone) == [("13", "seats_taken", "", "")]
    assert (seats(other), seats(cohort)) == ((4, 4), (4, 50))


def test_a_seat_that_was_taken_since_is_said(client: APIClient, cohort: Cohort) -> None:
    roster = apply(client, upload(client, cohort, BEFORE.replace("Coumba Sow;3;", "Coumba Sy;4;"), full="true"))
    MembershipFactory(cohort=cohort)
    Cohort.objects.filter(pk=cohort.pk).update(seats=4)
    Membership.objects.filter(learner_number="4").update(started_at=now())
    undone = undo(client, roster)
    assert left_over(client, undone) == [("4", "has_started", "name", "Coumba Sy"), ("3", "not_readmitted", "", "")]
    assert (member("3").status, seats(cohort)) == ("withdrawn", (4, 4))


def test_a_list_that_was_not_applied_has_nothing_to_undo(client: APIClient, cohort: Cohort) -> None:
    roster, before = upload(client, cohort, AFTER), world()
    answer = client.post(f"{BASE}/rosters/{roster['id']}/undo")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_applied")
    assert (world(), got(client, roster)["status"]) == (before, "previewed")

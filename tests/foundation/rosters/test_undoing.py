"""Undoing an applied list: the former cohort is back, and whoever can be brought back no more is named."""

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from courses.enrolment.models import Enrolment
from foundation.accounts.models import User
from foundation.batches.models import Batch
from foundation.kernel.clock import now
from foundation.outbox.models import Delivery
from foundation.programmes.models import Cohort, Invitation, Membership
from foundation.programmes.services import claim, code_of
from foundation.rosters.models import Roster, RosterRow
from tests.factories.accounts import PersonFactory
from tests.factories.consents import deliver_all
from tests.foundation.rosters import restoring
from tests.foundation.rosters.restoring import AFTER, Applied, begin, calm, left_over, member, world
from tests.foundation.rosters.working import BASE, apply, got, rows, undo, upload
from tests.scenes import scene

pytestmark = pytest.mark.django_db
_written, scenery = scene(restoring.applied)


@pytest.fixture
def other(scenery: Applied) -> Cohort:
    return scenery.other


@pytest.fixture
def applied(scenery: Applied) -> dict[str, Any]:
    return scenery.roster


def test_the_former_cohort_is_back_exactly(client: APIClient, scenery: Applied) -> None:
    assert calm(world()) != scenery.before
    undone = undo(client, scenery.roster)
    deliver_all()
    assert calm(world()) == scenery.before
    assert (undone["status"], undone["progress"], undone["problem"]) == ("undone", {"done": 5, "total": 5}, None)
    assert Batch.objects.get(pk=undone["batch"]).counts == {"undone": 5}
    assert not RosterRow.objects.filter(roster=undone["id"], applied=True).exists()


def test_a_learner_who_has_begun_stays_and_is_named(client: APIClient, scenery: Applied) -> None:
    begin("4")
    begin("9")
    undone = undo(client, scenery.roster)
    deliver_all()
    assert left_over(client, undone) == [
        ("9", "will_change", "name", "Xavier Sarr Ba"),
        ("9", "will_change", "school", "south"),
        ("9", "will_change", "group", "1C"),
        ("9", "has_started", "name", "Xavier Sarr Ba"),
        ("4", "has_started", "name", "Dior Gueye"),
    ]
    after = calm(world())
    there = {row["learner_number"]: row["cohort_id"] for row in after["memberships"]}
    assert {number: there[number] for number in ("4", "9")} == dict.fromkeys(("4", "9"), scenery.cohort.pk)
    stayed = {member("4").pk, member("9").pk}
    others = [row for row in scenery.before["memberships"] if row["id"] not in stayed]
    assert [row for row in after["memberships"] if row["id"] not in stayed] == others
    assert Batch.objects.get(pk=undone["batch"]).counts == {"undone": 3, "failed": 2}
    assert Enrolment.objects.get(person=member("4").person).done == 1


def test_whoever_has_her_account_keeps_it_and_leaves(client: APIClient, applied: dict[str, Any]) -> None:
    place = member("4")
    claim(code=code_of(Invitation.objects.get(person=place.person)).code, username="dior", password="long-enough-7#")
    undone = undo(client, applied)
    deliver_all()
    place.refresh_from_db()
    assert (undone["status"], place.status) == ("undone", "withdrawn")
    assert User.objects.get(username="dior").is_active
    assert not Membership.objects.filter(learner_number="5").exists()
    assert not Enrolment.objects.filter(person=place.person).exclude(status="withdrawn").exists()


def test_her_place_that_passed_to_another_account_goes_back_with_nothing_written_to_the_empty_one(
    client: APIClient, applied: dict[str, Any]
) -> None:
    place, taker = member("1"), PersonFactory(name="Amina Ndiaye")
    giver = place.person_id
    claim(code=code_of(Invitation.objects.get(person=giver)).code, signed_in=taker)
    deliver_all()
    assert undo(client, applied)["status"] == "undone"
    place.refresh_from_db()
    assert (place.person_id, place.group, place.organisation.slug) == (taker.pk, "1A", "north")
    assert User.objects.get(pk=taker.pk).name == "Amina Ndiaye"
    assert not User.objects.filter(pk=giver, name__startswith="Amina").exists()


def test_what_she_changed_since_stays_hers(client: APIClient, applied: dict[str, Any]) -> None:
    place = member("1")
    claim(code=code_of(Invitation.objects.get(person=place.person)).code, username="amina", password="long-enough-7#")
    User.objects.filter(pk=place.person_id).update(name="Amina D.", phone="+212661999999")
    undo(client, applied)
    place.refresh_from_db()
    assert (place.person.name, place.person.phone, place.group) == ("Amina D.", "+212661999999", "1A")


def test_what_is_hers_by_now_stays_as_the_list_had_it_and_is_said(client: APIClient, applied: dict[str, Any]) -> None:
    place = member("1")
    claim(code=code_of(Invitation.objects.get(person=place.person)).code, username="amina", password="long-enough-7#")
    undo(client, applied)
    place.refresh_from_db()
    assert (place.person.name, place.person.language, place.organisation.slug) == ("Amina Diop Ndiaye", "ar", "north")
    [row] = [row for row in rows(client, applied) if row["values"]["learner_number"] == "1"]
    stays = [said for said in row["messages"] if said["code"] == "stays"]
    assert [(said["field"], said["read"], said["expected"]) for said in stays] == [
        ("name", "Amina Diop", "Amina Diop Ndiaye"),
        ("phone", "+212661123456", "+212661123460"),
        ("language", "fr", "ar"),
    ]
    assert row["applied"] is False


def test_what_somebody_corrected_since_stays_corrected(client: APIClient, applied: dict[str, Any]) -> None:
    place = member("1")
    User.objects.filter(pk=place.person_id).update(name="Amina Diop-Ndiaye")
    Membership.objects.filter(pk=place.pk).update(group="1D")
    undo(client, applied)
    place = member("1")
    assert (place.person.name, place.person.phone, place.group) == ("Amina Diop-Ndiaye", "+212661123456", "1D")


def test_a_member_who_went_elsewhere_meanwhile_is_named(
    client: APIClient, other: Cohort, applied: dict[str, Any]
) -> None:
    place = member("4")
    path = f"{BASE}/cohorts/{place.cohort_id}/members/{place.pk}"
    answer = client.patch(path, {"cohort": str(other.pk)}, HTTP_IF_MATCH="*")
    assert answer.status_code == 200, answer.content
    undone = undo(client, applied)
    place.refresh_from_db()
    assert (place.cohort_id, place.status) == (other.pk, "invited")
    assert left_over(client, undone) == [("4", "changed_meanwhile", "", "")]


@pytest.mark.parametrize(("ago", "status"), [(timedelta(days=6, hours=23), 202), (timedelta(days=7), 410)])
def test_seven_days(client: APIClient, applied: dict[str, Any], ago: timedelta, status: int) -> None:
    Roster.objects.update(applied_at=now() - ago - timedelta(hours=1))
    Roster.objects.filter(pk=applied["id"]).update(applied_at=now() - ago)
    before, waiting = world(), Delivery.objects.count()
    answer = client.post(f"{BASE}/rosters/{applied['id']}/undo")
    assert answer.status_code == status
    if status == 410:
        assert answer.json()["code"] == "too_late_to_undo"
        assert got(client, applied)["status"] == "applied"
    assert (world(), Delivery.objects.count()) == (before, waiting)


def test_twice_is_once(client: APIClient, applied: dict[str, Any]) -> None:
    undone = undo(client, applied)
    before = world()
    again = client.post(f"{BASE}/rosters/{applied['id']}/undo")
    assert (again.status_code, again.json()["batch"]) == (202, undone["batch"])
    assert world() == before
    assert client.post(f"{BASE}/rosters/{applied['id']}/apply", {"digest": applied["digest"]}).status_code == 409


def test_another_list_at_work_comes_first(client: APIClient, cohort: Cohort, applied: dict[str, Any]) -> None:
    Roster.objects.exclude(pk=applied["id"]).filter(cohort=cohort).update(status="applying")
    before = world()
    answer = client.post(f"{BASE}/rosters/{applied['id']}/undo")
    assert (answer.status_code, answer.json()["code"]) == (409, "roster_busy")
    assert (world(), got(client, applied)["status"]) == (before, "applied")


def test_uploaded_anew_it_is_applied_anew(client: APIClient, cohort: Cohort, applied: dict[str, Any]) -> None:
    undo(client, applied)
    again = apply(client, upload(client, cohort, AFTER, full="true"))
    assert (again["status"], again["counts"]) == ("applied", applied["counts"])
    there = Membership.objects.filter(cohort=cohort).exclude(status="withdrawn")
    assert sorted(there.values_list("learner_number", "person__name")) == [
        ("1", "Amina Diop Ndiaye"),
        ("2", "Binta Fall"),
        ("4", "Dior Gueye"),
        ("5", "Elhadj Faye"),
        ("9", "Xavier Sarr Ba"),
    ]

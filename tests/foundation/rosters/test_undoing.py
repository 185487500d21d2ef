"""Undoing an applied list: the former cohort is back, and whoever can be brought back no more is named."""

from collections.abc import Callable
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
from tests.factories.courses import lessons_of, published_course
from tests.factories.programmes import CohortFactory, MembershipFactory, OrganisationFactory
from tests.foundation.rosters.working import BASE, apply, got, rows, undo, upload

pytestmark = pytest.mark.django_db
HEAD = "Name;Learner number;Date of birth;Phone;Language;School;Class\n"
CALM = {"birth_date_missing", "language_default"}
BEFORE = HEAD + (
    "Amina Diop;1;2001-05-03;0661123456;fr;north;1A\n"
    "Binta Fall;2;2001-05-04;0661123457;fr;north;1A\n"
    "Coumba Sow;3;2001-05-05;0661123458;fr;north;1A\n"
)
ELSEWHERE = HEAD + "Xavier Sarr;9;2001-05-06;0661123459;fr;north;2B\n"
AFTER = HEAD + (
    "Amina Diop Ndiaye;1;2001-05-03;0661123460;ar;south;1C\n"
    "Binta Fall;2;2001-05-04;0661123457;fr;north;1A\n"
    "Xavier Sarr Ba;9;2001-05-06;0661123459;fr;south;1C\n"
    "Dior Gueye;4;2001-05-07;0661123461;fr;north;1A\n"
    "Elhadj Faye;5;2001-05-08;0661123462;fr;north;1A\n"
)


@pytest.fixture
def other(cohort: Cohort) -> Cohort:
    for slug in ("north", "south"):
        OrganisationFactory(slug=slug, state=cohort.organisation.state)
    for slug in ("reading", "writing"):
        published_course(slug, open_to_all=False)
    Cohort.objects.filter(pk=cohort.pk).update(courses=["reading"])
    return CohortFactory(programme=cohort.programme, organisation=cohort.organisation, courses=["writing"], seats=5)


@pytest.fixture
def former(client: APIClient, cohort: Cohort, other: Cohort) -> Cohort:
    """Three are in the cohort, one in the other; whoever is to come was seen by nobody yet."""
    apply(client, upload(client, cohort, BEFORE))
    apply(client, upload(client, other, ELSEWHERE))
    deliver_all()
    return cohort


@pytest.fixture
def applied(client: APIClient, former: Cohort) -> dict[str, Any]:
    roster = apply(client, upload(client, former, AFTER, full="true"))
    deliver_all()
    assert {name: count for name, count in roster["counts"].items() if count} == {
        "add": 2, "keep": 2, "move": 1, "withdraw": 1,
    }  # fmt: skip
    return roster


def world() -> dict[str, list[Any]]:
    """Who is there, how, where, and in which courses: all of it but for the count of writes."""
    people = User.objects.filter(erased_at=None).order_by("pk")
    enrolments = Enrolment.objects.exclude(status="withdrawn").order_by("person", "course")
    return {
        "people": list(people.values()),
        "memberships": [_without(row, "revision") for row in Membership.objects.order_by("pk").values()],
        "invitations": list(Invitation.objects.order_by("pk").values()),
        "cohorts": list(Cohort.objects.order_by("pk").values_list("pk", "seats", "seats_taken")),
        "enrolments": list(enrolments.values_list("person", "course__slug", "status")),
    }


def calm(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return found | {"people": [_without(row, "revision") for row in found["people"]]}


def _without(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}


def member(number: str) -> Membership:
    return Membership.objects.select_related("person").get(learner_number=number)


def begin(client_of: Callable[..., APIClient], number: str, slug: str = "reading") -> None:
    """She does her first lesson."""
    person = member(number).person
    enrolment = Enrolment.objects.get(person=person, course__slug=slug)
    lesson = lessons_of(enrolment.version)[0]
    answer = client_of(person).put(f"{BASE}/enrolments/{enrolment.pk}/lessons/{lesson.pk}/completion", {})
    assert answer.status_code == 200, answer.content
    deliver_all()


def left_over(client: APIClient, roster: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """What is said of rows that are still applied."""
    return [
        (row["values"]["learner_number"], said["code"], said["field"], said["read"])
        for row in rows(client, roster)
        if row["applied"]
        for said in row["messages"]
        if said["code"] not in CALM
    ]


def test_the_former_cohort_is_back_exactly(client: APIClient, former: Cohort) -> None:
    before = calm(world())
    roster = apply(client, upload(client, former, AFTER, full="true"))
    deliver_all()
    assert calm(world()) != before
    undone = undo(client, roster)
    deliver_all()
    assert calm(world()) == before
    assert (undone["status"], undone["progress"], undone["problem"]) == ("undone", {"done": 5, "total": 5}, None)
    assert Batch.objects.get(pk=undone["batch"]).counts == {"undone": 5}
    assert not RosterRow.objects.filter(roster=roster["id"], applied=True).exists()


def test_a_learner_who_has_begun_stays_and_is_named(
    client: APIClient, client_of: Callable[..., APIClient], former: Cohort
) -> None:
    before = calm(world())
    roster = apply(client, upload(client, former, AFTER, full="true"))
    deliver_all()
    begin(client_of, "4")
    begin(client_of, "9")
    undone = undo(client, roster)
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
    assert {number: there[number] for number in ("4", "9")} == dict.fromkeys(("4", "9"), former.pk)
    stayed = {member("4").pk, member("9").pk}
    others = [row for row in before["memberships"] if row["id"] not in stayed]
    assert [row for row in after["memberships"] if row["id"] not in stayed] == others
    assert Batch.objects.get(pk=undone["batch"]).counts == {"undone": 3, "failed": 2}
    assert Enrolment.objects.get(person=member("4").person).done == 1


def test_whoever_began_before_goes_back_as_she_was(
    client: APIClient, client_of: Callable[..., APIClient], former: Cohort
) -> None:
    begin(client_of, "9", "writing")
    before = calm(world())
    roster = apply(client, upload(client, former, AFTER, full="true"))
    deliver_all()
    undo(client, roster)
    deliver_all()
    assert calm(world())["memberships"] == before["memberships"]


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


@pytest.mark.parametrize("own", ["", "theirs", "ours", "third"])
def test_a_school_comes_back_whosever_it_was(client: APIClient, cohort: Cohort, own: str) -> None:
    state = cohort.organisation.state
    theirs, ours = OrganisationFactory(slug="theirs", state=state), OrganisationFactory(slug="ours", state=state)
    OrganisationFactory(slug="third", state=state)
    source = CohortFactory(programme=cohort.programme, organisation=theirs)
    Cohort.objects.filter(pk=cohort.pk).update(organisation=ours)
    apply(client, upload(client, source, f"Name;Learner number;School\nAmina Diop;1;{own}\n"))
    before = member("1").organisation
    roster = apply(client, upload(client, cohort, "Name;Learner number\nAmina Diop;1\n"))
    assert member("1").cohort_id == cohort.pk
    undo(client, roster)
    assert (member("1").organisation, before.slug) == (before, own or "theirs")


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


def test_as_many_go_back_as_have_a_seat_there(client: APIClient, cohort: Cohort, other: Cohort) -> None:
    there = HEAD + "Xavier Sarr;9;2001-05-06;;fr;;\nYacine Ba;10;2001-05-06;;fr;;\nZeyna Ka;11;2001-05-06;;fr;;\n"
    apply(client, upload(client, other, there))
    roster = apply(client, upload(client, cohort, there))
    Cohort.objects.filter(pk=other.pk).update(seats=3)
    MembershipFactory(cohort=other, status="invited")
    undone = undo(client, roster)
    assert left_over(client, undone) == [("11", "seats_taken", "", "")]
    assert (seats(other), seats(cohort)) == ((3, 3), (1, 50))


def seats(cohort: Cohort) -> tuple[int, int]:
    return Cohort.objects.values_list("seats_taken", "seats").get(pk=cohort.pk)


def test_a_seat_that_was_taken_since_is_said(client: APIClient, former: Cohort) -> None:
    roster = apply(client, upload(client, former, BEFORE.replace("Coumba Sow;3;", "Coumba Sy;4;"), full="true"))
    MembershipFactory(cohort=former)
    Cohort.objects.filter(pk=former.pk).update(seats=4)
    Membership.objects.filter(learner_number="4").update(started_at=now())
    undone = undo(client, roster)
    assert left_over(client, undone) == [("4", "has_started", "name", "Coumba Sy"), ("3", "not_readmitted", "", "")]
    assert (member("3").status, seats(former)) == ("withdrawn", (4, 4))


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


def test_a_list_that_was_not_applied_has_nothing_to_undo(client: APIClient, former: Cohort) -> None:
    roster, before = upload(client, former, AFTER), world()
    answer = client.post(f"{BASE}/rosters/{roster['id']}/undo")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_applied")
    assert (world(), got(client, roster)["status"]) == (before, "previewed")


def test_another_list_at_work_comes_first(client: APIClient, former: Cohort, applied: dict[str, Any]) -> None:
    Roster.objects.exclude(pk=applied["id"]).filter(cohort=former).update(status="applying")
    before = world()
    answer = client.post(f"{BASE}/rosters/{applied['id']}/undo")
    assert (answer.status_code, answer.json()["code"]) == (409, "roster_busy")
    assert (world(), got(client, applied)["status"]) == (before, "applied")


def test_uploaded_anew_it_is_applied_anew(client: APIClient, former: Cohort, applied: dict[str, Any]) -> None:
    undo(client, applied)
    again = apply(client, upload(client, former, AFTER, full="true"))
    assert (again["status"], again["counts"]) == ("applied", applied["counts"])
    there = Membership.objects.filter(cohort=former).exclude(status="withdrawn")
    assert sorted(there.values_list("learner_number", "person__name")) == [
        ("1", "Amina Diop Ndiaye"),
        ("2", "Binta Fall"),
        ("4", "Dior Gueye"),
        ("5", "Elhadj Faye"),
        ("9", "Xavier Sarr Ba"),
    ]

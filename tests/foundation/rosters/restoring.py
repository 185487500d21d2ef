"""A cohort before, with and after a list: three are in it, one is in another; the list has one leave, one move, two come."""

from dataclasses import dataclass
from typing import Any

from rest_framework.test import APIClient

from courses.enrolment.models import Enrolment
from foundation.accounts.models import User
from foundation.programmes.models import Cohort, Invitation, Membership
from tests.factories.consents import deliver_all
from tests.factories.courses import lessons_of, published_course
from tests.factories.programmes import CohortFactory, OrganisationFactory
from tests.foundation.rosters.working import BASE, Scenery, apply, at_work, rows, signed_in, upload

CALM = {"birth_date_missing", "language_default"}
HEAD = "Name;Learner number;Date of birth;Phone;Language;School;Class\n"
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


@dataclass
class Former(Scenery):
    """Whoever is to come was seen by nobody yet."""

    other: Cohort


@dataclass
class Applied(Former):
    roster: dict[str, Any]
    before: dict[str, list[Any]]


def former() -> Former:
    there = at_work(courses=["reading"])
    cohort, client = there.cohort, signed_in(there.owner)
    state = cohort.organisation.state
    for slug in ("north", "south"):
        OrganisationFactory(slug=slug, state=state)
    for slug in ("reading", "writing"):
        published_course(slug, open_to_all=False)
    other = CohortFactory(programme=cohort.programme, organisation=cohort.organisation, courses=["writing"], seats=5)
    apply(client, upload(client, cohort, BEFORE))
    apply(client, upload(client, other, ELSEWHERE))
    deliver_all()
    return Former(there.owner, cohort, other)


def applied() -> Applied:
    there = former()
    client, before = signed_in(there.owner), calm(world())
    roster = apply(client, upload(client, there.cohort, AFTER, full="true"))
    deliver_all()
    assert {name: count for name, count in roster["counts"].items() if count} == {
        "add": 2, "keep": 2, "move": 1, "withdraw": 1,
    }  # fmt: skip
    return Applied(there.owner, there.cohort, there.other, roster, before)


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


def begin(number: str, slug: str = "reading") -> None:
    """She does her first lesson."""
    person = member(number).person
    enrolment = Enrolment.objects.get(person=person, course__slug=slug)
    lesson = lessons_of(enrolment.version)[0]
    answer = signed_in(person).put(f"{BASE}/enrolments/{enrolment.pk}/lessons/{lesson.pk}/completion", {})
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


def seats(cohort: Cohort) -> tuple[int, int]:
    return Cohort.objects.values_list("seats_taken", "seats").get(pk=cohort.pk)

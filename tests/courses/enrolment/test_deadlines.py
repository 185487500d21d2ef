"""Enrolments are due when their learners' cohorts say so, whatever changes."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from courses.enrolment import subscribers
from courses.enrolment.models import Enrolment
from courses.enrolment.rules import Due, Term, due
from courses.enrolment.services import date_people, enrol
from courses.enrolment.services.joining import join
from foundation.accounts.models import User
from foundation.accounts.services import change_profile
from foundation.outbox.models import EventRecord
from foundation.programmes.models import Cohort, Membership
from foundation.programmes.services import change_cohort, move_member, withdraw_member
from tests.factories.accounts import PersonFactory
from tests.factories.consents import deliver_all
from tests.factories.courses import published_course
from tests.factories.programmes import CohortFactory, MembershipFactory, office
from tests.outcomes.insights.crowd import crowd
from tests.plans import read_whole
from tests.scenes import scene

pytestmark = pytest.mark.django_db
DAY, LATER = date(2026, 12, 20), date(2027, 1, 10)
OVER, LATER_OVER = datetime(2026, 12, 20, 23, tzinfo=UTC), datetime(2027, 1, 10, 23, tzinfo=UTC)
ZONE = "Africa/Casablanca"


def asked(course: str, day: date = DAY, *, closes: bool = False) -> dict[str, Any]:
    return {"course": course, "date": day.isoformat(), "closes": closes}


def set_up() -> Membership:
    """A learner in Casablanca, whose cohort has two courses and a deadline for one of them."""
    for slug in ("reading", "writing"):
        published_course(slug, open_to_all=False)
    cohort = CohortFactory(courses=["reading", "writing"], deadlines=[asked("reading", closes=True)])
    membership: Membership = MembershipFactory(cohort=cohort, person=PersonFactory(time_zone=ZONE))
    return membership


_written, member = scene(set_up)


def dues(person: User) -> dict[str, Due]:
    rows = Enrolment.objects.filter(person=person).values_list("course__slug", "due_at", "closes_at")
    return {slug: Due(due_at, closes_at) for slug, due_at, closes_at in rows}


def joined(member: Membership) -> None:
    subscribers.enrol_new_members(
        subscribers.MembersAdded(
            cohort_id=member.cohort_id,
            programme_id=member.programme_id,
            membership_ids=[member.id],
            person_ids=[member.person_id],
        )
    )


def change(cohort: Cohort, **changes: Any) -> None:
    change_cohort(actor=office(), cohort_id=cohort.id, revision=None, changes=changes, now=OVER - timedelta(days=9))
    deliver_all()


def test_whoever_joins_has_her_cohorts_deadlines(member: Membership) -> None:
    joined(member)
    assert dues(member.person) == {"reading": Due(OVER, OVER), "writing": Due()}


def test_whoever_enrols_by_herself_has_them_at_once(member: Membership) -> None:
    facts, _ = enrol(actor=member.person, course_slug="reading")
    assert (facts.due_at, facts.is_closed) == (OVER, datetime.now(UTC) >= OVER)
    assert dues(member.person) == {"reading": Due(OVER, OVER)}


def test_who_is_in_no_cohort_has_none() -> None:
    published_course("open")
    person = PersonFactory()
    facts, _ = enrol(actor=person, course_slug="open")
    assert (facts.due_at, facts.is_closed, dues(person)) == (None, False, {"open": Due()})


def test_enrolments_follow_what_the_cohort_changes(member: Membership) -> None:
    joined(member)
    change(member.cohort, deadlines=[{"course": "writing", "date": LATER}])
    assert dues(member.person) == {"reading": Due(), "writing": Due(LATER_OVER)}
    change(member.cohort, courses=["reading"])
    assert dues(member.person) == {"reading": Due(), "writing": Due()}


def test_another_cohort_may_leave_her_more_time_or_all_of_it(member: Membership) -> None:
    joined(member)
    second = MembershipFactory(
        person=member.person, cohort=CohortFactory(courses=["reading"], deadlines=[asked("reading", LATER)])
    )
    joined(second)
    assert dues(member.person)["reading"] == Due(LATER_OVER)
    third = MembershipFactory(person=member.person, cohort=CohortFactory(courses=["reading"]))
    joined(third)
    assert dues(member.person)["reading"] == Due()
    for left in (third, second):
        withdraw_member(actor=office(), cohort_id=left.cohort_id, membership_id=left.id)
    deliver_all()
    assert dues(member.person)["reading"] == Due(OVER, OVER)


def test_whoever_moves_has_the_deadlines_of_the_cohort_that_she_comes_to(member: Membership) -> None:
    joined(member)
    target = CohortFactory(
        courses=["reading"], deadlines=[asked("reading", LATER, closes=True)], programme=member.programme
    )
    move_member(actor=office(), cohort_id=member.cohort_id, membership_id=member.id, to=target.id)
    deliver_all()
    assert dues(member.person) == {"reading": Due(LATER_OVER, LATER_OVER), "writing": Due()}


def test_a_day_ends_where_she_is_now(member: Membership) -> None:
    joined(member)
    change_profile(actor=member.person, revision=None, changes={"time_zone": "Pacific/Kiritimati"})
    deliver_all()
    earlier = datetime(2026, 12, 20, 10, tzinfo=UTC)
    assert dues(member.person)["reading"] == Due(earlier, earlier)


def test_a_zone_that_nobody_knows_holds_up_nobody(member: Membership) -> None:
    lost: Membership = MembershipFactory(cohort=member.cohort, person=PersonFactory(time_zone="Mars/Olympus"))
    joined(lost)
    joined(member)
    midnight = datetime(2026, 12, 21, tzinfo=UTC)
    assert dues(lost.person)["reading"] == Due(midnight, midnight)
    assert dues(member.person)["reading"] == Due(OVER, OVER)


def test_what_was_given_to_her_alone_stays_whatever_the_cohort_changes(member: Membership) -> None:
    joined(member)
    Enrolment.objects.filter(person=member.person, course__slug="reading").update(extended_on=LATER)
    change(member.cohort, deadlines=[{"course": "reading", "date": date(2026, 12, 27), "closes": True}])
    assert dues(member.person)["reading"] == Due(LATER_OVER, LATER_OVER)
    change(member.cohort, deadlines=[{"course": "reading", "date": date(2027, 2, 1)}])
    assert dues(member.person)["reading"] == Due(datetime(2027, 2, 1, 23, tzinfo=UTC))
    change(member.cohort, deadlines=[])
    assert dues(member.person)["reading"] == Due()


def test_whoever_comes_back_to_a_course_comes_back_to_its_deadline(member: Membership) -> None:
    joined(member)
    Enrolment.objects.filter(person=member.person).update(status="withdrawn", withdrawn_at=OVER)
    change(member.cohort, deadlines=[{"course": "reading", "date": LATER}])
    facts, fresh = enrol(actor=member.person, course_slug="reading")
    assert (facts.due_at, fresh) == (LATER_OVER, False)


def test_a_cohort_is_dated_chunk_by_chunk(member: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("courses.enrolment.services.deadlines.CHUNK", 2)
    people = [member.person_id, *(MembershipFactory(cohort=member.cohort).person_id for _ in range(2))]
    change_cohort(actor=office(), cohort_id=member.cohort_id, revision=None, changes={"deadlines": []})
    deliver_all()
    told = EventRecord.objects.filter(name="courses.deadlines_unsettled.v1").order_by("id")
    chunks = [[str(person_id) for person_id in chunk] for chunk in (people[:2], people[2:])]
    assert [event.payload["person_ids"] for event in told] == chunks


@pytest.mark.parametrize("more", [0, 2])
def test_statements_are_as_many_whoever_is_dated(member: Membership, more: int, django_assert_num_queries: Any) -> None:
    others = [MembershipFactory(cohort=member.cohort) for _ in range(more)]
    for one in (member, *others):
        joined(one)
    Enrolment.objects.update(due_at=None, closes_at=None)
    with django_assert_num_queries(4):  # lock, write; savepoint
        date_people(people=[one.person_id for one in (member, *others)])
    assert Enrolment.objects.filter(closes_at__isnull=False).count() == 1 + more


def known_zones() -> list[str]:
    """To both, and not also a fixed offset to the database, as CET is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_timezone_names WHERE upper(name) NOT IN (SELECT abbrev FROM pg_timezone_abbrevs)"
        )
        return sorted({name for (name,) in cursor.fetchall()} & available_timezones())


zones = st.deferred(lambda: st.sampled_from(known_zones()))
days = st.dates(date(2000, 1, 1), date(2025, 12, 31))  # whose rules are known for good
terms = st.lists(st.none() | st.builds(Term, st.none() | days, st.booleans()), min_size=3, max_size=3)
learners = st.lists(st.tuples(zones, st.none() | days), min_size=3, max_size=3)


def deadlines_of(term: Term) -> list[dict[str, Any]]:
    return [asked("reading", term.day, closes=term.closes)] if term.day else []


@given(terms=terms, learners=learners)
def test_statements_say_what_the_rule_says(terms: list[Term | None], learners: list[tuple[str, date | None]]) -> None:
    with transaction.atomic():
        people = [PersonFactory(time_zone=zone) for zone, _ in learners]
        for term in terms:
            courses, deadlines = (["reading"], deadlines_of(term)) if term else ([], [])
            cohort = CohortFactory(courses=courses, deadlines=deadlines)
            for person in people:
                MembershipFactory(cohort=cohort, person=person)
        course = published_course("reading")
        given = [term for term in terms if term]
        ids = [person.id for person in people]
        join(people=ids, courses=[course.id], reopen=False)
        found = [dues(person)["reading"] for person in people]
        assert found == [due(given, None, zone) for zone, _ in learners]
        for person, (_, extended_on) in zip(people, learners, strict=True):
            Enrolment.objects.filter(person=person).update(extended_on=extended_on)
        date_people(people=ids)
        assert [dues(person)["reading"] for person in people] == [due(given, *told[::-1]) for told in learners]
        transaction.set_rollback(True)


def test_no_large_table_is_read_whole() -> None:
    cohort = crowd(20, courses=2, others=3000)
    people = list(Membership.objects.filter(cohort=cohort).values_list("person", flat=True))
    with CaptureQueriesContext(connection) as asked:
        date_people(people=people)
        join(people=people[:1], courses=[published_course("one-more").id], reopen=False)
    ours = [query["sql"] for query in asked if "enrolment_enrolment" in query["sql"]]
    assert len(ours) == 3  # lock, date; enrol
    assert read_whole(ours) == set()

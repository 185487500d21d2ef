"""Where a deadline moves while others enrol, learn, or move it too."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Event
from typing import Any

import pytest
from django.db import transaction

from courses.enrolment import services
from courses.enrolment.models import Enrolment
from courses.enrolment.services import close_again, complete_lesson, date_people, enrol, keep_log, leave_cohort, reopen
from courses.enrolment.subscribers import follow_moved_members
from foundation.outbox.events.foundation import MembersMoved
from foundation.programmes.models import Cohort, Membership
from foundation.programmes.services import change_cohort
from tests.factories.consents import deliver_all
from tests.factories.courses import lessons_of, published_course
from tests.factories.logs import event_of
from tests.factories.programmes import CohortFactory, MembershipFactory, office
from tests.racing import at_once, codes, race, until_somebody_waits
from tests.services import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 12, 20)
OVER = datetime(2026, 12, 21, tzinfo=UTC)


def cohort(lessons: int = 2) -> Cohort:
    published_course("reading", open_to_all=False, lessons=lessons)
    deadlines = [{"course": "reading", "date": DAY.isoformat(), "closes": True}]
    made: Cohort = CohortFactory(courses=["reading"], deadlines=deadlines)
    return made


def test_who_enrols_while_the_deadline_moves_has_the_new_one_in_the_end() -> None:
    place = cohort()
    members = [MembershipFactory(cohort=place) for _ in range(4)]
    deeds: list[Any] = [partial(enrol, actor=member.person, course_slug="reading") for member in members]
    actor, told = office(), [{"course": "reading", "date": DAY + timedelta(days=7)}]
    at_once(
        *deeds,
        partial(change_cohort, actor=actor, cohort_id=place.id, revision=None, changes={"deadlines": told}),
    )
    deliver_all()
    assert set(Enrolment.objects.values_list("due_at", "closes_at")) == {(OVER + timedelta(days=7), None)}
    assert Enrolment.objects.count() == 4


def test_news_that_meet_leave_what_holds() -> None:
    """Whatever each of them read first."""
    place = cohort()
    people = [MembershipFactory(cohort=place).person for _ in range(3)]
    for person in people:
        enrol(actor=person, course_slug="reading")
    ids = [person.id for person in people]

    def set_to(day: date) -> None:
        Cohort.objects.filter(id=place.id).update(
            deadlines=[{"course": "reading", "date": day.isoformat(), "closes": False}]
        )
        date_people(people=ids)

    days = [DAY + timedelta(days=number) for number in range(6)]
    at_once(*[partial(set_to, day) for day in days])
    (held,) = Cohort.objects.values_list("deadlines", flat=True)
    over = datetime.fromisoformat(held[0]["date"]).replace(tzinfo=UTC) + timedelta(days=1)
    assert set(Enrolment.objects.values_list("due_at", flat=True)) == {over}


def test_more_time_is_used_or_taken_back_and_not_both() -> None:
    place = cohort(lessons=3)
    person = MembershipFactory(cohort=place).person
    facts, _ = enrol(actor=person, course_slug="reading")
    Enrolment.objects.update(enrolled_at=OVER - timedelta(days=9))
    lesson = lessons_of(Enrolment.objects.get().version)[0]
    known: dict[str, Any] = {"actor": office(), "enrolment_id": facts.id}
    late = OVER + timedelta(days=1)
    reopen(**known, until=date(2026, 12, 31), now=late)
    learnt, taken = race(
        partial(complete_lesson, actor=person, enrolment_id=facts.id, lesson_id=lesson.id, now=late),
        partial(close_again, **known),
    )
    outcome = codes([learnt]), codes([taken])
    assert outcome in [({"done": 1}, {"reopening_used": 1}), ({"deadline_passed": 1}, {"done": 1})]
    row = Enrolment.objects.get()
    assert (row.done, row.extended_on is not None) == ((1, True) if outcome[0] == {"done": 1} else (0, False))


def test_dating_and_learning_wait_for_each_other_in_one_order() -> None:
    for slug in ("a", "b"):
        published_course(slug, open_to_all=False, lessons=6)
    place: Cohort = CohortFactory(courses=["a", "b"])
    person = MembershipFactory(cohort=place).person
    rows = [Enrolment.objects.get(id=enrol(actor=person, course_slug=slug)[0].id) for slug in ("a", "b")]
    learn = [
        partial(complete_lesson, actor=person, enrolment_id=row.id, lesson_id=lesson.id)
        for row in rows
        for lesson in lessons_of(row.version)[:3]
    ]
    assert codes(race(*learn, *[partial(date_people, people=[person.id])] * 4)) == {"done": 10}
    assert set(Enrolment.objects.values_list("done", flat=True)) == {3}


def test_moving_out_of_two_cohorts_and_dating_wait_for_each_other_in_one_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dating comes while the second of the two cohorts is about to be left."""
    published_course("reading", open_to_all=False)
    first, second, to = (CohortFactory(courses=["reading"]) for _ in range(3))
    members = [MembershipFactory(cohort=place) for place in (first, second)]
    for member in members:
        enrol(actor=member.person, course_slug="reading")
    low, high = (member.person_id for member in members)
    left = Event()

    def leave(**known: Any) -> int:
        if left.is_set():
            until_somebody_waits()
        count = leave_cohort(**known)
        left.set()
        return count

    def move() -> None:
        event = MembersMoved(
            to_cohort_id=to.id,
            membership_ids=[member.id for member in reversed(members)],
            person_ids=[high, low],
            from_cohort_ids=[second.id, first.id],
        )
        with transaction.atomic():
            follow_moved_members(event)

    def date_both() -> None:
        assert left.wait(PATIENCE)
        date_people(people=[low, high])

    monkeypatch.setattr(services, "leave_cohort", leave)
    assert at_once(move, date_both) == [None, None]
    assert set(Enrolment.objects.values_list("status", flat=True)) == {"active"}


def test_whoever_leaves_a_cohort_while_her_phone_is_heard_waits_for_it_in_one_order() -> None:
    """What comes from the other cohort is dated anew, what came from this one is withdrawn: both are locked."""
    for slug in ("stays", "goes"):
        published_course(slug, open_to_all=False)
    left, kept = CohortFactory(courses=["stays", "goes"]), CohortFactory(courses=["stays"])
    member = MembershipFactory(cohort=left)
    person = member.person
    MembershipFactory(cohort=kept, person=person)
    enrolments = [enrol(actor=person, course_slug=slug)[0].id for slug in ("stays", "goes")]
    lessons = [lessons_of(Enrolment.objects.get(id=one).version)[0].id for one in enrolments]
    Membership.objects.filter(id=member.id).update(status="withdrawn", withdrawn_at=OVER)

    def phone() -> None:
        events = [event_of(*place, "lesson_opened") for place in zip(enrolments, lessons, strict=True)]
        keep_log(actor=person, events=events)

    leave = partial(leave_cohort, cohort_id=left.id, people=[person.id])
    assert codes(race(*[phone] * 4, *[leave] * 4)) == {"done": 8}
    assert dict(Enrolment.objects.values_list("course__slug", "status")) == {"stays": "active", "goes": "withdrawn"}

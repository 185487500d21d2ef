"""Enrolments follow cohorts: joining, moving, leaving, courses that come and go."""

from typing import Any
from uuid import uuid4

import pytest

from courses.enrolment import subscribers
from courses.enrolment.models import Enrolment, ProgressEvent
from courses.enrolment.services import complete_lesson, enrol, keep_log, withdraw
from foundation.accounts.models import User
from foundation.accounts.services import erase_people
from foundation.outbox.events.courses import CoursePublished
from foundation.outbox.events.foundation import (
    CohortCoursesChanged,
    MembersAdded,
    MembershipPassed,
    MembersMoved,
    MembersRemoved,
    MembersWithdrawn,
)
from foundation.outbox.models import EventRecord
from foundation.programmes.enums import MembershipStatus
from foundation.programmes.models import Cohort, Membership
from tests.factories.accounts import InvitedFactory, PersonFactory
from tests.factories.courses import lessons_of, published_course
from tests.factories.logs import event_of
from tests.factories.programmes import CohortFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def held(person: User) -> dict[str, str]:
    return dict(Enrolment.objects.filter(person=person).values_list("course__slug", "status"))


def joined(*memberships: Membership) -> None:
    """All into one cohort."""
    subscribers.enrol_new_members(
        MembersAdded(
            cohort_id=memberships[0].cohort_id,
            programme_id=memberships[0].programme_id,
            membership_ids=[membership.id for membership in memberships],
            person_ids=[membership.person_id for membership in memberships],
        )
    )


def leave(*memberships: Membership) -> None:
    """All of one cohort."""
    ids = [membership.id for membership in memberships]
    Membership.objects.filter(id__in=ids).update(status=MembershipStatus.WITHDRAWN, withdrawn_at="2026-11-01T00:00Z")
    people = [membership.person_id for membership in memberships]
    subscribers.follow_withdrawn_members(
        MembersWithdrawn(cohort_id=memberships[0].cohort_id, membership_ids=ids, person_ids=people)
    )


def removed(membership: Membership) -> None:
    """As `take_back` leaves her: without the place, and erased unless she is somewhere else."""
    Membership.objects.filter(id=membership.id).delete()
    if not Membership.objects.filter(person=membership.person_id).exists():
        erase_people(people=[membership.person_id])
    subscribers.forget_removed_members(
        MembersRemoved(
            cohort_id=membership.cohort_id, membership_ids=[membership.id], person_ids=[membership.person_id]
        )
    )


def invited(cohort: Cohort) -> Membership:
    return MembershipFactory(person=InvitedFactory(), cohort=cohort, status=MembershipStatus.INVITED)


def changed(cohort: Cohort, courses: list[str]) -> None:
    Cohort.objects.filter(id=cohort.id).update(courses=courses)
    subscribers.enrol_members_in_new_courses(CohortCoursesChanged(cohort_id=cohort.id))


def test_a_new_member_gets_the_cohorts_published_courses_once() -> None:
    published_course("reading", open_to_all=False)
    membership = MembershipFactory(
        cohort=CohortFactory(courses=["reading", "not-yet"]), status=MembershipStatus.INVITED
    )
    joined(membership)
    joined(membership)
    assert held(membership.person) == {"reading": "active"}
    assert EventRecord.objects.filter(name="courses.enrolled.v2").count() == 1


def test_a_course_published_later_comes_to_the_cohorts_that_wait_for_it() -> None:
    waiting = MembershipFactory(cohort=CohortFactory(courses=["reading"]))
    other = MembershipFactory(cohort=CohortFactory(courses=[]))
    course = published_course("reading", open_to_all=False)
    event = CoursePublished(
        course_id=course.id, course_slug="reading", version_id=course.published_version_id or uuid4()
    )
    subscribers.enrol_cohorts_that_waited(event)
    (told,) = EventRecord.objects.filter(name="programmes.cohort_courses_changed.v1")
    assert told.payload == {"cohort_id": str(waiting.cohort_id)}  # each cohort follows in a transaction of its own
    subscribers.enrol_members_in_new_courses(CohortCoursesChanged(cohort_id=waiting.cohort_id))
    assert (held(waiting.person), held(other.person)) == ({"reading": "active"}, {})


def test_a_course_added_to_a_cohort_comes_to_all_its_members_but_not_to_leavers() -> None:
    for slug in ("reading", "writing"):
        published_course(slug, open_to_all=False)
    cohort = CohortFactory(courses=[])
    members = [MembershipFactory(cohort=cohort) for _ in range(3)]
    gone = MembershipFactory(cohort=cohort, status=MembershipStatus.WITHDRAWN)
    changed(cohort, ["reading", "writing"])
    assert [held(member.person) for member in members] == [{"reading": "active", "writing": "active"}] * 3
    assert held(gone.person) == {}


def test_whoever_left_a_course_herself_is_left_in_peace() -> None:
    published_course("reading")
    membership = MembershipFactory(cohort=CohortFactory(courses=["reading"]))
    enrolment, _ = enrol(actor=membership.person, course_slug="reading")
    withdraw(actor=membership.person, enrolment_id=enrolment.id)
    changed(membership.cohort, ["reading"])
    assert held(membership.person) == {"reading": "withdrawn"}


def test_a_course_taken_from_a_cohort_stays_with_those_under_way() -> None:
    published_course("reading", open_to_all=False)
    membership = MembershipFactory(cohort=CohortFactory(courses=["reading"]))
    joined(membership)
    changed(membership.cohort, [])
    assert held(membership.person) == {"reading": "active"}


def test_a_leaver_loses_what_came_from_that_cohort_alone() -> None:
    for slug, open_to_all in (("only-here", False), ("also-there", False), ("open", True), ("finished", False)):
        published_course(slug, open_to_all=open_to_all, lessons=1)
    here = MembershipFactory(cohort=CohortFactory(courses=["only-here", "also-there", "open", "finished"]))
    MembershipFactory(person=here.person, cohort=CohortFactory(courses=["also-there"]))
    joined(here)
    finished = Enrolment.objects.get(course__slug="finished")
    (lesson,) = lessons_of(finished.version)
    complete_lesson(actor=here.person, enrolment_id=finished.id, lesson_id=lesson.id)
    leave(here)
    assert held(here.person) == {
        "only-here": "withdrawn",
        "also-there": "active",
        "open": "active",
        "finished": "completed",
    }


def test_a_member_who_comes_back_goes_on_where_she_was() -> None:
    published_course("reading", open_to_all=False)
    membership = MembershipFactory(cohort=CohortFactory(courses=["reading"]))
    joined(membership)
    enrolment = Enrolment.objects.get()
    complete_lesson(actor=membership.person, enrolment_id=enrolment.id, lesson_id=lessons_of(enrolment.version)[0].id)
    leave(membership)
    joined(MembershipFactory(person=membership.person, cohort=CohortFactory(courses=["reading"])))
    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.done, Enrolment.objects.count()) == ("active", 1, 1)


def test_news_in_the_wrong_order_bring_nobody_in_who_has_left() -> None:
    published_course("reading", open_to_all=False)
    membership = MembershipFactory(cohort=CohortFactory(courses=["reading"]))
    leave(membership)
    joined(membership)
    assert held(membership.person) == {}


def test_a_member_who_moves_takes_the_courses_that_both_have() -> None:
    for slug in ("left", "both", "new"):
        published_course(slug, open_to_all=False)
    membership = MembershipFactory(cohort=CohortFactory(courses=["left", "both"]))
    joined(membership)
    old, new = membership.cohort, CohortFactory(courses=["both", "new"])
    Membership.objects.filter(id=membership.id).update(cohort=new)
    event = MembersMoved(
        to_cohort_id=new.id,
        membership_ids=[membership.id],
        person_ids=[membership.person_id],
        from_cohort_ids=[old.id],
    )
    subscribers.follow_moved_members(event)
    assert held(membership.person) == {"left": "withdrawn", "both": "active", "new": "active"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_does_not_grow_with_the_members(count: int, django_assert_num_queries: Any) -> None:
    for slug in ("reading", "writing"):
        published_course(slug, open_to_all=False)
    cohort = CohortFactory(courses=["reading", "writing"])
    members = [MembershipFactory(cohort=cohort) for _ in range(count)]
    with django_assert_num_queries(15):  # cohort, courses, members; lock; reopen, add, titles; two events; savepoints
        joined(*members)
    assert Enrolment.objects.count() == 2 * count
    assert EventRecord.objects.filter(name="courses.enrolled.v2").count() == 2
    with django_assert_num_queries(10):  # the test's own; cohort, courses; lock, date; leave; savepoints
        leave(*members)
    assert set(Enrolment.objects.values_list("status", flat=True)) == {"withdrawn"}


def test_one_event_for_each_course_names_all_who_are_new() -> None:
    course = published_course("reading", open_to_all=False)
    cohort = CohortFactory(courses=["reading"])
    old, *new = [MembershipFactory(cohort=cohort) for _ in range(3)]
    joined(old)
    joined(old, *new)
    event = EventRecord.objects.filter(name="courses.enrolled.v2").latest("id").payload
    rows = {str(row.person_id): str(row.id) for row in Enrolment.objects.filter(course=course)}
    assert dict(zip(event["person_ids"], event["enrolment_ids"], strict=True)) == {
        str(member.person_id): rows[str(member.person_id)] for member in new
    }


def test_members_of_several_cohorts_move_into_one_at_once() -> None:
    for slug in ("first", "second", "new"):
        published_course(slug, open_to_all=False)
    first = MembershipFactory(cohort=CohortFactory(courses=["first"]))
    second = MembershipFactory(cohort=CohortFactory(courses=["second"]))
    joined(first)
    joined(second)
    target = CohortFactory(courses=["new"])
    Membership.objects.update(cohort=target)
    subscribers.follow_moved_members(
        MembersMoved(
            to_cohort_id=target.id,
            membership_ids=[first.id, second.id],
            person_ids=[first.person_id, second.person_id],
            from_cohort_ids=[first.cohort_id, second.cohort_id],
        )
    )
    assert held(first.person) == {"first": "withdrawn", "new": "active"}
    assert held(second.person) == {"second": "withdrawn", "new": "active"}


def test_whoever_was_taken_back_leaves_no_enrolment_and_no_row() -> None:
    published_course("reading", open_to_all=False)
    cohort = CohortFactory(courses=["reading"])
    mistake, stays = invited(cohort), invited(cohort)
    joined(mistake, stays)
    removed(mistake)
    assert held(stays.person) == {"reading": "active"}
    assert not User.objects.filter(id=mistake.person_id).exists()


def test_whoever_was_taken_back_here_keeps_what_she_has_elsewhere() -> None:
    for slug in ("here", "both"):
        published_course(slug, open_to_all=False)
    membership = invited(CohortFactory(courses=["here", "both"]))
    MembershipFactory(person=membership.person, cohort=CohortFactory(courses=["both"]))
    joined(membership)
    removed(membership)
    assert held(membership.person) == {"both": "active"}
    assert User.objects.get(id=membership.person_id).erased_at is None


def test_what_was_begun_is_never_dropped() -> None:
    published_course("reading")
    membership = MembershipFactory(cohort=CohortFactory(courses=["reading"]))
    enrolment, _ = enrol(actor=membership.person, course_slug="reading")
    (lesson, *_) = lessons_of(Enrolment.objects.get().version)
    complete_lesson(actor=membership.person, enrolment_id=enrolment.id, lesson_id=lesson.id)
    removed(membership)
    assert held(membership.person) == {"reading": "active"}


def test_a_place_that_passed_to_another_takes_its_courses_along() -> None:
    published_course("reading", open_to_all=False)
    membership = invited(CohortFactory(courses=["reading"]))
    giver, taker = membership.person, PersonFactory()
    joined(membership)
    Membership.objects.update(person=taker)
    erase_people(people=[giver.id])
    membership.refresh_from_db()
    joined(membership)
    subscribers.forget_who_passed_her_place(
        MembershipPassed(
            membership_id=membership.id,
            cohort_id=membership.cohort_id,
            from_person_id=giver.id,
            to_person_id=taker.id,
        )
    )
    assert held(taker) == {"reading": "active"}
    assert (Enrolment.objects.count(), User.objects.filter(id=giver.id).exists()) == (1, False)


def test_whoever_only_opened_a_lesson_offline_is_dropped_with_her_log() -> None:
    course = published_course("reading", open_to_all=False)
    membership = MembershipFactory(cohort=CohortFactory(courses=["reading"]))
    person = membership.person
    enrolment, _ = enrol(actor=person, course_slug="reading")
    (lesson, *_) = lessons_of(course.published_version)
    keep_log(actor=person, events=[event_of(enrolment.id, lesson.id, "lesson_opened")])
    removed(membership)
    assert (Enrolment.objects.count(), ProgressEvent.objects.count()) == (0, 0)

"""Enrolments follow cohorts: joining, moving, leaving, courses that come and go."""

from uuid import uuid4

import pytest

from courses.enrolment import subscribers
from courses.enrolment.models import Enrolment
from courses.enrolment.services import complete_lesson, enrol, withdraw
from foundation.accounts.models import User
from foundation.outbox.events.courses import CoursePublished
from foundation.outbox.events.foundation import CohortCoursesChanged, MemberAdded, MemberMoved, MemberWithdrawn
from foundation.outbox.models import EventRecord
from foundation.programmes.enums import MembershipStatus
from foundation.programmes.models import Cohort, Membership
from tests.factories.courses import lessons_of, published_course
from tests.factories.programmes import CohortFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def held(person: User) -> dict[str, str]:
    return dict(Enrolment.objects.filter(person=person).values_list("course__slug", "status"))


def joined(membership: Membership) -> None:
    subscribers.enrol_new_member(
        MemberAdded(
            membership_id=membership.id,
            person_id=membership.person_id,
            cohort_id=membership.cohort_id,
            programme_id=membership.programme_id,
        )
    )


def leaves(membership: Membership) -> None:
    Membership.objects.filter(id=membership.id).update(
        status=MembershipStatus.WITHDRAWN, withdrawn_at="2026-11-01T00:00Z"
    )
    subscribers.follow_withdrawn_member(
        MemberWithdrawn(membership_id=membership.id, person_id=membership.person_id, cohort_id=membership.cohort_id)
    )


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
    assert EventRecord.objects.filter(name="courses.enrolled.v1").count() == 1


def test_a_course_published_later_comes_to_the_cohorts_that_wait_for_it() -> None:
    waiting = MembershipFactory(cohort=CohortFactory(courses=["reading"]))
    other = MembershipFactory(cohort=CohortFactory(courses=[]))
    course = published_course("reading", open_to_all=False)
    event = CoursePublished(
        course_id=course.id, course_slug="reading", version_id=course.published_version_id or uuid4()
    )
    subscribers.enrol_cohorts_that_waited(event)
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
    leaves(here)
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
    leaves(membership)
    joined(MembershipFactory(person=membership.person, cohort=CohortFactory(courses=["reading"])))
    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.done, Enrolment.objects.count()) == ("active", 1, 1)


def test_news_in_the_wrong_order_bring_nobody_in_who_has_left() -> None:
    published_course("reading", open_to_all=False)
    membership = MembershipFactory(cohort=CohortFactory(courses=["reading"]))
    leaves(membership)
    joined(membership)
    assert held(membership.person) == {}


def test_a_member_who_moves_takes_the_courses_that_both_have() -> None:
    for slug in ("left", "both", "new"):
        published_course(slug, open_to_all=False)
    membership = MembershipFactory(cohort=CohortFactory(courses=["left", "both"]))
    joined(membership)
    old, new = membership.cohort, CohortFactory(courses=["both", "new"])
    Membership.objects.filter(id=membership.id).update(cohort=new)
    event = MemberMoved(
        membership_id=membership.id, person_id=membership.person_id, from_cohort_id=old.id, to_cohort_id=new.id
    )
    subscribers.follow_moved_member(event)
    assert held(membership.person) == {"left": "withdrawn", "both": "active", "new": "active"}

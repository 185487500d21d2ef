"""A coordinator gives a learner more time, and takes it back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from rest_framework.test import APIClient

from courses.enrolment.api.reopening import ReopeningOut
from courses.enrolment.errors import NothingToReopen, NotLater, ReopeningUsed
from courses.enrolment.models import Enrolment
from courses.enrolment.services import close_again, complete_lesson, enrol, keep_log, reopen, withdraw
from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.kernel.errors import NotFound
from foundation.notifications.models import Notification
from foundation.outbox.models import Delivery, EventRecord
from foundation.outbox.services import deliver
from foundation.programmes.models import Cohort, Membership
from foundation.programmes.services import change_cohort
from tests.factories.accounts import PersonFactory
from tests.factories.consents import deliver_all
from tests.factories.courses import lessons_of, published_course
from tests.factories.logs import event_of
from tests.factories.programmes import (
    CohortFactory,
    MembershipFactory,
    OrganisationFactory,
    coordinator,
    coordinator_of,
    office,
)
from tests.scenes import scene

pytestmark = pytest.mark.django_db
DAY, UNTIL = date(2026, 12, 20), date(2026, 12, 31)
OVER, UNTIL_OVER = datetime(2026, 12, 20, 23, tzinfo=UTC), datetime(2026, 12, 31, 23, tzinfo=UTC)
NEW_YEAR = date(2027, 1, 1)


def set_up() -> Enrolment:
    """A learner in Casablanca, in a course that closes on 20 December; her school is not the cohort's own."""
    published_course("reading", open_to_all=False, lessons=3)
    deadlines = [{"course": "reading", "date": DAY.isoformat(), "closes": True}]
    cohort = CohortFactory(courses=["reading"], deadlines=deadlines)
    person = PersonFactory(time_zone="Africa/Casablanca")
    MembershipFactory(cohort=cohort, person=person, organisation=OrganisationFactory(slug="cedars"))
    facts, _ = enrol(actor=person, course_slug="reading")
    Enrolment.objects.update(enrolled_at=OVER - timedelta(days=30))
    return Enrolment.objects.select_related("person", "version").get(id=facts.id)


_written, enrolment = scene(set_up)


def learn(enrolment: Enrolment, number: int, at: datetime) -> None:
    lesson = lessons_of(enrolment.version)[number]
    complete_lesson(actor=enrolment.person, enrolment_id=enrolment.id, lesson_id=lesson.id, now=at)


def state(enrolment: Enrolment) -> tuple[Any, ...]:
    enrolment.refresh_from_db()
    return (
        enrolment.extended_on,
        enrolment.due_at,
        enrolment.closes_at,
        Record.objects.count(),
        EventRecord.objects.count(),
    )


def dated(enrolment: Enrolment) -> tuple[Any, ...]:
    return state(enrolment)[:3]


def test_she_goes_on_until_then(enrolment: Enrolment) -> None:
    actor, late = coordinator(), OVER + timedelta(days=2)
    reopen(actor=actor, enrolment_id=enrolment.id, until=UNTIL, now=late)
    assert dated(enrolment) == (UNTIL, UNTIL_OVER, UNTIL_OVER)
    learn(enrolment, 0, late)
    assert Enrolment.objects.get().done == 1
    record = Record.objects.get(action="enrolment.reopened")
    assert (record.actor_id, record.subject_id, record.details) == (actor.id, enrolment.id, {"until": "2026-12-31"})


def test_she_is_told_once_in_her_language(enrolment: Enrolment, client_of: Callable[..., APIClient]) -> None:
    for _ in range(2):
        reopen(actor=coordinator(), enrolment_id=enrolment.id, until=UNTIL, now=OVER)
    deliver_all()
    assert Record.objects.filter(action="enrolment.reopened").count() == 1
    notices = client_of(enrolment.person, language="fr").get("/api/v1/notifications").json()["results"]
    (told,) = [notice for notice in notices if notice["kind"] == "course_reopened"]
    assert told["subject"] == {"type": "enrolment", "id": str(enrolment.id)}
    assert "31 décembre 2026" in told["body"]
    reopen(actor=coordinator(), enrolment_id=enrolment.id, until=NEW_YEAR, now=OVER)
    deliver_all()
    assert Notification.objects.filter(kind="course_reopened").count() == 2


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_her_newest_notice_is_true_in_whatever_order_news_comes(enrolment: Enrolment, order: tuple[int, ...]) -> None:
    days = (UNTIL, NEW_YEAR, date(2027, 2, 1))
    for until in days:
        reopen(actor=office(), enrolment_id=enrolment.id, until=until, now=OVER)
    waiting = list(Delivery.objects.filter(subscriber__endswith="tell_course_reopened").order_by("id"))
    for place in order:
        deliver(delivery_id=waiting[place].pk)
    assert told_until() == ["1 February 2027"]


def test_a_day_that_comes_back_is_told_again(enrolment: Enrolment) -> None:
    for until in (UNTIL, NEW_YEAR, UNTIL):
        reopen(actor=office(), enrolment_id=enrolment.id, until=until, now=OVER)
        deliver_all()
    assert told_until() == ["31 December 2026", "1 January 2027", "31 December 2026"]


def test_what_was_taken_back_meanwhile_is_not_told(enrolment: Enrolment) -> None:
    reopen(actor=office(), enrolment_id=enrolment.id, until=UNTIL, now=OVER)
    close_again(actor=office(), enrolment_id=enrolment.id)
    deliver_all()
    assert told_until() == []


def test_months_are_called_as_in_her_country(enrolment: Enrolment) -> None:
    User.objects.filter(id=enrolment.person_id).update(country="MA")
    reopen(actor=office(), enrolment_id=enrolment.id, until=UNTIL, now=OVER)
    deliver_all()
    assert told_until("ar") == ["31 دجنبر 2026"]


def told_until(language: str = "en") -> list[str]:
    notices = Notification.objects.filter(kind="course_reopened").order_by("id")
    return [notice.params["until"][language] for notice in notices]


def test_another_day_takes_the_place_of_the_first(enrolment: Enrolment) -> None:
    for until in (NEW_YEAR, UNTIL):
        reopen(actor=office(), enrolment_id=enrolment.id, until=until, now=OVER)
    assert dated(enrolment) == (UNTIL, UNTIL_OVER, UNTIL_OVER)


@pytest.mark.parametrize(
    ("until", "now"),
    [(DAY, OVER), (date(2026, 12, 19), OVER), (UNTIL, UNTIL_OVER), (date(2000, 1, 1), OVER)],
)
def test_a_day_that_gives_her_nothing_is_refused(enrolment: Enrolment, until: date, now: datetime) -> None:
    before = state(enrolment)
    with pytest.raises(NotLater) as refusal:
        reopen(actor=coordinator(), enrolment_id=enrolment.id, until=until, now=now)
    assert [error.pointer for error in refusal.value.errors] == ["/until"]
    assert state(enrolment) == before


def test_a_day_without_end_is_the_last_that_there_is(enrolment: Enrolment) -> None:
    reopen(actor=coordinator(), enrolment_id=enrolment.id, until=date.max, now=OVER)
    assert dated(enrolment)[:2] == (date(9998, 12, 31), datetime(9998, 12, 31, 23, tzinfo=UTC))


@pytest.mark.parametrize("why", ["no deadline", "completed", "left"])
def test_where_there_is_nothing_to_open_again(enrolment: Enrolment, why: str) -> None:
    if why == "no deadline":
        change_cohort(actor=office(), cohort_id=Cohort.objects.get().id, revision=None, changes={"deadlines": []})
        deliver_all()
    elif why == "left":
        withdraw(actor=enrolment.person, enrolment_id=enrolment.id)
    else:
        for number in range(3):
            learn(enrolment, number, OVER - timedelta(days=1))
    before = state(enrolment)
    with pytest.raises(NothingToReopen):
        reopen(actor=coordinator(), enrolment_id=enrolment.id, until=UNTIL, now=OVER)
    assert state(enrolment) == before


def test_unused_it_is_taken_back(enrolment: Enrolment) -> None:
    learn(enrolment, 0, OVER - timedelta(days=1))
    reopen(actor=coordinator(), enrolment_id=enrolment.id, until=UNTIL, now=OVER)
    close_again(actor=coordinator(), enrolment_id=enrolment.id)
    assert dated(enrolment) == (None, OVER, OVER)
    assert Record.objects.get(action="enrolment.closed_again").details == {"until": "2026-12-31"}
    with pytest.raises(NotFound):
        close_again(actor=coordinator(), enrolment_id=enrolment.id)


def test_used_it_stays(enrolment: Enrolment) -> None:
    reopen(actor=coordinator(), enrolment_id=enrolment.id, until=UNTIL, now=OVER)
    learn(enrolment, 0, OVER)
    before = state(enrolment)
    with pytest.raises(ReopeningUsed):
        close_again(actor=coordinator(), enrolment_id=enrolment.id)
    assert state(enrolment) == before


def look(enrolment: Enrolment, at: datetime) -> None:
    lesson = lessons_of(enrolment.version)[0].id
    events = [event_of(enrolment.id, lesson, "lesson_opened", at=at)]
    assert [result.outcome for result in keep_log(actor=enrolment.person, events=events, now=at)] == ["applied"]


def test_what_she_did_too_late_is_no_use_of_what_was_given_afterwards(enrolment: Enrolment) -> None:
    look(enrolment, OVER + timedelta(days=1))
    reopen(actor=coordinator(), enrolment_id=enrolment.id, until=UNTIL, now=OVER + timedelta(days=2))
    close_again(actor=coordinator(), enrolment_id=enrolment.id)
    assert dated(enrolment) == (None, OVER, OVER)


def test_the_first_time_counts_that_was_given(enrolment: Enrolment) -> None:
    """Another day instead of the first one doesn't undo that she has used that; taken back, it is forgotten."""
    actor = coordinator()
    reopen(actor=actor, enrolment_id=enrolment.id, until=UNTIL, now=OVER)
    close_again(actor=actor, enrolment_id=enrolment.id)
    look(enrolment, OVER + timedelta(days=1))
    reopen(actor=actor, enrolment_id=enrolment.id, until=UNTIL, now=OVER + timedelta(days=2))
    look(enrolment, OVER + timedelta(days=3))
    reopen(actor=actor, enrolment_id=enrolment.id, until=NEW_YEAR, now=OVER + timedelta(days=4))
    before = state(enrolment)
    with pytest.raises(ReopeningUsed):
        close_again(actor=actor, enrolment_id=enrolment.id)
    assert state(enrolment) == before


def test_the_same_day_again_when_there_is_no_deadline_any_more(
    enrolment: Enrolment, client_of: Callable[..., APIClient]
) -> None:
    reopen(actor=coordinator(), enrolment_id=enrolment.id, until=UNTIL, now=OVER)
    change_cohort(actor=office(), cohort_id=Cohort.objects.get().id, revision=None, changes={"deadlines": []})
    deliver_all()
    path = f"/api/v1/enrolments/{enrolment.id}/reopening"
    again = client_of(coordinator()).post(path, {"until": UNTIL.isoformat()})
    assert (again.status_code, again.json()["due_at"], again.json()["closes"]) == (200, None, False)
    assert ReopeningOut().fields["due_at"].allow_null is True


PEOPLE: dict[str, tuple[Callable[[Membership], User | None], int]] = {
    "the office": (lambda _place: office(), 200),
    "the state's coordinator": (lambda _place: coordinator(), 200),
    "the cohort's coordinator": (lambda place: coordinator_of(place.cohort.organisation), 200),
    "her school's coordinator": (lambda place: coordinator_of(place.organisation), 404),
    "another state's": (lambda _place: coordinator("JO"), 404),
    "herself": (lambda place: place.person, 404),
    "nobody": (lambda _place: None, 401),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may(enrolment: Enrolment, client_of: Callable[..., APIClient], who: str) -> None:
    make, status = PEOPLE[who]
    client, path = client_of(make(Membership.objects.get())), f"/api/v1/enrolments/{enrolment.id}/reopening"
    before = state(enrolment)
    opened = client.post(path, {"until": "2090-12-31"})
    assert opened.status_code == status
    if status == 200:
        assert opened.json() == {
            "enrolment": str(enrolment.id),
            "course": "reading",
            "until": "2090-12-31",
            "due_at": "2090-12-31T23:00:00Z",
            "closes": True,
        }
        assert client.delete(path).status_code == 204
        assert dated(enrolment) == (None, OVER, OVER)
    else:
        assert client.delete(path).status_code == status
        assert state(enrolment) == before


def test_a_cohort_that_she_left_or_that_has_other_courses_gives_nobody_a_say(enrolment: Enrolment) -> None:
    actor = coordinator()
    Membership.objects.update(status="withdrawn", withdrawn_at=OVER)
    MembershipFactory(person=enrolment.person, cohort=CohortFactory(courses=["writing"]))
    for deed in (
        lambda: reopen(actor=actor, enrolment_id=enrolment.id, until=UNTIL),
        lambda: close_again(actor=actor, enrolment_id=enrolment.id),
    ):
        with pytest.raises(NotFound):
            deed()


@pytest.mark.parametrize("body", [{}, {"until": "soon"}, {"until": "2026-12-31", "why": "ill"}])
def test_what_it_does_not_take(enrolment: Enrolment, client_of: Callable[..., APIClient], body: Any) -> None:
    answer = client_of(coordinator()).post(f"/api/v1/enrolments/{enrolment.id}/reopening", body)
    assert (answer.status_code, dated(enrolment)[0]) == (400, None)

"""What a learner may do next, as she is told it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from rest_framework.test import APIClient

from courses.enrolment.models import Enrolment
from courses.enrolment.services import enrol, withdraw
from foundation.accounts.models import User
from foundation.kernel.clock import now, today
from foundation.notifications.models import Notification
from foundation.notifications.notices import render
from foundation.outbox.models import EventRecord
from outcomes.credentials.services import render_credential
from outcomes.insights.enums import StepKind, Why
from outcomes.insights.notices import reason_of, title_of
from outcomes.insights.rules import Step, Way
from outcomes.insights.selectors import steps_of
from tests.factories.accounts import MinorFactory, PersonFactory
from tests.factories.consents import deliver_all, granted, minor, open_state
from tests.factories.courses import course_draft, lessons_of, published
from tests.factories.credentials import credential_of
from tests.factories.mentoring import CallFactory, ProjectFactory, mentor, reviewed, stage, waiting
from tests.factories.programmes import MembershipFactory
from tests.factories.showcase import accepted, agreed, declared
from tests.outcomes.insights.classroom import learn
from tests.outcomes.insights.next_steps import PATH, kinds, learner_in_casablanca, steps
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]


_written, learner = scene(learner_in_casablanca)


def test_steps_have_the_members_that_clients_count_on(client_of: Clients, learner: User) -> None:
    end = datetime.combine(today() + timedelta(days=8), datetime.min.time(), ZoneInfo("Africa/Casablanca"))
    due_at = end.astimezone(ZoneInfo("UTC")).isoformat().replace("+00:00", "Z")
    enrolment = Enrolment.objects.get(person=learner, course__slug="reading")
    lesson = lessons_of(enrolment.version)[1]
    deadline, going_on, beginning = steps(client_of(learner, language="fr"))
    assert (deadline["kind"], deadline["title"], deadline["due_at"], deadline["enrolment"]) == (
        "deadline",
        "Rabat",
        due_at,
        None,
    )
    assert deadline["reason"] == "Votre cohorte se termine bientôt, et il reste 3 leçons."
    assert going_on == {
        "kind": "lesson",
        "title": "lesson-2 en français",
        "reason": "Leçons faites dans «\u00a0reading en français\u00a0»\u00a0: 1 sur 2.",
        "due_at": None,
        "subject": {"type": "lesson", "id": str(lesson.pk)},
        "enrolment": str(enrolment.pk),
    }
    assert (beginning["title"], beginning["reason"]) == (
        "lesson-1 en français",
        "«\u00a0writing en français\u00a0» n’attend que vous.",
    )


def test_a_course_with_a_deadline_of_its_own_is_due_then(client_of: Clients, learner: User) -> None:
    due_at = now().replace(microsecond=0) + timedelta(days=3)
    mine = Enrolment.objects.filter(person=learner, course__slug="reading")
    mine.update(due_at=due_at, closes_at=due_at)
    course, cohort, going_on, _ = steps(client_of(learner))
    assert course == {
        "kind": "deadline",
        "title": "reading in English",
        "reason": "This course closes soon, and 1 lesson is left. What is done later doesn't count.",
        "due_at": due_at.isoformat().replace("+00:00", "Z"),
        "subject": {"type": "course", "id": "reading"},
        "enrolment": str(mine.get().pk),
    }
    assert cohort["reason"] == "Your cohort ends soon, and 2 lessons are left."
    assert going_on["due_at"] == course["due_at"]
    mine.update(closes_at=None)
    assert steps(client_of(learner))[0]["reason"] == "This course is due soon, and 1 lesson is left."


@pytest.mark.parametrize(("closes", "left"), [(True, 2), (False, 3)])
def test_when_a_deadline_is_over_the_cohorts_counts(client_of: Clients, learner: User, closes: bool, left: int) -> None:
    """What has closed is no step, and none of what is left; what she may still do is."""
    past = now() - timedelta(days=1)
    mine = Enrolment.objects.filter(person=learner, course__slug="reading")
    mine.update(due_at=past, closes_at=past if closes else None)
    deadline, *lessons = steps(client_of(learner))
    assert (deadline["title"], deadline["reason"]) == ("Rabat", f"Your cohort ends soon, and {left} lessons are left.")
    assert len(lessons) == (1 if closes else 2)


def test_what_came_back_comes_before_lessons(client_of: Clients, learner: User) -> None:
    project = ProjectFactory(owner=learner, title="Water")
    reviewed(mentor(), waiting(project), "revise")
    ProjectFactory(owner=learner)
    found = steps(client_of(learner))[1]
    assert (found["kind"], found["title"], found["subject"]) == (
        "revision",
        "Water",
        {"type": "project", "id": str(project.pk)},
    )


def test_after_a_stage_that_was_accepted_comes_the_next(client_of: Clients, learner: User) -> None:
    call = CallFactory(stages=[stage("idea"), stage("pilot")])
    project = ProjectFactory(owner=learner, title="Water", call=call)
    work = waiting(project)
    assert "stage" not in dict(kinds(client_of(learner)))
    reviewed(mentor(), work)
    found = next(step for step in steps(client_of(learner, language="fr")) if step["kind"] == "stage")
    assert (found["title"], found["subject"]) == ("Water", {"type": "project", "id": str(project.pk)})
    assert (
        found["reason"] == "Ce que vous avez fait avant a été accepté. La suite\u00a0: «\u00a0pilot en français\u00a0»."
    )
    deliver_all()
    told = Notification.objects.get(person=learner, kind="submission_reviewed")
    with translation.override("fr"):
        body = render(told.kind, told.params).body
    assert body == (
        "Votre travail pour «\u00a0idea en français\u00a0» a été lu et accepté. Bravo\u00a0! La suite est "
        "«\u00a0pilot en français\u00a0»\u00a0: commencez quand vous êtes prêts."
    )


def test_a_certificate_until_she_has_read_of_it(
    client_of: Clients, learner: User, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    credential = credential_of(learner)
    assert "certificate" not in dict(kinds(client_of(learner)))
    render_credential(credential_id=credential.pk)
    deliver_all()
    assert kinds(client_of(learner))[-1][0] == "certificate"
    Notification.objects.filter(person=learner).update(read_at=now())
    assert "certificate" not in dict(kinds(client_of(learner)))


def test_whether_an_accepted_project_may_be_shown_is_asked_until_it_was_said(client_of: Clients) -> None:
    open_state("MA")
    lead, young, barred = PersonFactory(), granted(minor("MA")), minor("MA")
    project = accepted(lead, young, barred, title="Water", accepted_at=now() - timedelta(days=29))
    long_ago = accepted(lead, title="Long ago", accepted_at=now() - timedelta(days=30))
    accepted(PersonFactory(), title="Another's")
    for each in (lead, young, barred):
        declared(project, each), declared(long_ago, each)
    asked = {person: [kind for kind, _title in kinds(client_of(person))] for person in (lead, young, barred)}
    assert asked == {lead: ["showing", "course"], young: ["showing", "course"], barred: ["consent"]}
    step = steps(client_of(lead))[0]
    assert (step["title"], step["subject"]) == ("Water", {"type": "project", "id": str(project.id)})
    assert step["reason"] == "It was accepted. You may say whether anybody may see it, and your name with it."
    agreed(project, lead), agreed(project, young, show=False)
    assert [dict(kinds(client_of(person))).keys() for person in (lead, young)] == [{"course"}, {"course"}]


def test_whose_work_an_accepted_project_is_is_asked_until_it_was_said(client_of: Clients) -> None:
    lead, other, gone = PersonFactory(), PersonFactory(), PersonFactory()
    first = accepted(lead, other, gone, title="Water", accepted_at=now() - timedelta(days=99))
    second = accepted(lead, title="Shade", accepted_at=now() - timedelta(days=98))
    accepted(lead, title="Not yet", status="submitted", accepted_at=None)
    first.members.filter(person=gone).update(left_at=now())
    assert [kinds(client_of(person))[:-1] for person in (lead, other, gone)] == [
        [("declaration", "Water"), ("declaration", "Shade")], [("declaration", "Water")], []
    ]  # fmt: skip
    step = steps(client_of(lead))[0]
    assert step["subject"] == {"type": "project", "id": str(first.id)}
    assert step["reason"] == "It was accepted. Say whose work it is, and what others may do with it."
    declared(first, lead), declared(second, other)
    assert kinds(client_of(lead))[:-1] == [("declaration", "Shade")]


def test_the_next_course_is_one_that_she_was_never_in(client_of: Clients, learner: User) -> None:
    course = published(course_draft("later")).course
    for enrolment in Enrolment.objects.filter(person=learner):
        withdraw(actor=learner, enrolment_id=enrolment.pk)
    assert steps(client_of(learner)) == [
        {
            "kind": "course",
            "title": "later in English",
            "reason": "It is open to you, and you don't know it yet.",
            "due_at": None,
            "subject": {"type": "course", "id": course.slug},
            "enrolment": None,
        }
    ]


def test_a_course_is_offered_once_what_it_asks_for_is_completed(client_of: Clients) -> None:
    first = published(course_draft("before")).course
    published(course_draft("after", prerequisites=["before"]))
    person = PersonFactory()
    enrol(actor=person, course_slug="before")
    for slug in ("reading", "writing"):
        withdraw(actor=person, enrolment_id=enrol(actor=person, course_slug=slug)[0].id)
    offered = []
    for lessons in (1, 2):
        learn(person, first, lessons, now())
        offered.append([title for kind, title in kinds(client_of(person)) if kind == "course"])
    assert offered == [[], ["after in English"]]


def test_who_may_not_learn_is_told_whom_it_waits_for(client_of: Clients) -> None:
    open_state()
    child = minor()
    assert [(step["kind"], step["subject"]) for step in steps(client_of(child))] == [
        ("consent", {"type": "consent", "id": "learning"})
    ]
    granted(child)
    assert kinds(client_of(child))[0][0] == "course"


def test_whose_state_is_closed_need_do_nothing(client_of: Clients) -> None:
    (step,) = steps(client_of(minor("JO")))
    assert (step["title"], step["reason"]) == (
        "Your country is preparing",
        "Your member state isn't open to minors yet. You need do nothing.",
    )


def test_nobody_is_asked_to_sign_in(client_of: Clients) -> None:
    assert client_of().get(PATH).status_code == 401


@pytest.mark.parametrize("more", [0, 2])
def test_queries_are_as_many_whatever_there_is(
    client_of: Clients, learner: User, django_assert_num_queries: Any, more: int
) -> None:
    for number in range(more):
        course = published(course_draft(f"more-{number}")).course
        learn(learner, course, 1, now())
        reviewed(mentor(), waiting(ProjectFactory(owner=learner)), "revise")
        MembershipFactory(person=learner, cohort__courses=[course.slug])
    client = client_of(learner)
    with django_assert_num_queries(7):
        client.get(PATH)


def test_asking_keeps_and_tells_nothing(client_of: Clients, learner: User) -> None:
    before = EventRecord.objects.count()
    assert steps(client_of(learner)) == steps(client_of(learner))
    assert EventRecord.objects.count() == before


def test_a_child_costs_one_query_more(client_of: Clients, django_assert_num_queries: Any) -> None:
    open_state()
    client = client_of(minor(person=MinorFactory()))
    with django_assert_num_queries(7):
        client.get(PATH)


WAY = Way(uuid4(), {"en": "Course"}, done=1, total=4)


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
@pytest.mark.parametrize("why", list(Why))
def test_every_reason_is_said_in_each_language(language: str, why: Why) -> None:
    step = Step(StepKind.LESSON, why, ("consent", "learning"), {"en": "T"}, way=WAY, left=3)
    with translation.override("en"):
        plain = reason_of(step)
    with translation.override(language):
        assert (reason_of(step) == plain) == (language == "en")
        assert title_of(step) == "T"


def test_steps_are_computed_at_a_moment(learner: User) -> None:
    assert [step.kind for step in steps_of(learner, at=now() + timedelta(days=9))] == ["lesson", "lesson"]

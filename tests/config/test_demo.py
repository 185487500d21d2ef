from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from rest_framework.test import APIClient

from config.demo import ACCOUNTS, COURSE, NEXT_COURSE, PASSWORD, loading
from courses.enrolment.models import Enrolment
from foundation.accounts.models import User
from foundation.accounts.selectors import is_minor
from foundation.consents.enums import Purpose
from foundation.consents.models import Answer, ConsentRequest
from foundation.consents.selectors import capabilities_of_all, lacks_of, states_with_readiness, withheld
from foundation.consents.services import sweep
from foundation.kernel.clock import now
from foundation.outbox.models import EventRecord
from foundation.programmes.enums import Role
from foundation.programmes.models import Cohort, Membership
from foundation.programmes.policies import roles_of
from foundation.programmes.selectors import state_codes_of
from mentoring.mentors.models import Vetting
from mentoring.mentors.policies import desk_of
from mentoring.projects.models import Submission
from mentoring.reviews.models import Review
from mentoring.reviews.selectors import review_queue
from tests.scenes import scene

pytestmark = pytest.mark.django_db


_demo, _ = scene(loading.load)


def person(username: str) -> User:
    return User.objects.get(username=username)


def counted(values: list[str]) -> dict[str, int]:
    return {value: values.count(value) for value in sorted(set(values))}


def test_its_accounts_have_their_roles_and_the_one_password() -> None:
    held = {name: {str(role) for role in roles_of(person(name))} for name in ACCOUNTS}
    assert held == {
        "office": {Role.PROGRAMME_OFFICE},
        "coordinator.ma": {Role.COORDINATOR},
        "coordinator.jo": {Role.COORDINATOR},
        "officer.ma": {Role.SAFEGUARDING_OFFICER},
        "author": {Role.AUTHOR},
        "mentor": {Role.MENTOR},
        "mentor.two": {Role.MENTOR},
        "mentor.three": {Role.MENTOR},
        "tarek": {Role.MENTOR},
        "learner": set(),
        "learner.two": set(),
        "learner.three": set(),
    }
    assert all(person(name).check_password(PASSWORD) for name in ACCOUNTS)
    assert not User.objects.exclude(username__in=ACCOUNTS).filter(password=person("office").password).exists()


def test_its_learners_are_at_every_stage() -> None:
    assert Cohort.objects.count() == 3
    assert counted(list(Membership.objects.values_list("status", flat=True))) == {
        "active": 35,
        "invited": 7,
        "withdrawn": 1,
    }
    assert counted(list(Enrolment.objects.values_list("status", flat=True))) == {"active": 20, "completed": 22}
    assert counted(list(Submission.objects.values_list("status", flat=True))) == {
        "accepted": 4,
        "declined": 1,
        "draft": 2,
        "returned": 3,
        "submitted": 8,
    }


def test_both_states_are_open_to_minors_whose_guardians_were_asked_in_every_way() -> None:
    assert not any(lacks_of(state) for state in states_with_readiness().filter(code__in=("MA", "JO")))
    assert counted(list(Answer.objects.values_list("method", flat=True))) == {"attested": 2, "link": 1, "roster": 6}
    assert not Enrolment.objects.filter(withheld(Purpose.LEARNING), done__gt=0).exists()
    young = [member.person for member in Membership.objects.exclude(status="withdrawn") if is_minor(member.person)]
    waits = [{p.value for p, c in held.items() if c.waiting_for} for held in capabilities_of_all(young).values()]
    everything, half = {purpose.value for purpose in Purpose}, {"public_showing", "media", "research"}
    assert sorted(map(sorted, waits)) == sorted(
        map(sorted, [set()] * 11 + [half] + [everything] * 3 + [everything - {"learning"}])
    )


def test_who_waits_and_can_be_written_to_is_written_to() -> None:
    sweep()
    asked = ConsentRequest.objects.filter(asked_at__isnull=False).values_list("guardian__email", flat=True)
    assert sorted(asked) == [f"{name}@guardians.example" for name in ("leila", "naima", "samar")]


def test_the_learner_is_an_adult_of_morocco_on_her_way_through_the_course() -> None:
    learner = person("learner")
    enrolment = Enrolment.objects.get(person=learner)
    assert (is_minor(learner), state_codes_of(learner.id)) == (False, frozenset({"MA"}))
    assert (enrolment.course.slug, enrolment.done, enrolment.total) == (COURSE, 7, 12)


def test_who_has_completed_the_course_is_led_to_the_next_one(client_of: Callable[..., APIClient]) -> None:
    done = Enrolment.objects.filter(status="completed").order_by("id").first()
    assert done is not None
    path = client_of(done.person).get("/api/v1/paths/from-jobs-to-innovation").json()
    assert (path["courses"], path["next"]) == ([COURSE, NEXT_COURSE], NEXT_COURSE)
    offered = [
        step for step in client_of(done.person).get("/api/v1/me/next").json()["results"] if step["kind"] == "course"
    ]
    assert [(step["subject"]["id"], path["title"] in step["reason"]) for step in offered] == [(NEXT_COURSE, True)]


def test_the_first_call_asks_one_reviewer_and_no_file_the_next_is_read_blind(
    client_of: Callable[..., APIClient],
) -> None:
    near, water = client_of(person("learner")).get("/api/v1/calls").json()["results"]
    assert [(call["status"], call["programme"], call["several_projects"]) for call in (near, water)] == [
        ("open", None, True)
    ] * 2
    assert [[stage["review"]["mode"] for stage in call["stages"]] for call in (near, water)] == [
        ["mentor"],
        ["blind", "mentor"],
    ]
    assert [{kind_of["kind"] for kind_of in call["stages"][0]["questions"]} for call in (near, water)] == [
        {"text", "link"},
        {"text", "file"},
    ]


def test_the_mentor_has_work_in_every_language() -> None:
    assert {entry.project.language for entry in review_queue(person("mentor"))[:100]} == {"ar", "en", "fr"}


@pytest.mark.parametrize("username", ["mentor", "mentor.two", "mentor.three"])
def test_both_states_trust_the_mentors_who_have_their_leases_free(username: str) -> None:
    desk = desk_of(person(username))
    assert desk is not None
    assert (desk.trusted, desk.states) == (frozenset({"MA", "JO"}), frozenset({"MA", "JO"}))
    assert set(desk.mentor.languages) == {"ar", "en", "fr"}
    assert not Review.objects.filter(status="draft").exists()


def test_a_vetting_counts_as_long_as_the_state_says() -> None:
    left = {v.state.code: v.expires_on - v.decided_at.date() for v in Vetting.objects.select_related("state")}
    assert {code: days.days // 28 for code, days in left.items()} == {"MA": 13, "JO": 26}


def test_what_a_silent_mentor_left_lying_is_at_the_front_and_his_words_are_kept() -> None:
    waiting = Submission.objects.get(number=2)
    assert (waiting.status, waiting.turn, waiting.project.owner) == ("submitted", 0, person("khaoula"))
    assert review_queue(person("mentor"))[:1] == [waiting]
    assert waiting.submitted_at is not None
    assert now() - waiting.submitted_at > timedelta(days=14)
    [left] = Review.objects.filter(submission=waiting)
    assert (left.status, left.feedback[:15], left.mentor.person) == ("expired", "Quatre familles", person("tarek"))


def test_the_clock_has_told_her_coordinator_and_nobody_of_what_waits_since_last_week() -> None:
    told = EventRecord.objects.filter(name="mentoring.wait_overdue.v1").values_list("payload", flat=True)
    assert [(one["awaited"], one["count"], one["person_id"]) for one in told] == [
        ("mentor", 1, str(person("coordinator.ma").id))
    ]


def test_the_showcase_has_projects_with_names_as_their_owners_want_them(client: Client) -> None:
    shown = client.get("/api/v1/showcase").json()["results"]
    assert {(one["title"], one["team"][0]["name"], one["licence"]["key"]) for one in shown} == {
        ("نقطة ماء", "ريم بناني", "CC-BY-4.0"),
        ("Le carnet du marché", "Youssef", "all_rights_reserved"),
    }


def test_a_team_of_three_waits_for_two_blind_readers_with_a_sketch() -> None:
    waiting = Submission.objects.get(project__owner=person("ilyas"))
    assert (waiting.status, waiting.wanting, len(waiting.answers["sketch"])) == ("submitted", 2, 1)
    team = waiting.project.members.order_by("seat").values_list("person__username", flat=True)
    assert list(team) == ["ilyas", "oussama", "anas"]
    assert waiting.id in {entry.id for entry in review_queue(person("mentor"))[:100]}


def test_a_coordinator_sees_the_cohorts_of_her_state_the_large_one_first(client_of: Callable[..., APIClient]) -> None:
    def seats(username: str) -> list[int]:
        cohorts = client_of(person(username)).get("/api/v1/cohorts").json()["results"]
        return [cohort["seats"] for cohort in cohorts]

    assert (seats("coordinator.ma"), seats("coordinator.jo")) == ([5000, 24], [400])


def test_a_second_time_does_nothing_and_takes_no_time(django_assert_num_queries: Any) -> None:
    people = User.objects.count()
    with django_assert_num_queries(4):  # its transaction, whether somebody else loads, and whether it is there
        call_command("load_demo", stdout=StringIO())
    assert User.objects.count() == people


def test_its_reviews_took_as_long_as_reviews_take(client_of: Callable[..., APIClient]) -> None:
    desk = client_of(person("mentor")).get("/api/v1/mentors/me/desk").json()
    assert (desk["minutes"]["mine"], desk["minutes"]["usual"]) == (18.0, 18.0)

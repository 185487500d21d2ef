"""Work that stands in no mentor's queue: staff are told apart, and its team is promised no day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.kernel import clock
from foundation.notifications.models import Notification
from foundation.programmes.enums import Role
from foundation.programmes.models import RoleGrant
from mentoring.mentors.models import Mentor, Pause, Vetting
from mentoring.mentors.services import declare_conflict
from mentoring.projects.models import Mentorship, Submission
from mentoring.projects.policies import submissions as policies
from mentoring.projects.policies import without_mentor
from mentoring.projects.services import sweep_clocks
from mentoring.reviews.models import Forecast
from mentoring.reviews.services import release_review
from tests.factories.mentoring import (
    ProjectFactory,
    blind_call,
    deliver_all,
    granted,
    joined,
    leased,
    member_of,
    member_state,
    mentor,
    reviewed,
    suspended,
    vetted,
    waiting,
)

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
MONDAY, OVER = date(2026, 6, 1), datetime(2026, 6, 9, 12, tzinfo=UTC)


def hand_back(by: User, submission: Submission) -> None:
    release_review(actor=by, review_id=leased(by, submission).id, now=clock.now())


def asked_away(by: User, submission: Submission) -> None:
    ended = {"ended_at": clock.now(), "ending": "team"}
    Mentorship.objects.create(project=submission.project, mentor=by, **ended)


def reads_another_language(by: User, _: Submission) -> None:
    Mentor.objects.filter(person=by).update(languages=["en", "fr"])


def serves_another_state(by: User, _: Submission) -> None:
    Mentor.objects.filter(person=by).update(states=["JO"])


def holds_another_role(by: User, _: Submission) -> None:
    RoleGrant.objects.filter(person=by).update(state=member_state("JO"))


def is_vetted_elsewhere(by: User, _: Submission) -> None:
    Vetting.objects.update(state=member_state("JO"))


def was_vetted(by: User, _: Submission) -> None:
    Vetting.objects.update(expires_on=clock.today() - timedelta(days=1))


def pauses(by: User, _: Submission) -> None:
    Pause.objects.create(mentor=Mentor.objects.get(person=by), starts_on=clock.today() - timedelta(days=2))


def takes_nothing(by: User, _: Submission) -> None:
    Mentor.objects.filter(person=by).update(active=False)


def is_suspended(by: User, _: Submission) -> None:
    suspended(by)


def has_left_us(by: User, _: Submission) -> None:
    User.objects.filter(pk=by.pk).update(is_active=False)


def declares_a_conflict(by: User, submission: Submission) -> None:
    User.objects.filter(pk=submission.project.owner_id).update(name="Amina Fassi", name_key="amina fassi")
    declare_conflict(actor=by, kind="family_name", family_name="Fassi")


def is_of_the_team(by: User, submission: Submission) -> None:
    joined(submission.project, by)


UNABLE = [
    hand_back,
    asked_away,
    reads_another_language,
    serves_another_state,
    holds_another_role,
    is_vetted_elsewhere,
    was_vetted,
    pauses,
    takes_nothing,
    is_suspended,
    has_left_us,
    declares_a_conflict,
    is_of_the_team,
]


@pytest.fixture
def submission() -> Submission:
    return waiting(ProjectFactory(owner=member_of("MA")))


@pytest.mark.parametrize("happens", UNABLE)
def test_who_cannot_take_it_leaves_it_without_a_mentor(submission: Submission, happens: Any) -> None:
    other, by = waiting(), mentor()
    assert without_mentor([submission, other]) == set()
    happens(by, submission)
    submission.refresh_from_db()
    assert submission.id in without_mentor([submission, other])
    able = mentor(languages=["ar"], state=member_state("MA"), is_vetted=False, states=["MA"])
    vetted(able, member_state("MA"))
    assert without_mentor([submission]) == set()


def test_several_seats_want_somebody_who_has_none() -> None:
    submission, readers = waiting(ProjectFactory(call=blind_call(3))), [mentor(), mentor()]
    for by in readers:
        assert without_mentor([submission]) == set()
        reviewed(by, submission)
        submission.refresh_from_db()
    assert without_mentor([submission]) == {submission.id}


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_as_many_statements_for_any_number_of_mentors_and_submissions(
    django_assert_num_queries: Any, rows: int
) -> None:
    """In whatever language and state, whatever the mentors declared, and whoever they are besides."""
    codes, submissions = ("MA", "JO", "TN")[:rows], []
    for code in codes:
        by, submission = mentor(state=member_state(code)), waiting(ProjectFactory(owner=member_of(code)))
        RoleGrant.objects.create(person=by, role=Role.COORDINATOR, state=member_state(code))
        asked_away(by, submission)
        declares_a_conflict(by, submission)
        submissions.append(submission)
    with django_assert_num_queries(4):
        assert without_mentor(submissions) == {one.id for one in submissions}
    mentor(state=member_state(codes[-1]))
    with django_assert_num_queries(4):
        assert without_mentor(submissions) == {one.id for one in submissions[:-1]}


def test_more_mentors_than_are_asked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policies, "FEW", 1)
    monkeypatch.setattr(policies, "MANY", 2)
    submission = waiting(ProjectFactory(owner=member_of("MA")))
    for _ in range(4):
        asked_away(mentor(), submission)
    assert without_mentor([submission]) == {submission.id}
    mentor()
    assert without_mentor([submission]) == without_mentor([]) == set()


def test_staff_are_told_once_how_many_no_mentor_is_left_for() -> None:
    learner, by = member_of("MA"), mentor()
    lost, others = waiting(ProjectFactory(owner=learner)), [waiting(ProjectFactory(owner=learner)) for _ in range(2)]
    hand_back(by, lost)
    Submission.objects.filter(pk__in=[one.pk for one in (lost, *others)]).update(waits_on=MONDAY)
    staff = [granted(Role.COORDINATOR, state=member_state("MA")), granted(Role.PROGRAMME_OFFICE)]
    assert [sweep_clocks(now=OVER + timedelta(days=n)) for n in (0, 1)] == [3, 0]
    deliver_all()
    told = Notification.objects.filter(kind="wait_overdue").values_list("person", "params__decision", "params__count")
    assert set(told) == {(one.id, *said) for one in staff for said in (("nobody", 1), ("anybody", 2))}
    assert len(told) == 4


def test_a_team_is_promised_no_day_that_cannot_be(client_of: Clients) -> None:
    learner, by = member_of("MA"), mentor()
    moment = clock.now() - timedelta(days=1)
    for _ in range(5):
        answered = reviewed(by, waiting(ProjectFactory(owner=learner))).submission
        Submission.objects.filter(pk=answered.pk).update(submitted_at=moment, decided_at=moment)
    submission, client = waiting(ProjectFactory(owner=learner)), client_of(learner)
    path = f"/api/v1/submissions/{submission.id}/waiting"
    assert client.get(path).json()["by"] is not None
    hand_back(by, submission)
    assert told_anew(client, path) == (1, None)
    mentor()
    assert told_anew(client, path)[1] is not None


def told_anew(client: APIClient, path: str) -> tuple[int | None, str | None]:
    Forecast.objects.update(created_at=clock.now() - timedelta(minutes=16))
    told = client.get(path).json()
    return told["position"], told["by"]

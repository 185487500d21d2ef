"""Days end where a person's states say it, and no zone that she sets buys her another."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db.models import Q

from foundation.accounts.models import User
from foundation.kernel import clock
from mentoring.projects.enums import MentorshipEnd
from mentoring.projects.errors import CallClosed, NotForYou, StageOver
from mentoring.projects.models import Nudge, Project, Submission
from mentoring.projects.services import (
    ask_mentor_back,
    begin_project,
    end_mentorships,
    let_mentor_go,
    look_at_consents,
    submit_submission,
    withdraw_submission,
)
from mentoring.reviews.services import submit_review
from outcomes.insights.selectors import steps_of
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import (
    CallFactory,
    ProjectFactory,
    blind_call,
    draft,
    joined,
    leased,
    member_of,
    mentor,
    reviewed,
    stage,
    typed,
    waiting,
)

pytestmark = pytest.mark.django_db
DUE, A_DAY = date(2026, 11, 30), timedelta(days=1)
PAGO_PAGO, KIRITIMATI = "Pacific/Pago_Pago", "Pacific/Kiritimati"
LAST = {
    "MA": datetime(2026, 11, 30, 23, tzinfo=UTC),
    "JO": datetime(2026, 11, 30, 21, tzinfo=UTC),
    "ID": datetime(2026, 11, 30, 17, tzinfo=UTC),
    "": datetime(2026, 12, 1, tzinfo=UTC),
}


def due(day: date = DUE) -> Any:
    return {**stage("idea"), "due_on": day.isoformat()}


def hand_in(submission: Submission, now: datetime) -> Submission:
    return submit_submission(actor=submission.project.owner, submission_id=submission.pk, now=now)


def begun(learner: User, *others: User, day: date = DUE) -> Submission:
    project = ProjectFactory(call=CallFactory(stages=[due(day)], team_max=4), owner=learner)
    for other in others:
        joined(project, other)
    return draft(project)


def in_no_state(code: str, **person: Any) -> User:
    return PersonFactory(country=code, **person)


@pytest.mark.parametrize("code", ["MA", "JO", "ID", ""])
@pytest.mark.parametrize("zone", [PAGO_PAGO, KIRITIMATI, "UTC"])
def test_a_day_is_over_where_the_state_is(code: str, zone: str, client_of: Any) -> None:
    learner = member_of(code, time_zone=zone, country="") if code else in_no_state(code, time_zone=zone)
    submission = begun(learner)
    with pytest.raises(StageOver):
        hand_in(submission, LAST[code] + timedelta(seconds=1))
    submission.refresh_from_db()
    assert submission.status == "draft"
    assert hand_in(submission, LAST[code]).status == "submitted"
    told = client_of(learner).get(f"/api/v1/calls/{submission.project.call_id}").json()["stages"][0]["due_at"]
    assert datetime.fromisoformat(told) == LAST[code]


@pytest.mark.parametrize(
    ("states", "last"), [(("JO", "ID"), "JO"), (("ID", "MA", "JO"), "MA"), (("JO",), "JO")], ids=str
)
def test_a_team_is_told_the_end_that_counts(states: tuple[str, ...], last: str) -> None:
    learners = [member_of(code, time_zone=PAGO_PAGO) for code in states]
    submission = begun(*learners)
    at = LAST[last] - timedelta(days=2)
    for learner in learners:
        told = [step.due_at for step in steps_of(learner, at=at) if step.subject == ("project", submission.project_id)]
        assert told == [LAST[last]]
    with pytest.raises(StageOver):
        hand_in(submission, LAST[last] + timedelta(seconds=1))
    assert hand_in(submission, LAST[last]).status == "submitted"


def test_who_left_buys_no_time() -> None:
    submission = begun(member_of("JO"))
    joined(submission.project, member_of("MA"), left_at=clock.now())
    with pytest.raises(StageOver):
        hand_in(submission, LAST["MA"])


@pytest.mark.parametrize("zone", [PAGO_PAGO, KIRITIMATI])
@pytest.mark.parametrize("days", [{"opens_on": DUE + timedelta(days=1)}, {"closes_on": DUE - timedelta(days=1)}])
def test_nor_does_a_call_open_or_close_by_it(zone: str, days: dict[str, date], monkeypatch: pytest.MonkeyPatch) -> None:
    morning = datetime(2026, 11, 30, 10, 30, tzinfo=UTC)
    monkeypatch.setattr("mentoring.projects.services.projects.now", lambda: morning)
    call = CallFactory(**days)
    with pytest.raises(CallClosed):
        begin_project(actor=member_of("JO", time_zone=zone), call_id=call.id, title="Water", language="fr")
    assert Project.objects.count() == 0


def test_nor_is_anybody_older(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the evening before her birthday."""
    evening = datetime(2026, 11, 30, 20, tzinfo=UTC)
    monkeypatch.setattr("mentoring.projects.services.projects.now", lambda: evening)
    learner = member_of("JO", time_zone=KIRITIMATI, birth_date=date(2006, 12, 1))
    call = CallFactory(audience={"min_age": 20})
    with pytest.raises(NotForYou):
        begin_project(actor=learner, call_id=call.id, title="Water", language="fr")
    assert Project.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_all_that_is_due_is_asked_at_once(client_of: Any, django_assert_num_queries: Any, rows: int) -> None:
    learner = member_of("JO")
    for _ in range(rows):
        begun(learner, member_of("MA"), day=clock.today() + timedelta(days=2))
    client = client_of(learner)
    with django_assert_num_queries(3):
        listed = client.get("/api/v1/calls").json()["results"]
    with django_assert_num_queries(8):
        client.get("/api/v1/me/next")
    assert len(listed) == rows


@pytest.mark.parametrize("zone", [PAGO_PAGO, KIRITIMATI])
def test_a_wait_begins_on_the_day_where_the_state_is(zone: str) -> None:
    """Each time: handed in, returned, handed in anew, taken back."""
    learner, by, moment = member_of("MA", time_zone=zone), mentor(), datetime(2026, 11, 10, 12, tzinfo=UTC)
    first = hand_in(begun(learner), moment)
    waits = [waits_on(first)]
    returned = typed(by, leased(by, first), "revise")
    submit_review(actor=by, review_id=returned.id, now=moment)
    waits.append(waits_on(first))
    again = hand_in(draft(first.project), moment)
    waits += [waits_on(again), waits_on(first)]
    withdraw_submission(actor=learner, submission_id=again.id, now=moment)
    assert [*waits, waits_on(first)] == [moment.date(), moment.date(), moment.date(), None, moment.date()]


def test_one_more_reader_is_waited_for_from_the_day_where_the_state_is() -> None:
    moment = datetime(2026, 11, 10, 12, tzinfo=UTC)
    project = ProjectFactory(call=blind_call(2), owner=member_of("MA", time_zone=KIRITIMATI))
    submission = waiting(project)
    for decision in ("accepted", "declined"):
        by = mentor()
        submit_review(actor=by, review_id=typed(by, leased(by, submission), decision).id, now=moment)
    submission.refresh_from_db()
    assert (submission.seats, submission.waits_on) == (3, moment.date())


def test_what_was_kept_is_waited_for_from_the_day_where_each_team_is() -> None:
    """In Brunei tomorrow has come; in Guyana, hours later, today is not over."""
    by, evening = mentor(), tonight()
    kept = [kept_for(by, code) for code in ("BN", "MA", "BN", "GY")]
    end_mentorships(which=of_projects(*kept[:3]), ending=MentorshipEnd.AWAY, now=evening)
    end_mentorships(which=of_projects(kept[3]), ending=MentorshipEnd.AWAY, now=evening + timedelta(hours=7))
    today = evening.date()
    assert [waits_on(submission) for submission in kept] == [today + A_DAY, today, today + A_DAY, today]


def test_a_mentor_who_is_asked_back_is_waited_for_from_the_day_where_the_team_is() -> None:
    by, evening = mentor(), tonight()
    submission = kept_for(by, "BN")
    who = {"actor": submission.project.owner, "project_id": submission.project_id}
    let_mentor_go(**who, mentor=by, reason="silent", words="", now=evening)
    waits = [waits_on(submission)]
    ask_mentor_back(**who, now=evening)
    assert [*waits, waits_on(submission)] == [evening.date() + A_DAY] * 2


def test_what_may_be_read_again_is_waited_for_from_the_day_where_the_team_is() -> None:
    learner, evening = member_of("BN"), tonight()
    submission = waiting(ProjectFactory(owner=learner))
    Nudge.objects.create(submission=submission, awaited="consent", step=0, waits_on=waits_on(submission))
    look_at_consents(person_ids=[learner.id], now=evening)
    assert waits_on(submission) == evening.date() + A_DAY


def tonight() -> datetime:
    return datetime.combine(clock.today() + A_DAY, time(20), UTC)


def of_projects(*kept: Submission) -> Q:
    return Q(project__in=[submission.project_id for submission in kept])


def kept_for(by: User, code: str) -> Submission:
    first = waiting(ProjectFactory(owner=member_of(code)))
    reviewed(by, first, "revise")
    return waiting(first.project)


def test_of_several_zones_that_counts_whose_day_is_over_last() -> None:
    """In Indonesia it is tomorrow already in the east, by the deadlines it is still today."""
    submission = begun(member_of("ID"))
    hand_in(submission, datetime(2026, 11, 10, 16, tzinfo=UTC))
    assert waits_on(submission) == date(2026, 11, 10)


def waits_on(submission: Submission) -> date | None:
    submission.refresh_from_db()
    return submission.waits_on

"""Whoever is waited for is reminded at 2, 4 and 6 working days, each once; then the work goes on without them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.accounts.models import User
from foundation.kernel import clock
from foundation.kernel.workdays import WorkCalendar
from foundation.notifications.models import Notification
from foundation.programmes.enums import Role
from foundation.programmes.models import DayNotice, Membership, MemberState
from foundation.programmes.selectors import work_calendar, work_calendars
from mentoring.mentors.models import Mentor, Pause, Vetting
from mentoring.projects.enums import NUDGES
from mentoring.projects.models import Mentorship, Nudge, Submission
from mentoring.projects.rules import cutoffs, due_nudge
from mentoring.projects.services import sweep_clocks
from mentoring.reviews.models import Review
from mentoring.reviews.services import expire_leases, lease_submission, submit_review
from tests.factories.mentoring import (
    ProjectFactory,
    blind_call,
    deliver_all,
    granted,
    leased,
    member_of,
    member_state,
    mentor,
    reviewed,
    scored,
    typed,
    waiting,
)
from tests.factories.programmes import coordinator_of
from tests.scenes import scene

pytestmark = pytest.mark.django_db
WORKED = WorkCalendar(frozenset())


# In 2026: Eid al-Fitr on 20 March, a Friday; the days named are those on which 2, 4 and 6 working days have passed.
DUE = [
    ("SA", "2026-06-03", [], ["2026-06-07", "2026-06-09", "2026-06-11"]),  # Friday and Saturday are free
    ("MA", "2026-06-03", [], ["2026-06-05", "2026-06-09", "2026-06-11"]),  # Saturday and Sunday
    ("BN", "2026-06-03", [], ["2026-06-06", "2026-06-09", "2026-06-11"]),  # Friday and Sunday
    ("UG", "2026-06-05", [], ["2026-06-10", "2026-06-12", "2026-06-16"]),  # and 9 June is a feast there
    ("MA", "2026-03-18", [], ["2026-03-23", "2026-03-25", "2026-03-27"]),
    ("MA", "2026-03-18", [("2026-03-20", True), ("2026-03-23", False)], ["2026-03-20", "2026-03-25", "2026-03-27"]),
    ("SA", "2026-06-03", [("2026-06-06", True)], ["2026-06-06", "2026-06-08", "2026-06-10"]),
]


def day(written: str) -> date:
    return date.fromisoformat(written)


@pytest.mark.parametrize(("code", "since", "notices", "due"), DUE)
def test_nudges_are_due_by_each_states_calendar(
    code: str, since: str, notices: list[tuple[str, bool]], due: list[str]
) -> None:
    state = member_state(code)
    for moved, is_working in notices:
        DayNotice.objects.create(state=state, day=day(moved), is_working=is_working)
    calendar = work_calendar(code, day(since), day(due[-1]))
    found = {
        step: next(
            later for n in range(40) if due_nudge(day(since), later := day(since) + timedelta(n), calendar, step - 2)
        )
        for step in NUDGES
    }
    assert [str(found[step]) for step in NUDGES] == due
    assert work_calendars(day(since), day(due[-1]))[code] == calendar


calendars = st.builds(
    WorkCalendar,
    st.frozensets(st.integers(1, 7), max_size=3),
    st.frozensets(st.dates(date(2026, 1, 1), date(2026, 3, 1))),
)


@given(calendars, st.dates(date(2026, 1, 1), date(2026, 3, 1)), st.integers(0, 40))
def test_a_wait_that_is_past_the_cutoff_is_one_whose_nudge_is_due(
    calendar: WorkCalendar, since: date, days: int
) -> None:
    today = since + timedelta(days=days)
    past = [step for _, step, newest in cutoffs({"MA": calendar}, today) if since <= newest]
    assert due_nudge(since, today, calendar, 0) == (max(past) if past else None)


@pytest.mark.parametrize(
    ("passed", "nudged", "due"),
    [(1, 0, None), (2, 0, 2), (3, 2, None), (5, 0, 4), (5, 2, 4), (9, 0, 6), (9, 4, 6), (9, 6, None)],
)
def test_a_clock_that_stood_still_says_only_the_newest(passed: int, nudged: int, due: int | None) -> None:
    today = date(2026, 6, 1)
    assert due_nudge(today - timedelta(days=passed), today, WORKED, nudged) == due


def scenery() -> dict[str, Any]:
    """A learner of Morocco whose mentor is waited for, with whom else it concerns."""
    member_state("MA")
    learner, by = member_of("MA"), mentor()
    project = reviewed(by, waiting(ProjectFactory(owner=learner)), "revise").submission.project
    school = Membership.objects.get(person=learner).organisation
    return {
        "by": by,
        "learner": learner,
        "project": project,
        "coordinator": granted(Role.COORDINATOR, state=MemberState.objects.get(code="MA")),
        "school": coordinator_of(school),
        "abroad": granted(Role.COORDINATOR, state=member_state("JO")),
        "office": granted(Role.PROGRAMME_OFFICE),
    }


_written, scene_of = scene(scenery)
MONDAY = date(2026, 6, 1)


def at(days: int) -> datetime:
    return datetime(2026, 6, 1, 1, tzinfo=UTC) + timedelta(days=days)


def since_monday(submission: Submission) -> Submission:
    Submission.objects.filter(pk=submission.pk).update(waits_on=MONDAY)
    return submission


def sweep(*days: int) -> list[int]:
    counts = [sweep_clocks(now=at(number)) for number in days]
    deliver_all()
    return counts


def told(person: User) -> list[tuple[str, str]]:
    found = Notification.objects.filter(person=person).exclude(kind="submission_reviewed").order_by("id")
    return [(notice.kind, notice.params.get("decision", "")) for notice in found]


def state(submission: Submission) -> tuple[int, Any, int]:
    submission.refresh_from_db()
    return submission.turn, submission.reserved_for, submission.nudged


def test_a_mentor_is_reminded_twice_and_then_another_takes_over_with_the_draft_kept(scene_of: dict[str, Any]) -> None:
    by, learner = scene_of["by"], scene_of["learner"]
    submission = since_monday(waiting(scene_of["project"]))
    typed(by, leased(by, submission))
    expire_leases(now=clock.now() + timedelta(hours=1))
    assert sweep(1, 2, 3, 4, 5, 6, 7) == [0, 1, 0, 1, 0, 0, 0]  # the sixth day is a Sunday
    assert told(by) == [("work_waits", "2"), ("work_waits", "4")]
    assert (told(learner), told(scene_of["coordinator"])) == ([], [])
    assert sweep(8, 9, 10) == [1, 0, 0]
    assert told(by)[2:] == [("mentor_changes", "mentor")]
    assert told(learner) == [("mentor_changes", "waiting")]
    assert told(scene_of["coordinator"]) == told(scene_of["school"]) == [("wait_overdue", "mentor")]
    assert told(scene_of["abroad"]) == told(scene_of["office"]) == []
    assert state(submission) == (0, None, 0)
    assert Mentorship.objects.values_list("ending").get() == ("silent",)
    assert Review.objects.get(submission=submission).feedback == "Well observed."
    assert leased(mentor(), submission).status == "draft"


def test_a_clock_that_was_down_says_each_wait_once_and_only_its_newest(scene_of: dict[str, Any]) -> None:
    submission = since_monday(waiting(scene_of["project"]))
    assert sweep(5, 5, 7) == [1, 0, 0]
    assert told(scene_of["by"]) == [("work_waits", "4")]
    assert list(Nudge.objects.values_list("submission", "awaited", "step")) == [(submission.id, "mentor", 4)]


def test_a_team_that_is_to_revise_is_reminded_three_times_and_its_coordinator_told(scene_of: dict[str, Any]) -> None:
    returned = since_monday(Submission.objects.get(project=scene_of["project"]))
    assert sweep(2, 4, 8, 20) == [1, 1, 1, 0]
    assert told(scene_of["learner"]) == [("revision_waits", step) for step in ("2", "4", "6")]
    assert told(scene_of["coordinator"]) == [("wait_overdue", "team")]
    assert told(scene_of["by"]) == []
    assert Mentorship.objects.get().ended_at is None
    waiting(scene_of["project"])
    returned.refresh_from_db()
    assert returned.waits_on is None


@pytest.mark.parametrize("ended", [False, True], ids=["mentored", "mentored no more"])
def test_of_what_its_mentor_sent_back_twice_the_team_is_reminded(scene_of: dict[str, Any], ended: bool) -> None:
    since_monday(reviewed(scene_of["by"], waiting(scene_of["project"]), "revise").submission)
    if ended:
        Mentorship.objects.update(ended_at=clock.now(), ending="away")
    assert sweep(2, 4, 8) == [1, 1, 1]
    assert told(scene_of["learner"]) == [("revision_waits", step) for step in ("2", "4", "6")]
    assert told(scene_of["by"]) == []


def test_whoever_hands_in_again_is_not_reminded_of_what_came_back_before(scene_of: dict[str, Any]) -> None:
    since_monday(Submission.objects.get(project=scene_of["project"]))
    waiting(scene_of["project"])
    assert sweep(8) == [0]


def test_what_nobody_takes_up_goes_to_the_front_and_staff_are_told_how_much(scene_of: dict[str, Any]) -> None:
    anybodys = [since_monday(waiting(ProjectFactory(owner=scene_of["learner"]))) for _ in range(2)]
    stateless = since_monday(waiting())
    assert sweep(2, 4, 7) == [0, 0, 0]  # there is nobody to remind
    assert sweep(8, 9) == [3, 0]
    assert told(scene_of["coordinator"]) == [("wait_overdue", "anybody")]
    counts = dict(Notification.objects.filter(kind="wait_overdue").values_list("person", "params__count"))
    staff = [scene_of[name] for name in ("coordinator", "school", "office")]
    assert counts == dict(zip([person.id for person in staff], (2, 2, 3), strict=True))
    assert [state(one)[0] for one in (*anybodys, stateless)] == [0, 0, 0]


@pytest.mark.parametrize("swept", [[], [8]], ids=["before six days", "after them"])
def test_another_reader_is_waited_for_from_when_the_first_differed(swept: list[int]) -> None:
    submission = since_monday(waiting(ProjectFactory(call=blind_call())))
    sweep(*swept)
    for points in (0, 10):
        by = mentor()
        review = lease_submission(actor=by, submission_id=submission.id, now=at(8))
        typed(by, review, scores=scored(points, points))
        submit_review(actor=by, review_id=review.id, now=at(8))
    submission.refresh_from_db()
    assert (submission.wanting, submission.waits_on, submission.nudged) == (1, at(8).date(), 0)
    assert sweep(8, 16, 20) == [0, 1, 0]


def test_a_mentor_who_is_reading_is_not_interrupted(scene_of: dict[str, Any]) -> None:
    submission = since_monday(waiting(scene_of["project"]))
    leased(scene_of["by"], submission)
    assert sweep(30) == [0]
    assert state(submission) == (-1, scene_of["by"].id, 0)


def test_a_wait_is_counted_where_the_learner_is(scene_of: dict[str, Any]) -> None:
    """Late on a Sunday in Europe, Monday has come in Brunei."""
    learner = member_of("BN", time_zone="Asia/Brunei")
    submission = waiting(ProjectFactory(owner=learner))
    assert submission.waits_on in {clock.today(), clock.today() + timedelta(days=1)}
    assert submission.waits_on == (clock.now() + timedelta(hours=8)).date()


@pytest.mark.parametrize("absence", ["vetting ran out", "away for long", "away without an end", "away for a week"])
def test_nobodys_project_waits_for_a_mentor_who_is_gone(scene_of: dict[str, Any], absence: str) -> None:
    by = Mentor.objects.get(person=scene_of["by"])
    submission = waiting(scene_of["project"])
    if absence == "vetting ran out":
        Vetting.objects.filter(mentor=by).update(expires_on=date(2026, 5, 31))
    else:
        ends = {"away for long": date(2026, 6, 20), "away for a week": date(2026, 6, 7)}.get(absence)
        Pause.objects.create(mentor=by, starts_on=MONDAY, ends_on=ends)
    counts = sweep(0, 0)
    stays = absence == "away for a week"
    assert counts == [0 if stays else 1, 0]
    assert state(submission) == ((-1, scene_of["by"].id, 0) if stays else (1, None, 0))
    assert told(scene_of["learner"]) == ([] if stays else [("mentor_changes", "")])
    assert told(scene_of["by"]) == []


@pytest.mark.parametrize("number", [1, 3])
def test_a_sweep_takes_the_same_statements_for_any_number(
    scene_of: dict[str, Any], django_assert_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        since_monday(waiting(ProjectFactory(owner=scene_of["learner"])))
    with django_assert_num_queries(28):
        assert sweep_clocks(now=at(8)) == number

"""By when: a day's end in the team's most generous zone, late where the stage says so, and always again for what came back."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from foundation.kernel import clock
from foundation.programmes.enums import Role
from mentoring.projects.errors import CallClosed, CallInUse, CallNotRight, StageOver
from mentoring.projects.models import Call, Submission
from mentoring.projects.rules import Stage, deadline_faults, due_at, timing
from mentoring.projects.services import change_call, submit_submission
from outcomes.insights.selectors import steps_of
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import (
    CallFactory,
    ProjectFactory,
    draft,
    granted,
    joined,
    mentor,
    reviewed,
    rubric,
    stage,
    waiting,
)

db = pytest.mark.django_db
DUE = date(2026, 11, 30)
RIYADH, CASABLANCA, KIRITIMATI = "Asia/Riyadh", "Africa/Casablanca", "Pacific/Kiritimati"


def due(day: date | None = DUE, late: int = 0) -> Stage:
    made: Any = {**stage("idea"), "due_on": day.isoformat()} if day else stage("idea")
    return {**made, "late": {"days": late}} if late else made


def utc(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "zones", "now", "expected"),
    [
        (due(None), [RIYADH], utc(30, 23), "in_time"),
        (due(), [RIYADH], utc(30, 21), "in_time"),  # midnight itself
        (due(), [RIYADH], utc(30, 21, 1), "over"),
        (due(), [RIYADH, CASABLANCA], utc(30, 22, 59), "in_time"),
        (due(), [RIYADH, CASABLANCA], utc(30, 23, 1), "over"),
        (due(), [KIRITIMATI, RIYADH], utc(30, 10, 1), "in_time"),
        (due(late=2), [RIYADH], utc(30, 21, 1), "late"),
        (due(late=2), [RIYADH], utc(2, 21, month=12), "late"),
        (due(late=2), [RIYADH], utc(2, 21, 1, month=12), "over"),
    ],
)
def test_a_stage_is_over_when_the_day_is_over_wherever_the_team_is(
    told: Stage, zones: list[str], now: datetime, expected: str
) -> None:
    assert timing([told], "idea", zones, now) == expected


def test_when_that_is_for_whoever_asks() -> None:
    assert due_at([due()], "idea", [RIYADH]) == utc(30, 21)
    assert due_at([due()], "idea", [RIYADH, CASABLANCA]) == utc(30, 23)
    assert due_at([due(None)], "idea", [RIYADH]) is None


def test_stages_are_due_one_after_the_other() -> None:
    first, second = due(), {**due(DUE - timedelta(days=1)), "key": "prototype"}
    assert deadline_faults([first, second]) == [("/stages/1/due_on", "due_before")]  # type: ignore[list-item]
    assert deadline_faults([second, first]) == []  # type: ignore[list-item]
    assert deadline_faults([{**stage("idea"), "late": {"days": 1}}]) == [("/stages/0/late", "late_without_due")]  # type: ignore[typeddict-item]


@pytest.mark.parametrize(
    ("told", "opens", "closes", "expected"),
    [
        ([due()], DUE, DUE, []),
        ([due()], DUE + timedelta(days=1), None, [("/stages/0/due_on", "due_before_opening")]),
        (
            [due(), due()],
            DUE + timedelta(days=1),
            None,
            [(f"/stages/{n}/due_on", "due_before_opening") for n in (0, 1)],
        ),
        ([due()], None, DUE - timedelta(days=1), [("/stages/0/due_on", "due_after_closing")]),
        ([due(late=2)], None, DUE + timedelta(days=2), []),
        ([due(late=2)], None, DUE + timedelta(days=1), [("/stages/0/late", "due_after_closing")]),
        ([due(None), due(late=2)], None, DUE - timedelta(days=9), []),
        ([due(date.max, late=60)], None, None, []),
        ([due(date.max, late=60)], None, DUE, [("/stages/0/due_on", "due_after_closing")]),
    ],
)
def test_a_stage_is_due_while_it_can_be_handed_in(
    told: list[Stage], opens: date | None, closes: date | None, expected: list[tuple[str, str]]
) -> None:
    assert deadline_faults(told, opens, closes) == expected


def test_the_last_day_that_there_is_has_an_end() -> None:
    assert timing([due(date.max, late=60)], "idea", [RIYADH], datetime(9999, 12, 31, tzinfo=UTC)) == "over"


@db
def test_deadlines_and_the_days_of_the_call_are_moved_together(client_of: Any) -> None:
    author, call = client_of(granted(Role.AUTHOR)), CallFactory(stages=[due(late=2)], rubric=rubric())
    path = f"/api/v1/calls/{call.pk}"
    for change, pointer in (
        ({"opens_on": "2026-12-01"}, "/stages/0/due_on"),
        ({"closes_on": "2026-12-01"}, "/stages/0/late"),
        ({"opens_on": "2026-10-01", "closes_on": "2026-11-29"}, "/stages/0/due_on"),
    ):
        refused = author.patch(path, change, HTTP_IF_MATCH="*")
        assert (refused.status_code, [error["pointer"] for error in refused.json()["errors"]]) == (400, [pointer])
    kept = Call.objects.get()
    assert (kept.opens_on, kept.closes_on, kept.revision) == (None, None, 1)
    moved = {"closes_on": "2026-12-09", "stages": [due(date(2026, 12, 7), late=2)]}
    assert author.patch(path, moved, format="json", HTTP_IF_MATCH="*").status_code == 200


def days(from_today: int, late: int = 0) -> Stage:
    return due(clock.today() + timedelta(days=from_today), late)


def begun(told: Stage, **owner: Any) -> Submission:
    owner = {"country": "", **owner}  # whose days end in UTC
    return draft(ProjectFactory(call=CallFactory(stages=[told]), owner=PersonFactory(**owner)))


def hand_in(submission: Submission) -> Submission:
    return submit_submission(actor=submission.project.owner, submission_id=submission.pk, now=clock.now())


@db
@pytest.mark.parametrize(("told", "late"), [((0, 0), False), ((-1, 1), True), ((-1, 30), True)])
def test_what_is_late_is_taken_and_called_late(told: tuple[int, int], late: bool) -> None:
    assert hand_in(begun(days(*told))).late is late
    assert Submission.objects.get().late is late


@db
@pytest.mark.parametrize("told", [(-1, 0), (-3, 2)])
def test_what_is_over_is_over_and_the_draft_stays(told: tuple[int, int], client_of: Any) -> None:
    submission = begun(days(*told))
    answer = client_of(submission.project.owner).post(f"/api/v1/submissions/{submission.pk}/submit")
    assert (answer.status_code, answer.json()["code"]) == (409, "stage_over")
    submission.refresh_from_db()
    assert (submission.status, submission.submitted_at, submission.project.status) == ("draft", None, "active")


@db
def test_what_came_back_may_always_come_again() -> None:
    first = hand_in(begun(days(0)))
    reviewed(mentor(), first, "revise")
    Call.objects.update(stages=[days(-40)])
    second = draft(first.project)
    assert (hand_in(second).late, second.number) == (False, 2)


@db
def test_a_deadline_may_be_moved_when_projects_have_begun_and_nothing_else() -> None:
    submission, author = begun(days(-2)), granted(Role.AUTHOR)
    call = submission.project.call
    with pytest.raises(CallInUse):
        change_call(actor=author, call_id=call.pk, revision=None, changes={"stages": [{**days(5), "key": "other"}]})
    with pytest.raises(StageOver):
        hand_in(submission)
    change_call(actor=author, call_id=call.pk, revision=None, changes={"stages": [days(5)]})
    assert hand_in(submission).status == "submitted"
    with pytest.raises(CallNotRight):
        change_call(
            actor=author, call_id=call.pk, revision=None, changes={"stages": [{**stage("idea"), "late": {"days": 1}}]}
        )


@db
def test_a_call_says_when_a_stage_is_due_where_the_reader_is(client_of: Any) -> None:
    author, reader = granted(Role.AUTHOR), PersonFactory(country="SA")
    body = {"title": {"en": "Water"}, "stages": [due(late=2)], "rubric": CallFactory.build().rubric}
    made = client_of(author).post("/api/v1/calls", body, format="json")
    assert made.status_code == 201
    [told] = client_of(reader).get(made["Location"]).json()["stages"]
    assert (told["due_on"], told["late"], told["due_at"]) == ("2026-11-30", {"days": 2}, "2026-11-30T21:00:00Z")
    assert Call.objects.get(pk=made.json()["id"]).stages[0]["due_on"] == "2026-11-30"
    wrong = {**body, "stages": [{**due(), "late": {"days": 61}}, {**due(), "due_on": "soon"}]}
    pointers = [
        error["pointer"] for error in client_of(author).post("/api/v1/calls", wrong, format="json").json()["errors"]
    ]
    assert pointers == ["/stages/0/late/days", "/stages/1/due_on"]


@db
def test_whoever_has_work_to_hand_in_is_told_by_when() -> None:
    submission = begun(days(5))
    owner = submission.project.owner

    def told() -> list[tuple[str, str, Any]]:
        steps = steps_of(owner)
        return [(str(s.kind), str(s.why), s.due_at) for s in steps if s.subject == ("project", submission.project_id)]

    ends = due_at([days(5)], "idea", ["UTC"])
    assert told() == [("deadline", "project_due", ends)]
    for far in (days(30), days(-1), stage("idea")):
        Call.objects.update(stages=[far])
        assert told() == []
    Call.objects.update(stages=[days(5)])
    hand_in(submission)
    assert told() == []
    reviewed(mentor(), submission, "revise")
    assert told() == [("revision", "work_returned", None)]
    assert [s for s in steps_of(waiting().project.owner) if s.subject[0] == "project"] == []


@db
@pytest.mark.parametrize(("abroad", "is_open"), [("MA", True), ("KI", False)])
def test_a_call_closes_for_all_of_a_team_where_it_closes_last(abroad: str, is_open: bool) -> None:
    project = ProjectFactory(call=CallFactory(closes_on=DUE, team_max=2), owner=PersonFactory(country="SA"))
    joined(project, PersonFactory(country=abroad))
    submission = draft(project)
    if is_open:
        submit_submission(actor=project.owner, submission_id=submission.id, now=utc(30, 22))
    else:
        with pytest.raises(CallClosed):
            submit_submission(actor=project.owner, submission_id=submission.id, now=utc(30, 22))
    submission.refresh_from_db()
    assert submission.status == ("submitted" if is_open else "draft")


@db
def test_a_call_can_be_closed_that_is_not_right_any_more_and_not_changed_otherwise() -> None:
    office = granted(Role.PROGRAMME_OFFICE)
    call = CallFactory(stages=[due()], closes_on=DUE - timedelta(days=1))
    for changes in ({"title": {"en": "Water"}}, {"status": "closed", "title": {"en": "Water"}}):
        with pytest.raises(CallNotRight):
            change_call(actor=office, call_id=call.id, revision=None, changes=changes)
    assert Call.objects.get().title == call.title
    assert change_call(actor=office, call_id=call.id, revision=None, changes={"status": "closed"}).status == "closed"
    with pytest.raises(CallNotRight):
        change_call(actor=office, call_id=call.id, revision=None, changes={"status": "open"})
    assert Call.objects.get().status == "closed"

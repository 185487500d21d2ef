"""What a team is told of its place in the queue: by the present pace, stored as it was told, compared with what happened."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from foundation.kernel import clock
from foundation.kernel.workdays import WorkCalendar
from foundation.programmes.enums import Role
from mentoring.projects.models import Submission
from mentoring.reviews.models import Forecast
from mentoring.reviews.rules import Pace, answer_by, next_window, pace_shown
from mentoring.reviews.selectors import forecasts, forecasts_kept
from mentoring.reviews.services import forget_forecasts, make_forecast
from tests.factories.mentoring import (
    ProjectFactory,
    deliver_all,
    draft,
    granted,
    leased,
    member_of,
    member_state,
    mentor,
    reviewed,
    waiting,
)

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
MONDAY = date(2026, 6, 1)
WEEK = WorkCalendar(frozenset({6, 7}))


@pytest.mark.parametrize(
    ("position", "answered", "worked", "expected"),
    [
        (1, 40, 20, date(2026, 6, 2)),
        (4, 40, 20, date(2026, 6, 3)),
        (9, 40, 20, date(2026, 6, 8)),  # the fifth working day
        (10, 1, 20, WEEK.later(MONDAY, 200)),
        (None, 40, 20, None),
        (1, 0, 20, None),
        (1, 40, 0, None),
    ],
)
def test_an_answer_is_expected_at_the_present_pace(
    position: int | None, answered: int, worked: int, expected: date | None
) -> None:
    assert answer_by(position, answered, worked, MONDAY, WEEK) == expected


@pytest.mark.parametrize(
    ("answered", "shown"), [(4, Pace(4, None, None)), (5, Pace(5, 30.1, 72.0)), (0, Pace(0, None, None))]
)
def test_of_few_nothing_is_said(answered: int, shown: Pace) -> None:
    assert pace_shown(answered, 30.123, 72.0) == shown


EVENINGS = [{"weekday": 2, "from": "19:00", "to": "21:00"}, {"weekday": 7, "from": "08:00", "to": "09:30"}]


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        ("2026-06-01T12:00+00:00", "2026-06-02T16:00+00:00"),  # in Amman it is three hours later
        ("2026-06-02T17:59+00:00", "2026-06-02T16:00+00:00"),
        ("2026-06-02T18:00+00:00", "2026-06-07T05:00+00:00"),
    ],
)
def test_the_next_free_hours_are_found_where_the_mentor_is(now: str, begins: str) -> None:
    found = next_window(EVENINGS, datetime.fromisoformat(now), "Asia/Amman")
    assert found is not None
    assert found[0].astimezone(UTC) == datetime.fromisoformat(begins)
    assert next_window([], datetime.fromisoformat(now), "UTC") is None


def path(submission: Submission) -> str:
    return f"/api/v1/submissions/{submission.id}/waiting"


def answered_before(hours: list[int], **project: Any) -> None:
    """Work of the same pool that waited so long, and was answered lately."""
    by = mentor()
    for waited in hours:
        submission = reviewed(by, waiting(ProjectFactory(**project))).submission
        moment = clock.now() - timedelta(days=3)
        times = {"submitted_at": moment - timedelta(hours=waited), "decided_at": moment}
        Submission.objects.filter(pk=submission.pk).update(**times)


def test_a_team_is_told_its_place_and_what_the_pool_waited(client_of: Clients) -> None:
    learner = member_of("MA")
    answered_before([10, 20, 30, 40, 50], owner=learner)
    answered_before([900], language="fr", owner=learner)
    first, second = (waiting(ProjectFactory(owner=learner)) for _ in range(2))
    waiting(ProjectFactory(owner=member_of("JO")))
    deliver_all()
    told = client_of(learner).get(path(second)).json()
    made = Forecast.objects.get(submission=second)
    assert told == {
        "status": "submitted",
        "waits_for": "anybody",
        "position": 2,
        "median_hours": 30.0,
        "p90_hours": 46.0,
        "by": str(made.answer_by),
        "made_at": told["made_at"],
    }
    assert datetime.fromisoformat(told["made_at"]) == made.created_at
    assert made.answer_by > clock.today()
    assert client_of(learner).get(path(first)).json()["position"] == 1


def test_it_is_told_anew_after_a_quarter_of_an_hour_and_the_first_and_the_latest_are_kept(client_of: Clients) -> None:
    first, second = waiting(), waiting()
    client = client_of(second.project.owner)
    assert [client.get(path(second)).json()["position"] for _ in range(3)] == [2, 2, 2]
    reviewed(mentor(), first)
    assert client.get(path(second)).json()["position"] == 2
    for _ in range(2):
        Forecast.objects.update(created_at=clock.now() - timedelta(minutes=16))
        assert client.get(path(second)).json()["position"] == 1
    places = Forecast.objects.filter(submission=second).order_by("created_at")
    assert list(places.values_list("position", "is_first")) == [(2, True), (1, False)]


def test_what_others_than_the_team_ask_is_not_kept(client_of: Clients) -> None:
    submission = waiting()
    assert client_of(granted(Role.PROGRAMME_OFFICE)).get(path(submission)).json()["position"] == 1
    assert client_of(mentor()).get(path(submission)).json()["position"] == 1
    assert Forecast.objects.count() == 0


def test_forecasts_are_kept_as_long_as_the_office_looks_back() -> None:
    submission = waiting()
    for days, is_first in ((91, True), (89, False)):
        told_before(submission, None, None, days, is_first=is_first)
    forget_forecasts(now=clock.now())
    assert list(Forecast.objects.values_list("is_first", flat=True)) == [False]


def test_of_what_is_being_read_or_was_answered_nothing_is_forecast(client_of: Clients) -> None:
    reading, by = waiting(), mentor()
    leased(by, reading)
    answered = reviewed(by).submission
    for submission, status in ((reading, "in_review"), (answered, "accepted")):
        told = client_of(submission.project.owner).get(path(submission)).json()
        assert (told["status"], told["position"], told["by"]) == (status, None, None)
    assert Forecast.objects.count() == 0


def test_what_a_mentor_keeps_is_counted_among_that_mentors(client_of: Clients) -> None:
    by = mentor()
    projects = [reviewed(by, waiting(), "revise").submission.project for _ in range(2)]
    waiting()
    kept = [waiting(project) for project in projects]
    assert client_of(kept[1].project.owner).get(path(kept[1])).json()["position"] == 2


def test_beyond_what_is_counted_there_is_no_place(client_of: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forecasts, "MOST_AHEAD", 1)
    answered_before([1, 1, 1, 1, 1])
    _, second = waiting(), waiting()
    told = client_of(second.project.owner).get(path(second)).json()
    assert (told["position"], told["by"], told["median_hours"]) == (None, None, 1.0)


def test_only_who_may_read_it_is_told_and_nothing_of_a_draft_is_forecast(client_of: Clients) -> None:
    submission, unsent = waiting(), draft()
    assert client_of(mentor(languages=["fr"])).get(path(submission)).status_code == 404
    assert client_of(waiting().project.owner).get(path(submission)).status_code == 404
    assert client_of(unsent.project.owner).get(path(unsent)).json()["position"] is None
    make_forecast(submission_id=unsent.id, now=clock.now())
    assert Forecast.objects.count() == 0


def test_telling_takes_few_statements(client_of: Clients, django_assert_num_queries: Any) -> None:
    submission = waiting()
    owner = submission.project.owner
    with django_assert_num_queries(16):
        client_of(owner).get(path(submission))
    owner.__dict__.pop("_grants", None)
    with django_assert_num_queries(6):
        client_of(owner).get(path(submission))


def told_before(
    submission: Submission, by: date | None, median: float | None, days: int = 10, *, is_first: bool = True
) -> None:
    moment = clock.now() - timedelta(days=days)
    Forecast.objects.create(
        submission=submission, is_first=is_first, created_at=moment, answer_by=by, median_hours=median, position=1
    )


def test_the_office_sees_how_true_it_was(client_of: Clients) -> None:
    today, by, learner = clock.today(), mentor(), member_of("MA")
    for late in (False, True):
        submission = reviewed(by, waiting(ProjectFactory(owner=learner))).submission
        told_before(submission, today - timedelta(days=3) if late else today + timedelta(days=1), 2.0)
        # What was told later counts for nothing.
        told_before(submission, today + timedelta(days=300), 99.0, days=1, is_first=False)
        waited = {"submitted_at": clock.now() - timedelta(hours=6 if late else 4), "decided_at": clock.now()}
        Submission.objects.filter(pk=submission.pk).update(**waited)
    told_before(waiting(ProjectFactory(language="fr")), today - timedelta(days=1), None)
    office = granted(Role.PROGRAMME_OFFICE)
    rows = client_of(office).get("/api/v1/review-queue/forecasts").json()["results"]
    for row in rows:
        row["median_error_hours"] = row["median_error_hours"] and round(row["median_error_hours"], 3)
    assert rows == [
        {"state": None, "language": None, "told": 3, "answered": 2, "kept_share": 1 / 3, "median_error_hours": 3.0},
        {"state": None, "language": "fr", "told": 1, "answered": 0, "kept_share": 0.0, "median_error_hours": None},
        {"state": "MA", "language": "ar", "told": 2, "answered": 2, "kept_share": 0.5, "median_error_hours": 3.0},
    ]
    coordinator = granted(Role.COORDINATOR, state=member_state("MA"))
    assert client_of(coordinator).get("/api/v1/review-queue/forecasts").status_code == 404
    cache.clear()
    assert forecasts_kept(office, now=clock.now() + timedelta(days=200)) == [
        forecasts.Kept(None, None, 0, 0, None, None)
    ]

"""What the office is shown of reviewers, and nobody else."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from foundation.kernel import clock
from foundation.programmes.enums import Role
from mentoring.mentors.models import Mentor
from mentoring.projects.models import Call, Submission
from mentoring.reviews.models import Review
from mentoring.reviews.services import release_review
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import (
    CallFactory,
    ProjectFactory,
    granted,
    leased,
    member_of,
    member_state,
    mentor,
    reviewed,
    typed,
    waiting,
)
from tests.factories.programmes import ProgrammeFactory

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
CALLS = "/api/v1/calls"
MINUTES = timedelta(minutes=1)


@pytest.fixture
def office(client_of: Clients) -> APIClient:
    return client_of(granted(Role.PROGRAMME_OFFICE))


@pytest.fixture
def call() -> Call:
    return CallFactory(programme=ProgrammeFactory())


def work(call: Call) -> Submission:
    return waiting(ProjectFactory(call=call))


def shown(client: APIClient, call: Call, what: str) -> list[dict[str, Any]]:
    answer = client.get(f"{CALLS}/{call.id}/{what}")
    assert answer.status_code == 200, answer.json()
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


def took(review: Review, minutes: float) -> None:
    """As if it had been taken up so long before it went out."""
    began = (review.submitted_at or review.lease_until) - minutes * MINUTES
    Review.objects.filter(pk=review.pk).update(created_at=began)


@pytest.mark.parametrize("what", ["reviewers", "scores"])
def test_they_are_the_offices_alone(client_of: Clients, call: Call, what: str) -> None:
    learner, reader = member_of("MA"), mentor()
    reviewed(reader, waiting(ProjectFactory(call=call, owner=learner)))
    people = {
        "office": granted(Role.PROGRAMME_OFFICE),
        "coordinator": granted(Role.COORDINATOR, state=member_state("MA")),
        "officer": granted(Role.SAFEGUARDING_OFFICER),
        "author": granted(Role.AUTHOR),
        "reviewer": reader,
        "mentor": mentor(),
        "learner": learner,
        "stranger": PersonFactory(),
        "nobody": None,
    }
    seen = {name: client_of(person).get(f"{CALLS}/{call.id}/{what}").status_code for name, person in people.items()}
    assert seen == {**dict.fromkeys(people, 404), "office": 200, "nobody": 401}


def test_a_reviewer_s_figures(office: APIClient, call: Call) -> None:
    reader = mentor()
    for minutes in (10, 20, 60):
        took(reviewed(reader, work(call)), minutes)
    (row,) = shown(office, call, "reviewers")
    assert [row] == [
        {
            "mentor": str(Mentor.objects.get(person=reader).id),
            "name": reader.name,
            "reviews": 3,
            "shared": 0,
            "mean_raw": 0.75,
            "mean_adjusted": 0.75,
            "severity": 0.0,
            "median_minutes": 20.0,
            "flags": [],
            "flag_texts": [],
            "computed_at": row["computed_at"],
        }
    ]


def test_what_a_submission_s_reviews_come_to(office: APIClient, call: Call) -> None:
    submission = work(call)
    reviewed(mentor(), submission, "revise")
    (row,) = shown(office, call, "scores")
    assert [row] == [
        {
            "submission": str(submission.id),
            "project": {"id": str(submission.project_id), "title": submission.project.title},
            "stage": "idea",
            "number": 1,
            "status": "returned",
            "reviews": 1,
            "raw": 0.75,
            "adjusted": 0.75,
            "computed_at": row["computed_at"],
        }
    ]


def test_the_best_come_first_page_by_page(office: APIClient, call: Call) -> None:
    low, high, same = (reviewed(mentor(), work(call)) for _ in range(3))
    for review, points in ((low, 0), (high, 10), (same, 10)):
        scores = {key: {"points": points, "reason": ""} for key in ("clear", "useful")}
        Review.objects.filter(pk=review.pk).update(scores=scores)
    path, seen = f"{CALLS}/{call.id}/scores?limit=1", []
    while path:
        page = office.get(path).json()
        seen += [(row["submission"], row["raw"]) for row in page["results"]]
        path = page["next"]
    expected = [(same, 1.0), (high, 1.0), (low, 0.0)]
    assert seen == [(str(review.submission_id), raw) for review, raw in expected]


def test_only_what_was_given_counts(office: APIClient, call: Call) -> None:
    reader = mentor()
    typed(reader, leased(reader, work(call)))
    assert [shown(office, call, what) for what in ("reviewers", "scores")] == [[], []]


def test_the_time_of_all_leases_counts_and_no_other(office: APIClient, call: Call) -> None:
    """Ten minutes, then handed back; five more, the next day."""
    reader, submission = mentor(), work(call)
    first = leased(reader, submission)
    release_review(actor=reader, review_id=first.id, now=clock.now())
    Review.objects.filter(pk=first.pk).update(
        created_at=clock.now() - timedelta(days=1), lease_until=clock.now() - timedelta(days=1) + 10 * MINUTES
    )
    took(reviewed(reader, submission), 5)
    assert shown(office, call, "reviewers")[0]["median_minutes"] == pytest.approx(15, abs=0.1)


def test_severity_is_estimated_over_the_calls_of_a_programme(office: APIClient, call: Call) -> None:
    reader, other, elsewhere = mentor(), mentor(), mentor()
    beside = CallFactory(programme=call.programme)
    for by, where in ((reader, call), (reader, beside), (other, beside), (elsewhere, CallFactory())):
        reviewed(by, work(where))
    seen = {row["mentor"]: row["reviews"] for row in shown(office, call, "reviewers")}
    assert seen == {str(Mentor.objects.get(person=reader).id): 2}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("what", ["reviewers", "scores"])
def test_reading_on_takes_three_statements(
    office: APIClient, call: Call, what: str, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        reviewed(mentor(), work(call))
    shown(office, call, what)
    with django_assert_num_queries(3):
        assert len(shown(office, call, what)) == rows


def test_what_was_computed_holds_for_a_while(office: APIClient, call: Call) -> None:
    """So that the pages of a list are of one moment, which they say."""
    reviewed(mentor(), work(call))
    asked_at = clock.now()
    before = [shown(office, call, what) for what in ("reviewers", "scores")]
    reviewed(mentor(), work(call))
    assert [shown(office, call, what) for what in ("reviewers", "scores")] == before
    again_at = clock.now()
    assert [asked_at < at < again_at for at in moments(before)] == [True, True]
    cache.clear()
    after = [shown(office, call, what) for what in ("reviewers", "scores")]
    assert ([len(rows) for rows in after], [at > again_at for at in moments(after)]) == ([2, 2], [True] * 4)


def moments(lists: list[Any]) -> list[datetime]:
    return [datetime.fromisoformat(row["computed_at"]) for rows in lists for row in rows]

"""Something is wrong: whoever sees it says so, and whoever was reported learns nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.outbox.models import EventRecord
from mentoring.reviews.models import Case, Report, Review
from mentoring.reviews.services.reporting import BY_PERSON
from tests.factories.mentoring import (
    deliver_all,
    leased,
    mentor,
    typed,
    waiting,
)
from tests.mentoring.reviews.reporting import (
    ANY,
    CASES,
    NOWHERE,
    REPORTS,
    SAFETY,
    People,
    body,
    problem,
    set_up,
    the_case,
)
from tests.scenes import part, scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]

_written, around = scene(set_up)
review, people = part("around", 0), part("around", 1)


def test_whoever_sees_a_review_may_report_it(client_of: Clients, people: People, review: Review) -> None:
    answers = {name: client_of(person).post(REPORTS, body(review)).status_code for name, person in people.items()}
    seeing = ("lead", "team mate", "mentor", "coordinator", "office")
    assert answers == {**dict.fromkeys(people, 422), **dict.fromkeys(seeing, 201), "nobody": 401}
    assert (Case.objects.count(), set(Report.objects.values_list("reporter", flat=True))) == (
        1,
        {people[name].pk for name in seeing},
    )


def test_a_team_reports_nothing_before_the_decision(client_of: Clients) -> None:
    submission = waiting()
    review = typed(reader := mentor(), leased(reader, submission))
    team, unknown = client_of(submission.project.owner), {**body(review), "subject": {"type": "review", "id": NOWHERE}}
    assert [problem(team.post(REPORTS, sent)) for sent in (body(review), unknown)] == [(422, "unknown_subject")] * 2
    assert not Case.objects.exists()
    assert client_of(reader).post(REPORTS, body(review)).status_code == 201


def test_what_was_reported_is_kept_and_shown_to_who_said_it(client_of: Clients, people: People, review: Review) -> None:
    client = client_of(people["lead"])
    made = client.post(REPORTS, body(review, "private_questions")).json()
    assert made == {
        "id": made["id"],
        "subject": {"type": "review", "id": str(review.id)},
        "reason": "private_questions",
        "words": "It frightens me.",
        "status": "open",
        "reported_at": made["reported_at"],
    }
    assert client.get(REPORTS).json()["results"] == [made]
    assert client_of(people["team mate"]).get(REPORTS).json()["results"] == []
    assert problem(client.post(REPORTS, body(review, "other"))) == (409, "already_reported")
    assert Report.objects.get().reason == "private_questions"


@pytest.mark.parametrize(
    ("changed", "status"),
    [({"reason": "boring"}, 400), ({"subject": {"type": "weather", "id": NOWHERE}}, 400), ({"words": "x" * 2001}, 400)],
)
def test_what_makes_no_sense_is_not_kept(
    client_of: Clients, people: People, review: Review, changed: dict[str, Any], status: int
) -> None:
    assert client_of(people["lead"]).post(REPORTS, {**body(review), **changed}).status_code == status
    assert not Report.objects.exists()


def test_whoever_was_reported_learns_neither_who_nor_that(client_of: Clients, people: People, review: Review) -> None:
    reported = client_of(review.mentor.person)
    pages = ("reviews", f"reviews/{review.id}", "reports", "notifications", "mentors/me", "review-queue")
    before = {page: reported.get(f"/api/v1/{page}").content for page in pages}
    client_of(people["lead"]).post(REPORTS, body(review))
    client_of(people["officer"]).patch(the_case(), {"status": "closed", "outcome": "talked"}, headers=ANY)
    deliver_all()
    assert {page: reported.get(f"/api/v1/{page}").content for page in pages} == before


def test_nobody_reports_without_end(client_of: Clients, people: People, review: Review) -> None:
    """What is refused counts too, and it is one's own limit."""
    client = client_of(people["lead"])
    unknown = {**body(review), "subject": {"type": "review", "id": NOWHERE}}
    for _ in range(BY_PERSON.times - 1):
        BY_PERSON.count(people["lead"].pk)
    answers = [client.post(REPORTS, sent) for sent in (unknown, body(review))]
    assert [problem(answer) for answer in answers] == [(422, "unknown_subject"), (429, "too_many_requests")]
    assert not Report.objects.exists()
    assert client_of(people["team mate"]).post(REPORTS, body(review)).status_code == 201


def test_what_is_reported_after_the_end_opens_another_case(client_of: Clients, people: People, review: Review) -> None:
    client = client_of(people["lead"])
    client.post(REPORTS, body(review))
    client_of(people["officer"]).patch(the_case(), {"status": "closed", "outcome": "unfounded"}, headers=ANY)
    assert client.post(REPORTS, body(review)).status_code == 201
    assert list(Case.objects.order_by("id").values_list("status", flat=True)) == ["closed", "open"]
    shown = client_of(people["officer"]).get(f"{CASES}?status=open").json()["results"]
    assert [case["status"] for case in shown] == ["open"]


def test_news_of_reports_holds_ids_alone(client_of: Clients, people: People, review: Review) -> None:
    client_of(people["lead"]).post(REPORTS, body(review))
    report = Report.objects.get()
    payload = EventRecord.objects.get(name="mentoring.report_made.v1").payload
    officers = {str(people[name].pk) for name in SAFETY}
    assert {**payload, "person_ids": set(payload["person_ids"])} == {
        "report_id": str(report.id),
        "case_id": str(report.case_id),
        "is_safety": True,
        "person_ids": officers,
    }

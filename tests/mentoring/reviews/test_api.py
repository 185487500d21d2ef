from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.kernel import clock
from foundation.outbox.models import EventRecord
from mentoring.mentors.models import Mentor
from mentoring.reviews.enums import Remark
from mentoring.reviews.models import Review
from tests.factories.mentoring import (
    SCORES,
    ProjectFactory,
    leased,
    mentor,
    reviewed,
    typed,
    waiting,
)
from tests.mentoring.reviews.people import (
    COORDINATOR,
    LEARNER,
    NOBODY,
    OFFICE,
    OTHER_MENTOR,
    QUEUE,
    REVIEWER,
    REVIEWS,
    SUBMISSIONS,
    expected,
    lease_path,
    people_around,
)
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
ANY = {"If-Match": "*"}


_written, people = scene(people_around)


def problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def errors(answer: Any) -> list[tuple[str, str]]:
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


def criterion(key: str, said: str = "in English") -> dict[str, Any]:
    levels = [{"points": points, "title": f"{points} {said}", "text": ""} for points in (0, 5, 10)]
    return {"key": key, "title": f"{key} {said}", "levels": levels, "reason_required": False}


def test_a_review_says_what_the_work_is_judged_by_in_the_readers_language(
    client_of: Clients, django_assert_num_queries: Any
) -> None:
    by = mentor()
    path = f"{REVIEWS}/{leased(by).id}"
    client = client_of(by, language="ar")
    by.__dict__.pop("_grants", None)
    with django_assert_num_queries(3):
        answer = client.get(path)
    assert answer.json()["rubric"]["criteria"] == [criterion(key, "بالعربية") for key in ("clear", "useful")]


def test_a_review_from_the_lease_to_the_decision(client_of: Clients) -> None:
    submission, client = waiting(), client_of(mentor())
    lease = client.post(lease_path(submission))
    review = lease.json()
    assert (lease.status_code, lease["Location"]) == (201, f"{REVIEWS}/{review['id']}")
    assert review == {
        "id": review["id"],
        "submission": str(submission.id),
        "status": "draft",
        "lease_until": review["lease_until"],
        "reviewer": None,
        "scores": {},
        "feedback": "",
        "remarks": [],
        "remark_texts": [],
        "decision": None,
        "submitted_at": None,
        "rubric": {"criteria": [criterion(key) for key in ("clear", "useful")]},
    }
    left = datetime.fromisoformat(review["lease_until"]) - clock.now()
    assert 1790 < left.total_seconds() <= 1800
    path = lease["Location"]
    changes = {"scores": SCORES, "feedback": "Good.", "remarks": ["users_ask"], "decision": "accepted"}
    saved = client.patch(path, {**review, **changes}, headers={"If-Match": lease["ETag"]})
    assert saved.status_code == 200
    assert {key: saved.json()[key] for key in changes} == changes
    assert problem(client.patch(path, changes)) == (428, "if_match_required")
    other = {"feedback": "Bad."}
    assert problem(client.patch(path, other, headers={"If-Match": lease["ETag"]})) == (412, "stale")
    renewed = client.post(f"{path}/renew").json()
    assert renewed["lease_until"] > review["lease_until"]
    sent = client.post(f"{path}/submit")
    assert (sent.status_code, sent.json()["status"], sent.json()["decision"]) == (200, "submitted", "accepted")
    assert problem(client.post(f"{path}/submit")) == (409, "review_closed")
    assert problem(client.patch(path, changes, headers=ANY)) == (409, "review_closed")
    assert client.get(path).json() == {**sent.json(), "rubric": review["rubric"]}
    assert [set(review) - set(answer) for answer in (saved.json(), renewed, sent.json())] == [{"rubric"}] * 3
    assert client.get(REVIEWS).json()["results"] == [sent.json()]
    assert client.get(f"{REVIEWS}?status=draft").json()["results"] == []


def test_clean_refusals_to_those_who_come_late_or_take_too_much(client_of: Clients) -> None:
    first, person = waiting(), mentor()
    leased(mentor(), first)
    client = client_of(person, language="fr")
    refusal = client.post(lease_path(first))
    assert problem(refusal) == (409, "submission_taken")
    assert refusal.json()["detail"] == "Un autre mentor a pris cette soumission."
    for _ in range(4):
        leased(person)
    assert problem(client.post(lease_path(waiting()))) == (409, "leases_full")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"scores": {"clear": {"points": 3, "reason": ""}}}, [("/scores/clear/points", "unknown_level")]),
        ({"scores": {"style": {"points": 5}}}, [("/scores/style", "unknown_criterion")]),
        ({"scores": {"clear": {"reason": "x"}}}, [("/scores/clear/points", "required")]),
        ({"scores": {"clear": 5}}, [("/scores/clear", "invalid")]),
        ({"remarks": ["praise"]}, [("/remarks/0", "invalid_choice")]),
        ({"decision": "rejected"}, [("/decision", "invalid_choice")]),
        ({"mentor": "x"}, [("/mentor", "unknown")]),
    ],
)
def test_a_draft_that_is_not_right_changes_nothing(
    client_of: Clients, changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    person = mentor()
    review = leased(person)
    answer = client_of(person).patch(f"{REVIEWS}/{review.id}", changes, headers=ANY)
    assert (answer.status_code, errors(answer)) == (400, expected)
    review.refresh_from_db()
    assert (review.scores, review.revision) == ({}, 1)


def test_a_decision_can_be_taken_back_while_it_is_a_draft(client_of: Clients) -> None:
    person = mentor()
    review = typed(person, leased(person))
    answer = client_of(person).patch(f"{REVIEWS}/{review.id}", {"decision": None}, headers=ANY)
    assert answer.json()["decision"] is None
    refusal = client_of(person).post(f"{REVIEWS}/{review.id}/submit")
    assert problem(refusal) == (422, "review_incomplete")
    assert errors(refusal) == [("/decision", "not_decided")]


def test_who_leases(client_of: Clients, people: dict[str, User | None]) -> None:
    project = ProjectFactory(owner=people[LEARNER])
    submission = waiting(project)
    done = {name: client_of(person).post(lease_path(submission)).status_code for name, person in people.items()}
    assert done == expected(people, {REVIEWER: 201, OTHER_MENTOR: 409})
    assert Review.objects.count() == 1


def test_a_draft_is_its_mentors_alone(client_of: Clients, people: dict[str, User | None]) -> None:
    review = typed(people[REVIEWER], leased(people[REVIEWER], waiting(ProjectFactory(owner=people[LEARNER]))))
    path = f"{REVIEWS}/{review.id}"
    seen = {name: client_of(person).get(path).status_code for name, person in people.items()}
    assert seen == expected(people, {REVIEWER: 200})
    for name in set(people) - {REVIEWER}:
        client, refused = client_of(people[name]), 401 if name == NOBODY else 404
        answers = [
            client.patch(path, {"feedback": "Not mine."}, headers=ANY),
            *[client.post(f"{path}/{move}") for move in ("submit", "release", "renew")],
        ]
        assert [answer.status_code for answer in answers] == [refused] * 4, name
    before = review.revision
    review.refresh_from_db()
    assert (review.status, review.feedback, review.revision) == ("draft", "Well observed.", before)
    assert not EventRecord.objects.filter(name="mentoring.submission_reviewed.v1").exists()


def test_who_reads_a_review_that_went_out(client_of: Clients, people: dict[str, User | None]) -> None:
    review = reviewed(people[REVIEWER], waiting(ProjectFactory(owner=people[LEARNER])), "revise")
    allowed = {LEARNER: 200, OFFICE: 200, COORDINATOR: 200, REVIEWER: 200}
    for path in (f"{REVIEWS}/{review.id}", f"{SUBMISSIONS}/{review.submission_id}/reviews"):
        seen = {name: client_of(person).get(path).status_code for name, person in people.items()}
        assert seen == expected(people, allowed), path


def test_a_learner_reads_what_went_out_in_her_language_and_nothing_before(client_of: Clients) -> None:
    reader, submission = mentor(), waiting()
    path = f"{SUBMISSIONS}/{submission.id}/reviews"
    client = client_of(submission.project.owner, language="ar")
    review = typed(reader, leased(reader, submission))
    Review.objects.update(remarks=["idea_fits"])
    assert client.get(path).json()["results"] == []
    client_of(reader).post(f"{REVIEWS}/{review.id}/submit")
    (seen,) = client.get(path).json()["results"]
    assert (seen["remarks"], seen["remark_texts"]) == (["idea_fits"], ["فكرتك تعالج المشكلة جيدًا."])
    assert (seen["decision"], seen["feedback"], seen["scores"]) == ("accepted", "Well observed.", SCORES)


def test_remarks_are_chosen_from_those_of_each_topic(client_of: Clients) -> None:
    told = client_of(mentor(), language="fr").get("/api/v1/remarks").json()
    topics = {topic["topic"]: topic["remarks"] for topic in told["topics"]}
    assert [remark["code"] for remarks in topics.values() for remark in remarks] == list(Remark.values)
    assert [name for name, remarks in topics.items() if not {True, False} <= {one["praises"] for one in remarks}] == [
        "next"
    ]
    assert (told["topics"][0]["title"], topics["users"][0]) == (
        "Le problème",
        {"code": "users_known", "text": "Tu connais les personnes pour qui tu construis.", "praises": True},
    )


def test_neither_side_reads_a_name(client_of: Clients, people: dict[str, User | None]) -> None:
    submission = waiting(ProjectFactory(owner=people[LEARNER]))
    learner, reviewer = people[LEARNER], people[REVIEWER]
    profile = Mentor.objects.get(person=reviewer)
    queue = client_of(reviewer).get(QUEUE).content.decode()
    review = leased(reviewer, submission)
    mentors_side = [client_of(reviewer).get(path) for path in (REVIEWS, f"{REVIEWS}/{review.id}")]
    client_of(reviewer).patch(f"{REVIEWS}/{review.id}", {"scores": SCORES, "decision": "accepted"}, headers=ANY)
    client_of(reviewer).post(f"{REVIEWS}/{review.id}/submit")
    learners_side = client_of(learner).get(f"{SUBMISSIONS}/{submission.id}/reviews").content.decode()
    for secret in ("Secret", learner.username, str(learner.id)):
        assert all(secret not in answer.content.decode() for answer in mentors_side)
        assert secret not in queue
    for secret in ("Mentor Of", reviewer.username, str(reviewer.id), str(profile.id)):
        assert secret not in learners_side


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_take_the_same_queries_for_any_length(
    client_of: Clients, django_assert_num_queries: Any, rows: int
) -> None:
    reader = mentor()
    for _ in range(rows):
        waiting()
        reviewed(reader)
    for path, queries in ((QUEUE, 4), (REVIEWS, 3)):
        reader.__dict__.pop("_grants", None)
        client = client_of(reader)
        with django_assert_num_queries(queries):
            answer = client.get(f"{path}?limit={rows}")
        assert len(answer.json()["results"]) == rows, path


@pytest.mark.parametrize("rows", [1, 3])
def test_the_reviews_of_a_submission_take_the_same_queries_for_any_length(
    client_of: Clients, django_assert_num_queries: Any, rows: int
) -> None:
    person, submission = mentor(), waiting()
    for _ in range(rows - 1):
        client_of(person).post(f"{REVIEWS}/{leased(person, submission).id}/release")
    leased(person, submission)
    client = client_of(person)
    person.__dict__.pop("_grants", None)
    with django_assert_num_queries(5):
        answer = client.get(f"{SUBMISSIONS}/{submission.id}/reviews")
    assert len(answer.json()["results"]) == rows

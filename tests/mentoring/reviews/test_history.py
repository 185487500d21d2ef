"""What came before a submission, and for whom."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.kernel import clock
from foundation.programmes.enums import Role
from mentoring.projects.models import Mentorship, Submission
from mentoring.reviews.models import Review
from mentoring.reviews.services import release_review, submit_review
from tests.factories.mentoring import (
    SCORES,
    CallFactory,
    ProjectFactory,
    blind_call,
    granted,
    leased,
    mentor,
    reviewed,
    stage,
    typed,
    waiting,
)

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
API = "/api/v1"
BLANK = {"scores": {}, "feedback": "", "remarks": [], "remark_texts": [], "decision": None}


def history(client: APIClient, submission: Submission) -> Any:
    return client.get(f"{API}/submissions/{submission.id}/history")


def test_one_of_several_readers_reads_earlier_texts_alone_until_her_own_review(client_of: Clients) -> None:
    before = waiting(ProjectFactory(call=blind_call(2)))
    for _ in range(2):
        reviewed(mentor(), before, "revise")
    now, reader = waiting(before.project), mentor()
    before.refresh_from_db()
    texts = {
        "submission": str(before.id),
        "stage": "idea",
        "number": 1,
        "submitted_at": stamp(before.submitted_at),
        "answers": before.answers,
    }
    untold = {"versions": [{**texts, "status": None, "decided_at": None, "reviews": []}], "words": []}
    client = client_of(reader)
    assert history(client, now).json() == untold
    review = typed(reader, leased(reader, now))
    assert history(client, now).json() == untold
    assert client.get(f"{API}/submissions/{now.id}/comparison").status_code == 200
    submit_review(actor=reader, review_id=review.id, now=clock.now())
    said = {**BLANK, "scores": SCORES, "feedback": "Well observed.", "decision": "revise"}
    told = {"status": "returned", "decided_at": stamp(before.decided_at), "reviews": [said, said]}
    for person in (client, client_of(now.project.owner), client_of(granted(Role.PROGRAMME_OFFICE))):
        assert history(person, now).json() == {"versions": [{**texts, **told}], "words": []}


def test_whoever_hands_a_seat_back_is_never_told(client_of: Clients) -> None:
    before = waiting(ProjectFactory(call=blind_call(2)))
    for _ in range(2):
        reviewed(mentor(), before, "revise")
    now, reader = waiting(before.project), mentor()
    release_review(actor=reader, review_id=leased(reader, now).id, now=clock.now())
    for _ in range(2):
        reviewed(mentor(), now)
    (version,) = history(client_of(reader), now).json()["versions"]
    assert (version["status"], version["reviews"]) == (None, [])


def stamp(at: Any) -> str:
    return str(at.isoformat().replace("+00:00", "Z"))


def test_what_several_said_comes_in_the_order_drawn_by_lot(client_of: Clients) -> None:
    """Turned round, by the text and by the decision."""
    before = waiting(ProjectFactory(call=blind_call(2)))
    for _ in range(2):
        reviewed(mentor(), before, "revise")
    for n, review in enumerate(Review.objects.order_by("-id")):
        Review.objects.filter(pk=review.pk).update(feedback=f"Said {n}", decision=("accepted", "revise")[n])
    office, now = client_of(granted(Role.PROGRAMME_OFFICE)), waiting(before.project)
    reader = mentor()
    reviewed(reader, now)
    listed = [review["feedback"] for review in office.get(f"{API}/submissions/{before.id}/reviews").json()["results"]]
    for person in (office, client_of(reader), client_of(now.project.owner)):
        (version,) = history(person, now).json()["versions"]
        assert [review["feedback"] for review in version["reviews"]] == listed == ["Said 1", "Said 0"]


def test_whoever_takes_it_next_sees_what_came_before_and_no_name(client_of: Clients) -> None:
    first = mentor()
    before = Submission.objects.get(pk=reviewed(first, waiting(), "revise").submission_id)
    now = for_anybody(waiting(before.project))
    reader = mentor()
    client = client_of(reader)
    (version,) = history(client, now).json()["versions"]
    assert (version["answers"], version["status"], version["reviews"]) == (before.answers, None, [])
    leased(reader, now)
    answer = history(client, now)
    (version,) = answer.json()["versions"]
    assert (version["submission"], version["number"], version["status"]) == (str(before.id), 1, "returned")
    assert (version["answers"], version["decided_at"] is None) == (before.answers, False)
    (said,) = version["reviews"]
    assert said == {**BLANK, "scores": said["scores"], "feedback": "Well observed.", "decision": "revise"}
    for secret in (first.name, str(first.id), before.project.owner.name, str(before.project.owner_id)):
        assert secret not in answer.content.decode()
    assert history(client_of(mentor(languages=["fr"])), now).status_code == 404


def test_whoever_was_told_what_was_said_gets_no_seat_at_a_later_blind_stage(client_of: Clients) -> None:
    gate = {**stage("gate"), "review": {"mode": "blind", "reviewers": 2, "threshold": 0.25}}
    looked, held = mentor(), mentor()
    project = ProjectFactory(call=CallFactory(stages=[stage("idea"), gate]))
    reviewed(mentor(), waiting(project), "revise")
    now = for_anybody(waiting(project))
    release_review(actor=held, review_id=leased(held, now).id, now=clock.now())
    told = [[said["feedback"] for said in last_before(client_of(one), now)["reviews"]] for one in (looked, held)]
    assert told == [[], ["Well observed."]]
    reviewed(mentor(), now)
    project.refresh_from_db()
    later = waiting(project)
    assert (later.stage, later.seats) == ("gate", 2)
    seats = [client_of(one).post(f"{API}/review-queue/{later.id}/lease").status_code for one in (looked, held)]
    assert seats == [201, 404]
    assert [one.mentor.person_id for one in Review.objects.filter(submission=later)] == [looked.id]


def for_anybody(submission: Submission) -> Submission:
    """Not kept for whoever mentored the project so far."""
    Mentorship.objects.all().delete()
    Submission.objects.filter(pk=submission.pk).update(turn=1, reserved_for=None)
    submission.refresh_from_db()
    return submission


def last_before(client: APIClient, submission: Submission) -> Any:
    return history(client, submission).json()["versions"][-1]


def test_whoever_once_held_a_version_reads_by_its_history_nothing_that_came_later(client_of: Clients) -> None:
    once, first, old = mentor(), mentor(), waiting()
    release_review(actor=once, review_id=leased(once, old).id, now=clock.now())
    reviewed(first, old, "revise")
    later = waiting(old.project)
    reviewed(first, later, feedback="For the team alone.")
    client = client_of(once)
    assert client.get(f"{API}/submissions/{later.id}").status_code == 404
    assert history(client, old).json() == {"versions": [], "words": []}
    versions = history(client_of(old.project.owner), later).json()["versions"]
    assert [version["submission"] for version in versions] == [str(old.id)]

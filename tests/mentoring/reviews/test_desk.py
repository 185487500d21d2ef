"""A mentor's desk: what waits, since when, how long it takes; putting off, handing back with a word, and what came before."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.kernel import clock
from foundation.programmes.enums import Role
from foundation.programmes.selectors import NOWHERE
from mentoring.projects.models import Mentorship, Nudge, Submission
from mentoring.reviews.models import Review, Snooze
from mentoring.reviews.rules import last_day
from mentoring.reviews.services import expire_leases, lease_submission, release_review, submit_review
from mentoring.reviews.services.leases import free
from tests.factories.mentoring import (
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
DESK, QUEUE = f"{API}/mentors/me/desk", f"{API}/review-queue"


def again(by: User) -> Submission:
    """What a project that this mentor asked to revise hands in."""
    return waiting(reviewed(by, waiting(), "revise").submission.project)


def shown(submission: Submission) -> dict[str, Any]:
    return {"title": submission.project.title, "language": "ar"}


def queued(client: APIClient) -> list[str]:
    return [entry["submission"] for entry in client.get(QUEUE).json()["results"]]


def put_off(client: APIClient, submission: Submission, days: int = 1) -> Any:
    return client.post(f"{QUEUE}/{submission.id}/snooze", {"days": days})


def history(client: APIClient, submission: Submission) -> Any:
    return client.get(f"{API}/submissions/{submission.id}/history")


def test_the_desk_shows_what_waits_and_how_long_it_takes(client_of: Clients) -> None:
    by = mentor(availability=[{"weekday": n, "from": "00:00", "to": "23:59"} for n in range(1, 8)])
    kept, others = again(by), [waiting() for _ in range(3)]
    held = leased(by, others[0])
    left = typed(by, leased(by, others[1]))
    Review.objects.filter(pk=left.pk).update(lease_until=clock.now() - timedelta(minutes=1))
    expire_leases(now=clock.now())
    Review.objects.filter(status="submitted").update(created_at=clock.now() - timedelta(minutes=20))
    desk = client_of(by).get(DESK).json()
    assert desk["leases"] == [
        {
            "review": str(held.id),
            "submission": str(others[0].id),
            "project": shown(others[0]),
            "lease_until": desk["leases"][0]["lease_until"],
        }
    ]
    assert desk["mine"] == [
        {
            "submission": str(kept.id),
            "project": shown(kept),
            "waiting_since": desk["mine"][0]["waiting_since"],
            "due_on": str(last_day(kept.waits_on, NOWHERE)),
            "snoozed_until": None,
        }
    ]
    assert [entry["review"] for entry in desk["drafts"]] == [str(left.id)]
    assert (desk["waiting"], round(desk["minutes"]["mine"])) == (2, 20)
    assert desk["minutes"]["usual"] == desk["minutes"]["mine"]
    assert datetime.fromisoformat(desk["next_hours"]["starts_at"]) <= clock.now() + timedelta(minutes=1)


def test_a_review_takes_from_its_lease_on_whatever_the_clock_says(client_of: Clients) -> None:
    by, began = mentor(), clock.now() - timedelta(days=2)
    review = lease_submission(actor=by, submission_id=waiting().id, now=began)
    submit_review(actor=by, review_id=typed(by, review).id, now=began + timedelta(minutes=18))
    minutes = client_of(by).get(DESK).json()["minutes"]
    assert minutes == {"mine": 18.0, "usual": 18.0, "computed_at": minutes["computed_at"]}


def test_what_was_taken_up_again_took_as_long_as_it_was_held(client_of: Clients) -> None:
    """Ten minutes, then handed back; five more, the next day."""
    by, submission = mentor(), waiting()
    first = leased(by, submission)
    release_review(actor=by, review_id=first.id, now=clock.now())
    second = reviewed(by, submission)
    for review, ago, minutes in ((first, timedelta(days=1), 10), (second, timedelta(), 5)):
        until = (second.submitted_at or clock.now()) - ago
        times = {"created_at": until - timedelta(minutes=minutes), "lease_until": until}
        Review.objects.filter(pk=review.pk).update(**times)
    minutes = client_of(by).get(DESK).json()["minutes"]
    assert (minutes["mine"], minutes["usual"]) == (15.0, 15.0)


def test_what_was_handed_back_or_freed_at_once_took_no_half_hour(client_of: Clients) -> None:
    by, submission = mentor(), waiting()
    first = leased(by, submission)
    release_review(actor=by, review_id=first.id, now=clock.now())
    second = leased(by, submission)
    free({second.id: submission.id}, now=clock.now())
    reviewed(by, submission)
    minutes = client_of(by).get(DESK).json()["minutes"]
    assert (minutes["mine"] < 1, minutes["usual"] < 1) == (True, True)


def test_what_was_handed_back_untyped_is_found_on_the_desk(client_of: Clients) -> None:
    by = mentor()
    review, expired = leased(by), leased(by)
    client = client_of(by)
    client.post(f"{API}/reviews/{review.id}/release")
    Review.objects.filter(pk=expired.pk).update(lease_until=clock.now() - timedelta(minutes=1))
    expire_leases(now=clock.now())
    assert [entry["review"] for entry in client.get(DESK).json()["drafts"]] == [str(review.id)]
    assert queued(client) == [str(expired.submission_id)]
    assert client.post(f"{QUEUE}/{review.submission_id}/lease").status_code == 201
    assert client.get(DESK).json()["drafts"] == []


def test_a_mentor_whom_nobody_trusts_finds_an_empty_desk_and_others_none(client_of: Clients) -> None:
    waiting()
    empty = {"leases": [], "mine": [], "waiting": 0, "next_hours": None, "drafts": []}
    minutes = {"mine": None, "usual": None, "computed_at": None}
    assert client_of(mentor(is_vetted=False)).get(DESK).json() == {**empty, "minutes": minutes}
    assert client_of(granted(Role.PROGRAMME_OFFICE)).get(DESK).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_takes_as_many_statements_for_any_number(
    client_of: Clients, django_assert_num_queries: Any, rows: int
) -> None:
    by = mentor()
    for _ in range(rows):
        again(by)
        leased(by, waiting())
        waiting()
    by.__dict__.pop("_grants", None)
    cache.clear()
    with django_assert_num_queries(17):
        assert len(client_of(by).get(DESK).json()["leases"]) == rows


def test_what_came_before_takes_six_statements(client_of: Clients, django_assert_num_queries: Any) -> None:
    by = mentor()
    submission, client = again(by), client_of(by)
    by.__dict__.pop("_grants", None)
    with django_assert_num_queries(6):
        assert len(history(client, submission).json()["versions"]) == 1


def test_what_is_put_off_waits_elsewhere_and_comes_back_on_its_day(client_of: Clients) -> None:
    by, other, submission = mentor(), mentor(), waiting()
    client = client_of(by)
    answer = put_off(client, submission, 2)
    until = NOWHERE.later(clock.today(), 2)
    assert (answer.status_code, answer.json()) == (201, {"submission": str(submission.id), "until_on": str(until)})
    assert (queued(client), queued(client_of(other))) == ([], [str(submission.id)])
    Snooze.objects.update(until_on=clock.today())
    assert queued(client) == [str(submission.id)]
    waited_since = submission.waits_on
    submission.refresh_from_db()
    assert submission.waits_on == waited_since


def test_whoever_puts_off_a_project_of_their_own_is_waited_for_from_then_on(client_of: Clients) -> None:
    by = mentor()
    kept, client = again(by), client_of(by)
    Submission.objects.filter(pk=kept.pk).update(waits_on=clock.today() - timedelta(days=6), nudged=4)
    until = put_off(client, kept, 3).json()["until_on"]
    kept.refresh_from_db()
    assert (str(kept.waits_on), kept.nudged) == (until, 0)
    assert (queued(client), client.get(DESK).json()["mine"][0]["snoozed_until"]) == ([], until)


def test_what_was_put_off_is_taken_back_as_if_it_had_not_been(client_of: Clients) -> None:
    by, since = mentor(), clock.today() - timedelta(days=4)
    kept, client, others = again(by), client_of(by), waiting()
    Submission.objects.filter(pk=kept.pk).update(waits_on=since, nudged=2)
    Nudge.objects.create(submission=kept, awaited="mentor", waits_on=since, step=2)
    for one, days in ((kept, 2), (kept, 3), (others, 3)):
        assert put_off(client, one, days).status_code == 201
    answers = [client.delete(f"{QUEUE}/{one.id}/snooze").status_code for one in (kept, others, kept, kept)]
    assert (answers, Snooze.objects.count()) == ([204, 204, 204, 404], 0)
    assert queued(client) == [str(kept.id), str(others.id)]
    waited_since = others.waits_on
    kept.refresh_from_db()
    others.refresh_from_db()
    assert (kept.waits_on, kept.nudged, others.waits_on) == (since, 2, waited_since)


def test_nobody_takes_back_what_others_put_off_or_what_is_over(client_of: Clients) -> None:
    by, submission = mentor(), waiting()
    put_off(client_of(by), submission)
    address = f"{QUEUE}/{submission.id}/snooze"
    people = (mentor(), submission.project.owner, granted(Role.PROGRAMME_OFFICE))
    assert [client_of(person).delete(address).status_code for person in people] == [404, 404, 404]
    Snooze.objects.update(until_on=clock.today())
    assert client_of(by).delete(address).status_code == 404
    assert Snooze.objects.count() == 1


def test_nobody_puts_off_three_times_nor_what_isnt_theirs_to_take(client_of: Clients) -> None:
    by, submission = mentor(), waiting()
    client = client_of(by)
    answers = [put_off(client, submission, days) for days in (1, 1, 2, 2, 3)]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 201, 409]
    assert answers[0].json() == answers[1].json() != answers[2].json() == answers[3].json()
    assert answers[4].json()["code"] == "snoozed_twice"
    elsewhere = again(mentor())
    leased(mentor(), submission)
    refused = [put_off(client, one).status_code for one in (elsewhere, submission)]
    refused.append(put_off(client_of(submission.project.owner), submission).status_code)
    assert refused == [404, 404, 404]
    assert put_off(client, waiting(), 4).status_code == 400
    assert Snooze.objects.count() == 2


@pytest.mark.parametrize("seats", [1, 2])
def test_what_one_holds_oneself_is_not_put_off_but_handed_back(client_of: Clients, seats: int) -> None:
    by, submission = mentor(), waiting(ProjectFactory(call=blind_call(2)) if seats == 2 else None)
    leased(by, submission)
    before = Submission.objects.values().get(pk=submission.pk)
    answer = put_off(client_of(by), submission)
    assert (answer.status_code, answer.json()["code"]) == (409, "submission_held")
    assert "Hand it back" in answer.json()["detail"]
    assert (Submission.objects.values().get(pk=submission.pk), Snooze.objects.count()) == (before, 0)


@pytest.mark.parametrize("with_draft", [True, False])
def test_a_word_goes_with_what_is_handed_back(client_of: Clients, with_draft: bool) -> None:
    first, second = mentor(), mentor()
    kept = again(first)
    review = typed(first, leased(first, kept))
    body = {"word": "Look at the sensor first.", "with_draft": with_draft}
    assert client_of(first).post(f"{API}/reviews/{review.id}/release", body).status_code == 200
    assert Mentorship.objects.get().ending == "handed_back"
    bystanders = (first, second, mentor(), kept.project.owner)
    assert [history(client_of(person), kept).json()["words"] for person in bystanders] == [[], [], [], []]
    taken = leased(second, kept)
    for person in (second, granted(Role.PROGRAMME_OFFICE)):
        (word,) = history(client_of(person), kept).json()["words"]
        assert word["word"] == "Look at the sensor first."
        assert (word["draft"] or {}).get("feedback") == ("Well observed." if with_draft else None)
    assert (taken.feedback, taken.scores) == ("", {})
    again_taken = Review.objects.filter(mentor__person=first, submission=kept).values_list("feedback", flat=True)
    assert list(again_taken) == ["Well observed."]


def test_what_was_handed_over_stays_as_it_was_and_is_nobodys_own(client_of: Clients) -> None:
    by, other = mentor(), mentor()
    review = typed(by, leased(by), feedback="As handed over.")
    client, path = client_of(by), f"{API}/reviews/{review.id}"
    client.post(f"{path}/release", {"word": "See below.", "with_draft": True})
    leased(other, review.submission)
    answer = client.patch(path, {"feedback": "Call me at 0600."}, headers={"If-Match": "*"})
    assert (answer.status_code, answer.json()["feedback"]) == (200, "Call me at 0600.")
    for person in (other, granted(Role.PROGRAMME_OFFICE)):
        (word,) = history(client_of(person), review.submission).json()["words"]
        assert (word["word"], word["draft"]["feedback"]) == ("See below.", "As handed over.")
    client_of(other).post(f"{API}/reviews/{Review.objects.get(mentor__person=other).id}/release")
    leased(by, review.submission)
    assert history(client, review.submission).json()["words"] == []


def test_where_reviewers_do_not_know_of_each_other_nothing_is_handed_on(client_of: Clients) -> None:
    blind = {**stage("idea"), "review": {"mode": "blind", "reviewers": 2, "threshold": 0.25}}
    by, submission = mentor(), waiting(ProjectFactory(call=CallFactory(stages=[blind])))
    review = typed(by, leased(by, submission))
    client_of(by).post(f"{API}/reviews/{review.id}/release", {"word": "Mine.", "with_draft": True})
    assert history(client_of(mentor()), submission).json() == {"versions": [], "words": []}

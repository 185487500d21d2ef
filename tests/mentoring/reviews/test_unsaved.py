"""Nothing that a mentor typed is lost: not what comes after the lease, nor what comes from a tab that is out of date."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from rest_framework.test import APIClient

from mentoring.reviews.models import MOST_UNSAVED, Review, Unsaved
from mentoring.reviews.services import save_review
from tests.factories.mentoring import leased, mentor, reviewed, typed, waiting
from tests.racing import codes, race

Clients = Callable[..., APIClient]
REVIEWS = "/api/v1/reviews"


def typing(client: APIClient, tag: str, path: str, **words: Any) -> Any:
    return client.patch(path, words, headers={"If-Match": tag})


@pytest.mark.django_db
@pytest.mark.parametrize("deed", ["renew", "release"])
def test_a_save_under_way_is_not_out_of_date_by_what_becomes_of_the_lease(client_of: Clients, deed: str) -> None:
    by = mentor()
    client, path = client_of(by), f"{REVIEWS}/{leased(by).id}"
    tag = client.get(path)["ETag"]
    status = client.post(f"{path}/{deed}").json()["status"]
    answer = typing(client, tag, path, feedback="My last words.")
    assert (answer.status_code, answer.json()["status"], answer.json()["feedback"]) == (200, status, "My last words.")
    assert Unsaved.objects.count() == 0


@pytest.mark.django_db
def test_what_was_handed_back_can_be_typed_on_and_not_sent(client_of: Clients) -> None:
    by, other = mentor(), mentor()
    review = typed(by, leased(by))
    client, path = client_of(by), f"{REVIEWS}/{review.id}"
    client.post(f"{path}/release")
    taken = leased(other, review.submission)
    assert typing(client, "*", path, feedback="And one thing more.").status_code == 200
    assert client.post(f"{path}/submit").json()["code"] == "review_closed"
    kept = Review.objects.values_list("id", "status", "feedback")
    assert set(kept) == {(review.id, "released", "And one thing more."), (taken.id, "draft", "")}


@pytest.mark.django_db
def test_a_save_that_comes_twice_is_not_out_of_date(client_of: Clients) -> None:
    """Its answer was lost on the way. What is stored since is not typed over."""
    by = mentor()
    client, path = client_of(by), f"{REVIEWS}/{leased(by).id}"
    tag = client.get(path)["ETag"]
    words = {"feedback": "Typed once.", "scores": {"clear": {"points": 5, "reason": "Seen."}, "useful": None}}
    first, second = (typing(client, tag, path, **words) for _ in range(2))
    assert (first.status_code, second.status_code, second["ETag"]) == (200, 200, first["ETag"])
    typing(client, first["ETag"], path, feedback="Typed since.")
    assert typing(client, tag, path, **words).status_code == 412
    assert (Review.objects.get().feedback, Unsaved.objects.count()) == ("Typed since.", 1)


@pytest.mark.django_db
@pytest.mark.parametrize("is_sent", [False, True])
def test_a_tab_of_the_former_lease_is_told_of_the_newer_review(client_of: Clients, is_sent: bool) -> None:
    by = mentor()
    old = typed(by, leased(by), feedback="Before.")
    client, path = client_of(by), f"{REVIEWS}/{old.id}"
    client.post(f"{path}/release")
    new = reviewed(by, old.submission) if is_sent else leased(by, old.submission)
    kept = new.feedback
    for _ in range(2):
        refused = typing(client, "*", path, feedback="The tab goes on.")
        assert (refused.status_code, refused.json()["code"]) == (409, "review_taken_anew")
    assert refused.json()["review"] == str(new.id)
    assert typing(client, "*", path, feedback="Before.").status_code == 200
    assert set(Review.objects.values_list("id", "feedback")) == {(old.id, "Before."), (new.id, kept)}
    for one in (old, new):
        (beside,) = client.get(f"{REVIEWS}/{one.id}/unsaved").json()["results"]
        assert beside["feedback"] == "The tab goes on."


@pytest.mark.django_db
def test_what_comes_after_the_review_was_sent_is_kept_beside(client_of: Clients) -> None:
    by = mentor()
    review = reviewed(by)
    client, path = client_of(by), f"{REVIEWS}/{review.id}"
    refused = [typing(client, "*", path, feedback=word).json()["code"] for word in (review.feedback, "Too late.")]
    assert (refused, Review.objects.get().feedback) == (["review_closed"] * 2, review.feedback)
    assert [one["feedback"] for one in client.get(f"{path}/unsaved").json()["results"]] == ["Too late."]


@pytest.mark.django_db
def test_what_comes_from_a_tab_out_of_date_is_kept_beside(client_of: Clients) -> None:
    by = mentor()
    client, path = client_of(by), f"{REVIEWS}/{leased(by).id}"
    tag = client.get(path)["ETag"]
    score = {"clear": {"points": 5, "reason": "One reads it once."}}
    assert typing(client, tag, path, feedback="Typed here.", scores=score).status_code == 200
    for _ in range(2):
        refused = typing(client, tag, path, feedback="Typed there.", decision="revise")
        assert (refused.status_code, refused.json()["code"]) == (412, "stale")
    stored = {"scores": score, "feedback": "Typed here.", "remarks": [], "decision": ""}
    assert refused.json()["stored"] == stored
    assert Review.objects.values(*stored).get() == stored
    (beside,) = client.get(f"{path}/unsaved").json()["results"]
    del beside["id"], beside["created_at"]
    assert beside == {"scores": None, "feedback": "Typed there.", "remarks": None, "decision": "revise"}


@pytest.mark.django_db
def test_it_is_for_whoever_typed_it(client_of: Clients) -> None:
    by, submission = mentor(), waiting()
    review = reviewed(by, submission)
    Unsaved.objects.create(review=review, typed={"feedback": "Not for others."})
    path = f"{REVIEWS}/{review.id}/unsaved"
    people = (by, mentor(), submission.project.owner, None)
    assert [client_of(person).get(path).status_code for person in people] == [200, 404, 404, 401]


@pytest.mark.django_db
def test_of_many_the_newest_are_kept(client_of: Clients) -> None:
    by = mentor()
    review = leased(by)
    client, path = client_of(by), f"{REVIEWS}/{review.id}"
    tag = client.get(path)["ETag"]
    typing(client, tag, path, feedback="Saved.")
    words = [f"Text {n}" for n in range(MOST_UNSAVED + 2)]
    for word in words:
        typing(client, tag, path, feedback=word)
    kept = Unsaved.objects.order_by("id").values_list("typed__feedback", flat=True)
    assert list(kept) == words[2:]


@pytest.mark.django_db(transaction=True)
def test_of_tabs_that_save_at_once_each_text_is_there() -> None:
    by = mentor()
    review, words = leased(by), [f"From tab {n}" for n in range(4)]
    save = partial(save_review, actor=by, review_id=review.id, revision=review.revision)
    assert codes(race(*(partial(save, changes={"feedback": word}) for word in words))) == {"done": 1, "stale": 3}
    review.refresh_from_db()
    assert sorted([review.feedback, *Unsaved.objects.values_list("typed__feedback", flat=True)]) == words

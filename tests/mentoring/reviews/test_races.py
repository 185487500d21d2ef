from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from foundation.kernel import clock
from foundation.outbox.models import EventRecord
from mentoring.projects.models import Project, Submission
from mentoring.reviews.models import Review
from mentoring.reviews.services import (
    expire_leases,
    lease_submission,
    release_review,
    renew_review,
    save_review,
    submit_review,
)
from tests.factories.mentoring import CallFactory, ProjectFactory, leased, mentor, typed, waiting
from tests.racing import codes, race, until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


def taking(by: object, submission: Submission) -> partial:
    return partial(lease_submission, actor=by, submission_id=submission.id, now=clock.now())


def queue(length: int) -> list[Submission]:
    call = CallFactory()
    return [waiting(ProjectFactory(call=call)) for _ in range(length)]


def run_out(**of: object) -> None:
    Review.objects.filter(**of).update(lease_until=clock.now() - timedelta(seconds=1))


def test_twenty_mentors_on_one_submission_are_one_lease() -> None:
    submission, mentors = waiting(), [mentor() for _ in range(20)]
    results = race(*[taking(person, submission) for person in mentors])
    assert codes(results) == {"done": 1, "submission_taken": 19}
    submission.refresh_from_db()
    assert (Review.objects.count(), submission.status, len(submission.readers)) == (1, "in_review", 1)


def test_one_mentor_on_twenty_submissions_holds_four() -> None:
    person = mentor()
    results = race(*[taking(person, submission) for submission in queue(20)])
    assert codes(results) == {"done": 4, "leases_full": 16}
    assert sorted(Review.objects.values_list("slot", flat=True)) == [1, 2, 3, 4]
    assert Counter(Submission.objects.values_list("status", flat=True)) == {"in_review": 4, "submitted": 16}


def test_many_mentors_on_few_submissions() -> None:
    submissions, mentors = queue(5), [mentor() for _ in range(6)]
    results = race(*[taking(person, submission) for person in mentors for submission in submissions])
    assert codes(results)["done"] == 5
    assert Review.objects.values("submission").distinct().count() == 5
    assert max(Counter(Review.objects.values_list("mentor", flat=True)).values()) <= 4


def test_a_lease_that_ran_out_goes_to_one_of_those_who_come() -> None:
    submission, silent, others = waiting(), mentor(), [mentor() for _ in range(10)]
    leased(silent, submission)
    run_out()
    results = race(*[taking(person, submission) for person in others])
    assert codes(results) == {"done": 1, "submission_taken": 9}
    assert Counter(Review.objects.values_list("status", flat=True)) == {"draft": 1, "expired": 1}


def test_two_who_free_each_others_leases_do_not_block() -> None:
    """Each takes what the other held until a moment ago, while the sweep comes by."""
    for _ in range(5):
        first, second, (left, right) = mentor(), mentor(), queue(2)
        leased(first, left)
        leased(second, right)
        run_out(status="draft")
        results = race(taking(first, right), taking(second, left), partial(expire_leases, now=clock.now()))
        assert codes(results) == {"done": 3}


def test_a_lease_renewed_in_time_is_not_swept_away() -> None:
    person = mentor()
    review = leased(person)
    run_out()
    now = clock.now()
    race(partial(renew_review, actor=person, review_id=review.id, now=now), partial(expire_leases, now=now))
    review.refresh_from_db()
    submission = Submission.objects.get()
    assert (review.status, submission.status) in {("draft", "in_review"), ("expired", "submitted")}
    assert (review.status == "draft") == (review.lease_until > now)


def test_words_saved_while_the_lease_runs_out_are_kept_and_another_may_take_it() -> None:
    silent, other = mentor(), mentor()
    review = leased(silent)
    run_out()
    save = partial(
        save_review, actor=silent, review_id=review.id, revision=None, changes={"feedback": "Typed at the last moment."}
    )
    assert codes(race(save, taking(other, review.submission))) == {"done": 2}
    review.refresh_from_db()
    assert (review.status, review.feedback) == ("expired", "Typed at the last moment.")


def test_a_lease_that_runs_out_while_its_owner_saves_loses_no_text_of_either() -> None:
    """The other has it, and types, before the owner's save is through; whose client knows nothing of it."""
    silent, other, words = mentor(), mentor(), "Typed at the last moment."
    review = leased(silent)
    run_out()
    save = partial(
        save_review, actor=silent, review_id=review.id, revision=review.revision, changes={"feedback": words}
    )
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            taken = leased(other, review.submission)
            saving = pool.submit(race, save)
            until_somebody_waits()
            typed(other, taken, feedback="What the other thinks.")
        assert codes(saving.result()) == {"done": 1}
    both = Review.objects.values_list("mentor__person", "status", "feedback")
    assert set(both) == {(silent.id, "expired", words), (other.id, "draft", "What the other thinks.")}
    release_review(actor=other, review_id=taken.id, now=clock.now())
    assert (leased(silent, review.submission).feedback, Review.objects.get(pk=taken.pk).feedback) == (
        words,
        "What the other thinks.",
    )


def test_ten_submits_of_a_review_send_one_decision() -> None:
    person = mentor()
    review = typed(person, leased(person))
    submit = partial(submit_review, actor=person, review_id=review.id, now=clock.now())
    assert codes(race(*[submit] * 10)) == {"done": 1, "review_closed": 9}
    names = Counter(EventRecord.objects.values_list("name", flat=True))
    assert names["mentoring.submission_reviewed.v1"] == names["mentoring.project_accepted.v1"] == 1


def test_submitting_against_releasing_and_expiring_ends_in_one_state() -> None:
    person = mentor()
    review = typed(person, leased(person))
    run_out()
    now = clock.now()
    race(
        partial(submit_review, actor=person, review_id=review.id, now=now),
        partial(release_review, actor=person, review_id=review.id, now=now),
        partial(expire_leases, now=now),
    )
    review.refresh_from_db()
    status, project = Submission.objects.get().status, Project.objects.get().status
    assert (review.status, status, project) in {
        ("submitted", "accepted", "accepted"),
        ("released", "submitted", "submitted"),
        ("expired", "submitted", "submitted"),
    }
    sent = EventRecord.objects.filter(name="mentoring.submission_reviewed.v1").count()
    assert sent == (review.status == "submitted")

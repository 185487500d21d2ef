"""Several readers at the same moment."""

from collections import Counter
from functools import partial

import pytest

from foundation.kernel import clock
from foundation.outbox.models import EventRecord
from mentoring.projects.models import Project, Submission
from mentoring.reviews.models import Review
from mentoring.reviews.services import expire_leases, lease_submission, release_review, submit_review
from tests.factories.mentoring import ProjectFactory, blind_call, leased, mentor, reviewed, typed, waiting
from tests.racing import codes, race

pytestmark = pytest.mark.django_db(transaction=True)


def gate(reviewers: int = 2) -> Submission:
    return waiting(ProjectFactory(call=blind_call(reviewers)))


def taking(by: object, submission: Submission) -> partial:
    return partial(lease_submission, actor=by, submission_id=submission.id, now=clock.now())


def sending(*decisions: str) -> list[partial]:
    """So many reviewers of one submission, about to send."""
    submission = gate(len(decisions))
    people = [mentor() for _ in decisions]
    ready = [typed(by, leased(by, submission), decision) for by, decision in zip(people, decisions, strict=True)]
    return [
        partial(submit_review, actor=by, review_id=review.id, now=clock.now())
        for by, review in zip(people, ready, strict=True)
    ]


def state() -> tuple[str, int, int]:
    return Submission.objects.values_list("status", "seats", "wanting").get()


def sent() -> int:
    return EventRecord.objects.filter(name="mentoring.submission_reviewed.v1").count()


def test_twenty_mentors_on_three_seats() -> None:
    submission = gate(3)
    results = race(*[taking(mentor(), submission) for _ in range(20)])
    assert codes(results) == {"done": 3, "submission_taken": 17}
    assert sorted(Review.objects.values_list("seat", flat=True)) == [1, 2, 3]
    assert state() == ("in_review", 3, 0)


def test_one_mentor_asking_ten_times_has_one_seat() -> None:
    submission, person = gate(3), mentor()
    assert codes(race(*[taking(person, submission)] * 10)) == {"done": 10}
    assert (Review.objects.count(), state()) == (1, ("in_review", 3, 2))


@pytest.mark.parametrize("decisions", [("accepted",) * 2, ("revise",) * 4])
def test_the_last_reviewers_at_the_same_moment_are_one_decision(decisions: tuple[str, ...]) -> None:
    assert codes(race(*sending(*decisions))) == {"done": len(decisions)}
    expected = {"accepted": ("accepted", "accepted"), "revise": ("returned", "active")}[decisions[0]]
    assert (state()[0], Project.objects.get().status, sent()) == (*expected, 1)


def test_reviewers_who_differ_at_the_same_moment_ask_for_one_more() -> None:
    assert codes(race(*sending("accepted", "declined"))) == {"done": 2}
    assert (state(), sent()) == (("in_review", 3, 1), 0)
    reviewed(mentor(), Submission.objects.get(), "declined")
    assert (state(), sent()) == (("declined", 3, 0), 1)


def test_coming_going_and_running_out_together_leave_the_count_right() -> None:
    """Whoever came last, the seats are those held, those given, and those wanting."""
    submissions = [gate(3) for _ in range(3)]
    going = [mentor() for _ in range(3)]
    held = [(by, leased(by, submission)) for by, submission in zip(going, submissions, strict=True)]
    for submission in submissions:
        leased(mentor(), submission)
    Review.objects.exclude(pk__in=[review.pk for _, review in held]).update(lease_until=clock.now())
    deeds = [partial(release_review, actor=by, review_id=review.id, now=clock.now()) for by, review in held]
    deeds += [taking(mentor(), submission) for submission in submissions for _ in range(3)]
    deeds += [partial(expire_leases, now=clock.now())] * 2
    assert set(codes(race(*deeds))) <= {"done", "submission_taken"}
    live = Counter(Review.objects.filter(status="draft").values_list("submission", flat=True))
    rows = Submission.objects.values_list("pk", "seats", "wanting", "status")
    assert {(pk, wanting, status) for pk, _, wanting, status in rows} == {
        (pk, seats - live[pk], "in_review" if live[pk] else "submitted") for pk, seats, *_ in rows
    }

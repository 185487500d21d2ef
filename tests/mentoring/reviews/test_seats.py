"""Several readers of one submission: who gets a seat, what it then still wants, and when the decision goes out."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from foundation.accounts.models import User
from foundation.kernel.errors import NotFound
from foundation.outbox.models import EventRecord
from mentoring.mentors.models import Mentor
from mentoring.mentors.services import declare_conflict
from mentoring.projects.models import Project, Submission
from mentoring.reviews.errors import AlreadyReviewed, SubmissionTaken
from mentoring.reviews.models import Review
from mentoring.reviews.selectors import review_queue
from mentoring.reviews.services import expire_leases, lease_submission, release_review, submit_review
from tests.factories.mentoring import (
    ProjectFactory,
    blind_call,
    deliver_all,
    draft,
    leased,
    mentor,
    reviewed,
    scored,
    stage,
    typed,
    waiting,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=30)


def at_the_gate(reviewers: int = 2, threshold: float = 0.25, *later: dict[str, Any], **project: Any) -> Submission:
    return waiting(ProjectFactory(call=blind_call(reviewers, threshold, *later), **project))


def take(by: User, submission: Submission, now: datetime = NOON) -> Review:
    return lease_submission(actor=by, submission_id=submission.id, now=now)


def state(submission: Submission) -> tuple[str, int, int]:
    """Its status, its seats, and how many readers it still wants."""
    submission.refresh_from_db()
    return submission.status, submission.seats, submission.wanting


def queued(by: User) -> list[Submission]:
    return review_queue(by)[:20]


def decided() -> list[dict[str, Any]]:
    return list(EventRecord.objects.filter(name="mentoring.submission_reviewed.v1").values_list("payload", flat=True))


def test_it_waits_until_all_seats_are_taken() -> None:
    submission, people = at_the_gate(3), [mentor() for _ in range(4)]
    seen = [state(submission)]
    seats = []
    for person in people[:3]:
        assert queued(people[3]) == [submission]
        seats.append(take(person, submission).seat)
        seen.append(state(submission))
    assert (seats, queued(people[3])) == ([1, 2, 3], [])
    assert seen == [("submitted", 3, 3), ("in_review", 3, 2), ("in_review", 3, 1), ("in_review", 3, 0)]
    with pytest.raises(SubmissionTaken):
        take(people[3], submission)
    assert Review.objects.count() == 3


def test_a_seat_handed_back_is_the_next_one_taken() -> None:
    submission, people = at_the_gate(), [mentor() for _ in range(3)]
    first, second = take(people[0], submission), take(people[1], submission)
    release_review(actor=people[0], review_id=first.id, now=NOON)
    assert state(submission) == ("in_review", 2, 1)
    assert take(people[2], submission).seat == 1
    release_review(actor=people[1], review_id=second.id, now=NOON)
    assert state(submission) == ("in_review", 2, 1)


def test_two_leases_that_run_out_in_one_sweep_leave_two_seats() -> None:
    submission, other = at_the_gate(), at_the_gate()
    for person in (mentor(), mentor()):
        take(person, submission)
    take(mentor(), other)
    kept = take(mentor(), other, NOON + timedelta(minutes=1))
    assert expire_leases(now=LATER) == 3
    assert state(submission) == ("submitted", 2, 2)
    assert state(other) == ("in_review", 2, 1)
    kept.refresh_from_db()
    assert kept.status == "draft"


def test_what_the_team_sees_does_not_count_readers() -> None:
    """The revision is in the tag of every answer."""
    submission, people = at_the_gate(3), [mentor() for _ in range(3)]
    first, *_ = [take(person, submission) for person in people]
    before = submission.revision
    submission.refresh_from_db()
    assert submission.revision == before + 1
    release_review(actor=people[0], review_id=first.id, now=NOON)
    submission.refresh_from_db()
    assert submission.revision == before + 1


def test_nobody_sits_at_one_submission_twice() -> None:
    submission, person = at_the_gate(), mentor()
    held = take(person, submission)
    assert take(person, submission).id == held.id
    assert queued(person) == []
    submit_review(actor=person, review_id=typed(person, held).id, now=NOON)
    with pytest.raises(AlreadyReviewed):
        take(person, submission)
    assert (queued(person), state(submission), Review.objects.count()) == ([], ("in_review", 2, 1), 1)


def test_a_mentor_who_handed_it_back_may_take_it_again() -> None:
    submission, person = at_the_gate(), mentor()
    review = typed(person, take(person, submission))
    release_review(actor=person, review_id=review.id, now=NOON)
    assert queued(person) == []
    assert take(person, submission).feedback == "Well observed."


@pytest.mark.parametrize("clash", ["seat", "slot", "mentor"])
def test_the_constraints_judge(clash: str) -> None:
    """Without any lock before them."""
    submission, person, other = at_the_gate(3), mentor(), mentor()
    take(person, submission)
    profile, free = Mentor.objects.get(person=person), Mentor.objects.get(person=other)
    values = {
        "seat": {"submission": submission, "mentor": free, "seat": 1, "slot": 1},
        "slot": {"submission": at_the_gate(), "mentor": profile, "seat": 1, "slot": 1},
        "mentor": {"submission": submission, "mentor": profile, "seat": 2, "slot": 2},
    }[clash]
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(lease_until=LATER, **values)
    assert Review.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"wanting": 0},
        {"seats": 6, "wanting": 6},
        {"status": "in_review"},
        {"status": "accepted"},
        {"status": "draft", "ticket": None},
    ],
)
def test_status_and_what_is_wanting_agree(wrong: dict[str, Any]) -> None:
    submission = at_the_gate()
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(**wrong)
    assert state(submission) == ("submitted", 2, 2)


def test_a_draft_is_never_taken() -> None:
    submission, person = draft(ProjectFactory(call=blind_call())), mentor()
    with pytest.raises(NotFound):
        take(person, submission)
    assert (state(submission), queued(person)) == (("draft", 0, 0), [])


def test_nothing_goes_out_before_the_last_review() -> None:
    submission = at_the_gate(3)
    for n in range(2):
        review = reviewed(mentor(), submission, "revise")
        assert (review.status, state(submission)) == ("submitted", ("in_review", 3, 2 - n))
        assert (decided(), Project.objects.get().status) == ([], "submitted")
    last = reviewed(mentor(), submission, "revise")
    submission.refresh_from_db()
    assert (state(submission), submission.decided_at) == (("returned", 3, 0), last.submitted_at)
    assert [(event["review_id"], event["decision"]) for event in decided()] == [(str(last.id), "revise")]
    assert Project.objects.get().status == "active"


@pytest.mark.parametrize(
    ("second", "third", "expected"),
    [
        (("declined", scored(10, 10)), "declined", "declined"),
        (("declined", scored(10, 10)), "accepted", "accepted"),
        (("declined", scored(10, 10)), "revise", "returned"),
        (("accepted", scored(0, 10)), "accepted", "accepted"),
    ],
)
def test_where_two_differ_a_third_decides(second: tuple[str, Any], third: str, expected: str) -> None:
    submission = at_the_gate()
    reviewed(mentor(), submission, "accepted", scores=scored(10, 10))
    other, reader = mentor(), mentor()
    assert queued(reader) == [submission]
    reviewed(other, submission, second[0], scores=second[1])
    assert (state(submission), decided()) == (("in_review", 3, 1), [])
    assert (queued(reader), queued(other)) == ([submission], [])
    reviewed(reader, submission, third, scores=scored(0, 0))
    assert state(submission) == (expected, 3, 0)
    assert len(decided()) == 1
    assert Review.objects.filter(status="submitted", submission=submission).count() == 3


def test_two_who_agree_need_no_third() -> None:
    submission = at_the_gate()
    reviewed(mentor(), submission, scores=scored(10, 10))
    reviewed(mentor(), submission, scores=scored(5, 10))
    assert state(submission) == ("accepted", 2, 0)
    assert Project.objects.get().status == "accepted"


def test_the_threshold_is_the_calls() -> None:
    submission = at_the_gate(2, 0.2)
    reviewed(mentor(), submission, scores=scored(10, 10))
    reviewed(mentor(), submission, scores=scored(5, 10))
    assert state(submission) == ("in_review", 3, 1)


def test_four_who_differ_are_followed_by_one_more_and_no_other() -> None:
    submission = at_the_gate(4)
    for decision in ("accepted", "declined", "accepted", "declined"):
        assert decided() == []
        reviewed(mentor(), submission, decision)
    assert state(submission) == ("in_review", 5, 1)
    reviewed(mentor(), submission, "revise")
    assert state(submission) == ("returned", 5, 0)


def test_each_stage_is_reviewed_in_its_own_way() -> None:
    submission = at_the_gate(2, 0.25, stage("prototype"))
    for _ in range(2):
        reviewed(mentor(), submission)
    assert (state(submission), Project.objects.get().stage) == (("accepted", 2, 0), "prototype")
    following = waiting(Project.objects.get())
    assert state(following) == ("submitted", 1, 1)
    reviewed(mentor(), following)
    assert (state(following), Project.objects.get().status) == (("accepted", 1, 0), "accepted")


def test_a_conflict_empties_one_seat_and_a_review_that_was_given_stays() -> None:
    submission, by = at_the_gate(3, owner__name="Amina Fassi"), mentor()
    given, held = reviewed(mentor(), submission), leased(by, submission)
    declare_conflict(actor=by, kind="family_name", family_name="Fassi")
    deliver_all()
    for review in (given, held):
        review.refresh_from_db()
    assert ([given.status, held.status], state(submission)) == (["submitted", "expired"], ("in_review", 3, 2))


def test_ids_of_reviews_tell_no_time() -> None:
    assert reviewed(mentor()).id.version == 4

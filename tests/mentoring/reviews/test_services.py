from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from foundation.audit.models import Record
from foundation.kernel.errors import NotFound, Problem, Stale
from foundation.outbox.models import EventRecord
from foundation.programmes.models import RoleGrant
from mentoring.mentors.models import Mentor
from mentoring.projects.models import Project, Submission
from mentoring.reviews.errors import (
    LeaseExpired,
    LeasesFull,
    ReviewClosed,
    ReviewIncomplete,
    ScoresNotRight,
    SubmissionTaken,
)
from mentoring.reviews.models import Review
from mentoring.reviews.services import (
    expire_leases,
    lease_submission,
    release_review,
    renew_review,
    save_review,
    submit_review,
)
from mentoring.reviews.tasks import expire_leases as expire_leases_task
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import (
    SCORES,
    CallFactory,
    ProjectFactory,
    draft,
    leased,
    member_state,
    mentor,
    reviewed,
    rubric,
    scored,
    typed,
    waiting,
    written_anew,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=30)


def take(by: Any, submission: Submission, now: datetime = NOON) -> Review:
    return lease_submission(actor=by, submission_id=submission.id, now=now)


def states(review: Review) -> tuple[str, str, str]:
    review.refresh_from_db()
    submission = Submission.objects.get(pk=review.submission_id)
    return review.status, submission.status, Project.objects.get(pk=submission.project_id).status


def test_a_lease_is_a_draft_for_half_an_hour() -> None:
    review = take(mentor(), waiting())
    assert (review.lease_until, review.slot, review.revision) == (LATER, 1, 1)
    assert states(review) == ("draft", "in_review", "submitted")


def test_a_lease_asked_for_again_is_the_same() -> None:
    person, submission = mentor(), waiting()
    first = take(person, submission)
    again = take(person, submission, NOON + timedelta(minutes=5))
    assert (again.id, again.lease_until) == (first.id, LATER)


def test_the_next_mentor_has_to_wait_until_it_runs_out() -> None:
    submission, other = waiting(), mentor()
    first = take(mentor(), submission)
    with pytest.raises(SubmissionTaken):
        take(other, submission, LATER - timedelta(seconds=1))
    second = take(other, submission, LATER)
    assert states(second) == ("draft", "in_review", "submitted")
    assert states(first)[0] == "expired"


def test_four_at_once_and_a_slot_comes_free_with_each_end() -> None:
    person = mentor()
    held = [take(person, waiting()) for _ in range(4)]
    assert [review.slot for review in held] == [1, 2, 3, 4]
    with pytest.raises(LeasesFull):
        take(person, waiting())
    release_review(actor=person, review_id=held[1].id, now=NOON)
    assert take(person, waiting()).slot == 2
    submit_review(actor=person, review_id=typed(person, held[2]).id, now=NOON)
    assert take(person, waiting()).slot == 3
    assert take(person, waiting(), LATER).slot == 1


def unsuited() -> list[tuple[Any, Submission]]:
    morocco, jordan = member_state("MA"), member_state("JO")
    own = waiting(ProjectFactory(owner=mentor()))
    paused, unwilling = mentor(), PersonFactory()
    Mentor.objects.filter(person=paused).update(active=False)
    return [
        (PersonFactory(), waiting()),
        (unwilling, waiting()),
        (paused, waiting()),
        (mentor(languages=["fr"]), waiting(ProjectFactory(language="ar"))),
        (mentor(states=["JO"]), waiting()),
        (mentor(state=jordan), waiting()),
        (mentor(state=jordan, states=["MA"]), waiting()),
        (mentor(state=morocco), waiting()),
        (own.project.owner, own),
        (mentor(), draft()),
    ]


def test_nobody_leases_what_does_not_suit_them() -> None:
    for person, submission in unsuited():
        with pytest.raises(NotFound):
            take(person, submission)
    assert Review.objects.count() == 0


@pytest.mark.parametrize("profile", [{}, {"states": ["MA"]}, {"languages": ["ar"]}, {"state": "MA"}])
def test_a_mentor_of_the_learners_state_and_language_may(profile: dict[str, Any]) -> None:
    morocco = member_state("MA")
    submission = waiting(ProjectFactory(language="ar"))
    Submission.objects.update(states=["MA", "TN"], pools=["ar", "MA-ar", "TN-ar"])
    person = mentor(**({"state": morocco} if "state" in profile else profile))
    assert take(person, submission).status == "draft"


def test_what_was_decided_is_not_leased_again() -> None:
    review = reviewed(mentor())
    with pytest.raises(SubmissionTaken):
        take(mentor(), review.submission)


def test_a_draft_is_kept_bit_by_bit() -> None:
    person = mentor()
    review = leased(person)
    first = {"scores": {"clear": SCORES["clear"]}, "remarks": ["problem_clear"]}
    save_review(actor=person, review_id=review.id, revision=1, changes=first)
    kept = save_review(actor=person, review_id=review.id, revision=2, changes={"scores": {"useful": SCORES["useful"]}})
    assert (kept.scores, kept.remarks, kept.feedback, kept.revision) == (SCORES, ["problem_clear"], "", 3)
    kept = save_review(actor=person, review_id=review.id, revision=3, changes={"scores": {"clear": None}})
    assert kept.scores == {"useful": SCORES["useful"]}
    with pytest.raises(Stale):
        save_review(actor=person, review_id=review.id, revision=3, changes={"feedback": "Lost?"})
    with pytest.raises(ScoresNotRight):
        save_review(actor=person, review_id=review.id, revision=4, changes={"scores": {"style": SCORES["clear"]}})
    with pytest.raises(NotFound):
        save_review(actor=mentor(), review_id=review.id, revision=4, changes={"feedback": "Mine now."})
    review.refresh_from_db()
    assert (review.feedback, review.revision) == ("", 4)


def test_a_mentor_who_comes_back_goes_on_from_their_own_words() -> None:
    person, other, submission = mentor(), mentor(), waiting()
    first = typed(person, take(person, submission))
    between = take(other, submission, LATER)
    assert (between.scores, between.feedback) == ({}, "")
    release_review(actor=other, review_id=between.id, now=NOON)
    second = take(person, submission, LATER)
    assert (second.scores, second.feedback, second.decision) == (first.scores, first.feedback, first.decision)
    assert states(first)[0] == "expired"
    first.refresh_from_db()
    assert first.feedback == "Well observed."


def test_words_that_come_after_the_lease_are_kept_but_not_sent() -> None:
    person, submission = mentor(), waiting()
    late = typed(person, take(person, submission))
    current = take(mentor(), submission, LATER)
    changes = {"feedback": "Typed on a train without network."}
    kept = save_review(actor=person, review_id=late.id, revision=None, changes=changes)
    assert (kept.status, kept.feedback) == ("expired", "Typed on a train without network.")
    with pytest.raises(LeaseExpired):
        submit_review(actor=person, review_id=late.id, now=LATER)
    assert states(current) == ("draft", "in_review", "submitted")


def test_a_lease_that_nobody_freed_is_still_good() -> None:
    person = mentor()
    review = typed(person, take(person, waiting()))
    assert renew_review(actor=person, review_id=review.id, now=LATER).lease_until == LATER + timedelta(minutes=30)
    submit_review(actor=person, review_id=review.id, now=LATER + timedelta(hours=2))
    assert states(review) == ("submitted", "accepted", "accepted")


@pytest.mark.parametrize(
    ("decision", "after"),
    [
        ("accepted", ("submitted", "accepted", "accepted")),
        ("revise", ("submitted", "returned", "active")),
        ("declined", ("submitted", "declined", "declined")),
    ],
)
def test_a_decision_goes_out_once(decision: str, after: tuple[str, str, str]) -> None:
    person = mentor()
    review = typed(person, leased(person), decision)
    submit_review(actor=person, review_id=review.id, now=NOON)
    assert states(review) == after
    with pytest.raises(ReviewClosed):
        submit_review(actor=person, review_id=review.id, now=NOON)
    owner = Project.objects.get().owner_id
    expected = {
        "review_id": str(review.id),
        "submission_id": str(review.submission_id),
        "project_id": str(Project.objects.get().id),
        "decision": decision,
        "stage_titles": Project.objects.get().call.stages[0]["title"],
        "next_titles": {},
        "person_ids": [str(owner)],
    }
    told = EventRecord.objects.filter(name="mentoring.submission_reviewed.v1")
    assert list(told.values_list("payload", flat=True)) == [expected]
    assert EventRecord.objects.filter(name="mentoring.project_accepted.v1").count() == (decision == "accepted")
    assert Record.objects.filter(action="review.submitted", subject_id=review.id, actor_id=person.id).count() == 1


def test_an_unfinished_review_stays_here() -> None:
    person = mentor()
    review = leased(person)
    save_review(actor=person, review_id=review.id, revision=None, changes={"decision": "revise"})
    with pytest.raises(ReviewIncomplete) as refusal:
        submit_review(actor=person, review_id=review.id, now=NOON)
    assert [(error.pointer, error.code) for error in refusal.value.errors] == [
        ("/scores/clear", "not_scored"),
        ("/scores/useful", "not_scored"),
        ("/feedback", "no_feedback"),
    ]
    assert states(review) == ("draft", "in_review", "submitted")
    assert not EventRecord.objects.filter(name="mentoring.submission_reviewed.v1").exists()


def test_where_the_call_asks_why_nothing_goes_out_without_a_reason() -> None:
    asking = rubric()
    asking["criteria"][1]["reason_required"] = True
    person, submission = mentor(), waiting(ProjectFactory(call=CallFactory(rubric=asking)))
    review = typed(person, leased(person, submission))
    with pytest.raises(ReviewIncomplete) as refused:
        submit_review(actor=person, review_id=review.id, now=NOON)
    assert [(each.pointer, each.code) for each in refused.value.errors] == [("/scores/useful/reason", "no_reason")]
    assert states(review) == ("draft", "in_review", "submitted")
    typed(person, review, scores=scored(5, 10))
    assert submit_review(actor=person, review_id=review.id, now=NOON).status == "submitted"


def test_what_was_handed_back_keeps_its_place() -> None:
    person, submission = mentor(), waiting()
    ticket = submission.ticket
    review = typed(person, leased(person, submission))
    release_review(actor=person, review_id=review.id, now=NOON)
    assert states(review) == ("released", "submitted", "submitted")
    submission.refresh_from_db()
    assert submission.ticket == ticket


@pytest.mark.parametrize(
    ("status", "refusal"), [("submitted", ReviewClosed), ("released", ReviewClosed), ("expired", LeaseExpired)]
)
def test_a_review_that_ended_moves_no_more(status: str, refusal: type[Problem]) -> None:
    person = mentor()
    review = reviewed(person)
    written_anew(review, status=status)
    for move in (
        lambda: submit_review(actor=person, review_id=review.id, now=NOON),
        lambda: renew_review(actor=person, review_id=review.id, now=NOON),
        lambda: release_review(actor=person, review_id=review.id, now=NOON),
    ):
        with pytest.raises(refusal):
            move()
    assert states(review) == (status, "accepted", "accepted")


def test_a_mentor_without_the_role_holds_nothing() -> None:
    person = mentor()
    review = typed(person, leased(person))
    person.__dict__.pop("_grants", None)
    RoleGrant.objects.update(revoked_at=NOON)
    with pytest.raises(NotFound):
        submit_review(actor=person, review_id=review.id, now=NOON)


def test_the_sweep_frees_what_ran_out_and_nothing_else() -> None:
    person, other = mentor(), mentor()
    out = [take(person, waiting()), take(person, waiting()), take(other, waiting())]
    running = take(other, waiting(), NOON + timedelta(minutes=1))
    assert expire_leases(now=LATER) == 3
    assert {states(review)[:2] for review in out} == {("expired", "submitted")}
    assert states(running)[:2] == ("draft", "in_review")
    assert expire_leases(now=LATER) == 0


def test_the_task_sweeps_and_may_run_twice() -> None:
    review = take(mentor(), waiting(), NOON - timedelta(days=4000))
    for _ in range(2):
        expire_leases_task(later_argument="ignored")
    assert states(review)[:2] == ("expired", "submitted")

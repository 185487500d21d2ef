from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Least

from foundation.accounts.models import User
from mentoring.mentors.models import Mentor
from mentoring.mentors.policies import desk_of, lock_profile
from mentoring.projects.enums import MentorshipEnd
from mentoring.projects.models import Submission
from mentoring.projects.policies import open_to, require_contact
from mentoring.projects.services import (
    end_closed_mentorships,
    end_mentorships,
    lock_submissions,
    put_back,
    take_up,
)
from mentoring.reviews.enums import ReviewMove, ReviewStatus
from mentoring.reviews.errors import AlreadyReviewed, LeaseExpired, LeasesFull, ReviewClosed, SubmissionTaken
from mentoring.reviews.models import LIVE, SEATED, SLOT_CONSTRAINT, Review
from mentoring.reviews.policies import as_own, get_leasable_for, lock_own_review
from mentoring.reviews.rules import SLOTS, TRANSITIONS, first_free, lease_until, next_status
from mentoring.reviews.services.drafting import TYPED, typed_in

SWEEP = 500


@transaction.atomic
def lease_submission(*, actor: User, submission_id: UUID, now: datetime) -> Review:
    """Take a submission up, or find the lease one has on it. Which of two mentors gets a seat, and whether a mentor has a
    slot left, is decided by the unique constraints on live reviews; the locks before them only keep the waiting orderly."""
    mentor, submission = get_leasable_for(actor, submission_id)
    _expire(Q(submission=submission) | Q(mentor=mentor), now=now, besides=[submission.id])
    about, held = _live(mentor, submission)
    if own := next((review for review in about if review.mentor_id == mentor.id), None):
        own.submission = submission
        return as_own(_still_held(own))
    seat = first_free(range(1, submission.seats + 1), [review.seat for review in about])
    slot = first_free(SLOTS, [review.slot for review in held])
    review = _insert(seat, slot, _fresh(mentor, submission, now))
    take_up(actor=actor, submission_id=submission.id)
    return as_own(review)


@transaction.atomic
def release_review(*, actor: User, review_id: UUID, now: datetime, word: str = "", with_draft: bool = False) -> Review:
    """Hand it back. The submission waits again in its old place, for anybody; the draft stays for the mentor's next try.
    Whoever takes it next reads the `word`, and if that is wanted the draft as it is now; not where reviewers don't know each
    other."""
    review = lock_live(actor, review_id)
    review.status = TRANSITIONS[ReviewStatus.DRAFT, ReviewMove.RELEASE]
    review.word, review.lease_until = word, now
    review.handed = typed_in(review) if with_draft else None
    review.save(update_fields=["status", "word", "lease_until", "handed"])
    own = Q(project=review.submission.project_id, mentor=actor.id)
    end_mentorships(which=own, ending=MentorshipEnd.HANDED_BACK, now=now)
    put_back(submission_ids=[review.submission_id])
    return review


@transaction.atomic
def renew_review(*, actor: User, review_id: UUID, now: datetime) -> Review:
    """The revision counts what is typed alone: a save under way is not out of date by it."""
    review = lock_live(actor, review_id)
    require_contact(review.submission.project)
    review.lease_until = lease_until(now)
    review.save(update_fields=["lease_until"])
    return review


@transaction.atomic
def free_what_closed(*, person_id: UUID, now: datetime) -> int:
    """The leases of a mentor on work that is not open to them any more, as if they had run out: what was typed stays; and
    their mentorships of it end. Returns how many leases. By how things are now: news that comes late frees nothing of one
    who is trusted again."""
    person = User.objects.get(pk=person_id)
    lock_profile(person)
    desk = desk_of(person)
    lost = ~Q(pk__in=Review.objects.filter(open_to(desk, "submission__"), mentor=desk.mentor)) if desk else Q()
    held = lock_held(Q(mentor__person=person_id) & lost)
    end_closed_mentorships(person_id=person_id, desk=desk, now=now)
    return free(held, now=now)


@transaction.atomic
def expire_leases(*, now: datetime) -> int:
    """Free some leases that ran out and say how many; rows that others are working on are left to the next sweep."""
    return _expire(Q(), now=now, skip_locked=True)


def lock_live(actor: User, review_id: UUID) -> Review:
    review = lock_own_review(actor, review_id)
    if next_status(review.status, ReviewMove.SUBMIT) is None:
        raise LeaseExpired if review.status == ReviewStatus.EXPIRED else ReviewClosed
    return review


def _expire(which: Q, *, now: datetime, skip_locked: bool = False, besides: Collection[UUID] = ()) -> int:
    return free(lock_held(which & Q(lease_until__lte=now), skip_locked=skip_locked), now=now, besides=besides)


def lock_held(which: Q, *, skip_locked: bool = False) -> dict[UUID, UUID]:
    """Live reviews, each with its submission."""
    live = Review.objects.filter(which, status=ReviewStatus.DRAFT).order_by("id")
    locked = live.select_for_update(of=("self",), no_key=True, skip_locked=skip_locked)
    return dict(locked[:SWEEP].values_list("id", "submission_id"))


def free(held: dict[UUID, UUID], *, now: datetime, besides: Collection[UUID] = ()) -> int:
    """What is locked already; the submissions `besides` are locked along with its own. The revision stays: nobody typed, and
    what the owner is about to save is not out of date. A lease that is ended before its time ends now."""
    lock_submissions(submission_ids={*held.values(), *besides})
    if held:
        status = TRANSITIONS[ReviewStatus.DRAFT, ReviewMove.EXPIRE]
        Review.objects.filter(pk__in=held).update(status=status, lease_until=Least("lease_until", now))
        put_back(submission_ids=list(held.values()))
    return len(held)


def _live(mentor: Mentor, submission: Submission) -> tuple[list[Review], list[Review]]:
    """Who sits at the submission, and what the mentor holds."""
    rows = Review.objects.filter(SEATED & Q(submission=submission) | LIVE & Q(mentor=mentor))
    about = [review for review in rows if review.submission_id == submission.id]
    return about, [review for review in rows if review.mentor_id == mentor.id and review.status == ReviewStatus.DRAFT]


def _still_held(own: Review) -> Review:
    if own.status != ReviewStatus.DRAFT:
        raise AlreadyReviewed
    return own


def _fresh(mentor: Mentor, submission: Submission, now: datetime) -> dict[str, Any]:
    """A new review's values; what this mentor typed about the submission under an earlier lease comes along."""
    earlier = Review.objects.filter(submission=submission, mentor=mentor).order_by("-created_at").values(*TYPED).first()
    held = {"created_at": now, "lease_until": lease_until(now)}
    return {"mentor": mentor, "submission": submission, **held, **(earlier or {})}


def _insert(seat: int | None, slot: int | None, values: dict[str, Any]) -> Review:
    if seat is None:
        raise SubmissionTaken
    if slot is None:
        raise LeasesFull
    try:
        with transaction.atomic():
            return Review.objects.create(seat=seat, slot=slot, **values)
    except IntegrityError as error:
        raise LeasesFull if _constraint_of(error) == SLOT_CONSTRAINT else SubmissionTaken from error


def _constraint_of(error: IntegrityError) -> str | None:
    diagnostics = getattr(error.__cause__, "diag", None)
    return getattr(diagnostics, "constraint_name", None)

from uuid import UUID

from django.db.models import Q, QuerySet

from foundation.accounts.models import User
from foundation.programmes.policies import one
from mentoring.mentors.policies import desk_of, lock_profile
from mentoring.projects.models import Submission
from mentoring.projects.policies import open_to, submissions_visible_to
from mentoring.reviews.enums import ReviewStatus
from mentoring.reviews.models import Review


def own_reviews(actor: User) -> QuerySet[Review]:
    """The reviews that the actor typed, as far as the work they are about is open to the actor."""
    return Review.objects.filter(_typed_by(actor))


def reviews_visible_to(actor: User) -> QuerySet[Review]:
    """A mentor sees their own at every stage; whoever sees the submission sees what was submitted about it."""
    given = Q(status=ReviewStatus.SUBMITTED, submission__in=submissions_visible_to(actor))
    return Review.objects.filter(given | _typed_by(actor))


def reviews_about(submission: Submission, actor: User) -> QuerySet[Review]:
    """The same for a submission that the actor is known to see."""
    return Review.objects.filter(Q(status=ReviewStatus.SUBMITTED) | _typed_by(actor), submission=submission)


def _typed_by(actor: User) -> Q:
    desk = desk_of(actor)
    return Q(mentor=desk.mentor) & open_to(desk, "submission__") if desk else Q(pk__in=())


def get_review_for(actor: User, review_id: UUID) -> Review:
    return one(reviews_visible_to(actor).filter(pk=review_id))


def lock_own_review(actor: User, review_id: UUID) -> Review:
    """After the actor's profile, for which a suspension waits."""
    lock_profile(actor)
    rows = own_reviews(actor).filter(pk=review_id).select_related("submission__project__call")
    return one(rows.select_for_update(of=("self",), no_key=True))

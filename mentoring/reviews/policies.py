from uuid import UUID

from django.db.models import Q, QuerySet

from foundation.accounts.models import User
from foundation.kernel.errors import Forbidden, NotFound
from foundation.programmes.enums import Role
from foundation.programmes.policies import has_role, one
from mentoring.mentors.models import Mentor
from mentoring.mentors.policies import Desk, desk_of, lock_profile
from mentoring.projects.enums import SubmissionStatus
from mentoring.projects.models import Submission
from mentoring.projects.policies import open_to, submissions_visible_to, suits
from mentoring.reviews.enums import ReviewStatus
from mentoring.reviews.models import Review


def require_mentor_role(actor: User) -> None:
    if not has_role(actor, Role.MENTOR):
        raise Forbidden


def queue_of(desk: Desk) -> QuerySet[Submission]:
    """What waits and suits this mentor, longest waiting first."""
    return Submission.objects.filter(suits(desk), status=SubmissionStatus.SUBMITTED).order_by("ticket")


def get_leasable_for(actor: User, submission_id: UUID) -> tuple[Mentor, Submission]:
    """The actor's profile, locked, and a submission that suits it. Whether it is free is the constraints' matter."""
    lock_profile(actor)
    desk = desk_of(actor)
    if desk is None:
        raise NotFound
    handed_in = ~Q(status=SubmissionStatus.DRAFT)
    return desk.mentor, one(Submission.objects.filter(suits(desk), handed_in, pk=submission_id))


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
    rows = (
        own_reviews(actor)
        .filter(pk=review_id)
        .select_related("submission__project__call", "submission__project__owner")
    )
    return one(rows.select_for_update(of=("self",), no_key=True))

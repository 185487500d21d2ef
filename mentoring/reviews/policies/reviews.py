"""What each person may know of a review, and nowhere else: which ones they see, and as whom (`seen_as`).

Until the decision a team and their coordinators see none. A reviewer sees their own always, the others' only after giving
their own. The office sees what was given, unless it is reviewing itself. Nobody but the office learns whose a review is, when
it was given, or how often it was saved. What came of a project's earlier versions is known alike (`knows_verdicts`).
"""

from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from foundation.accounts.models import User
from foundation.programmes.policies import is_office, one
from mentoring.mentors.policies import Desk, desk_of, lock_profile
from mentoring.projects.models import DECIDED, Submission
from mentoring.projects.policies import is_blind, open_to, submissions_known_to, trusted_with
from mentoring.reviews.enums import ReviewStatus, Sight
from mentoring.reviews.models import LIVE, Review, Unsaved

GIVEN = Q(status=ReviewStatus.SUBMITTED)


def own_reviews(actor: User) -> QuerySet[Review]:
    return reviews_typed_at(desk_of(actor))


def reviews_typed_at(desk: Desk | None) -> QuerySet[Review]:
    """The reviews that the mentor typed, as far as she is trusted with the work, also when its team has asked for another."""
    own = Review.objects.filter(_typed_by(desk))
    return own.annotate(seen_as=Value(Sight.OWN.value)).select_related("submission")


def reviews_visible_to(actor: User) -> QuerySet[Review]:
    desk = desk_of(actor)
    seen = Review.objects.filter(_typed_by(desk) | GIVEN & (_told(actor) | _after_own(desk)) & ~_while_typing(desk))
    others = Value(Sight.OFFICE.value if is_office(actor) else Sight.OTHER.value)
    own = [When(mentor=desk.mentor, then=Value(Sight.OWN.value))] if desk else []
    return seen.annotate(seen_as=Case(*own, default=others)).select_related("submission", "mentor__person")


def reviews_at_desk(actor: User) -> QuerySet[Review]:
    """What the office looks at, whatever it has come to; beside what one types oneself, one's own alone."""
    desk = desk_of(actor)
    own = Q(mentor=desk.mentor) if desk else Q(pk__in=())
    return Review.objects.filter(own | ~_while_typing(desk))


def as_own(review: Review) -> Review:
    review.seen_as = Sight.OWN  # type: ignore[attr-defined]
    return review


def get_review_for(actor: User, review_id: UUID) -> Review:
    """How often it was saved is its author's own: the revision is in the tag."""
    review = one(reviews_visible_to(actor).select_related("submission__project__call").filter(pk=review_id))
    if review.seen_as == Sight.OTHER:  # type: ignore[attr-defined]
        review.revision = 0
    return review


def lock_own_review(actor: User, review_id: UUID) -> Review:
    """After the actor's profile, for which a suspension waits."""
    lock_profile(actor)
    rows = own_reviews(actor).filter(pk=review_id).select_related("submission__project__call")
    return one(rows.select_for_update(of=("self",), no_key=True))


def kept_beside(review: Review) -> QuerySet[Unsaved]:
    """What its mentor typed on the same work without its becoming part of a review, under earlier leases too."""
    return Unsaved.objects.filter(review__submission=review.submission_id, review__mentor=review.mentor_id)


def knows_verdicts(actor: User, submission: Submission) -> bool:
    """What came of the project's earlier versions. A mentor is told once she has taken the work up, so that whoever knows is
    known by it and gets no seat where reviewers are independent; there she is told once she has given her own."""
    told = submissions_known_to(actor).filter(pk=submission.pk)
    if not is_blind(submission):
        return actor.id in (*submission.readers, submission.reserved_for) or told.exists()
    own = Review.objects.filter(submission=submission, mentor__person=actor)
    return not own.filter(LIVE).exists() and (own.filter(GIVEN).exists() or told.exists())


def _typed_by(desk: Desk | None) -> Q:
    return Q(mentor=desk.mentor) & trusted_with(desk, "submission__") if desk else Q(pk__in=())


def _told(actor: User) -> Q:
    if is_office(actor):
        return ~Q(pk__in=())
    return Q(submission__status__in=DECIDED, submission__in=submissions_known_to(actor))


def _after_own(desk: Desk | None) -> Q:
    if desk is None:
        return Q(pk__in=())
    given = Review.objects.filter(GIVEN, mentor=desk.mentor).values("submission")
    return Q(submission__in=given) & open_to(desk, "submission__")


def _while_typing(desk: Desk | None) -> Q:
    """Whoever is about to give a review reads no other before, whatever else they are."""
    if desk is None:
        return Q(pk__in=())
    return Q(Exists(Review.objects.filter(LIVE, submission=OuterRef("submission"), mentor=desk.mentor)))

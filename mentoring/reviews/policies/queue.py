from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from foundation.accounts.models import User
from foundation.kernel.clock import now
from foundation.kernel.errors import Forbidden, NotFound
from foundation.kernel.workdays import local_day
from foundation.programmes.enums import Role
from foundation.programmes.policies import has_role, one
from mentoring.mentors.models import Mentor
from mentoring.mentors.policies import Desk, desk_of, lock_profile
from mentoring.projects.enums import SubmissionStatus
from mentoring.projects.models import WAITING, Submission
from mentoring.projects.policies import for_anybody, kept_for, suits
from mentoring.reviews.errors import SubmissionHeld
from mentoring.reviews.models import HANDED_BACK, LIVE, SEATED, Review, Snooze


def require_mentor_role(actor: User) -> None:
    if not has_role(actor, Role.MENTOR):
        raise Forbidden


def queues_of(desk: Desk) -> tuple[QuerySet[Submission], QuerySet[Submission]]:
    """What waits for this mentor alone, and what waits for anybody and suits them: each has an index of its own. Never what
    they read now, have reviewed, put off or handed back; what they handed back they may take up all the same."""
    own = Review.objects.filter(SEATED | HANDED_BACK, submission=OuterRef("pk"), mentor=desk.mentor)
    waiting = Submission.objects.filter(WAITING, ~Exists(own)).exclude(pk__in=put_off(desk).values("submission"))
    return waiting.filter(kept_for(desk)), waiting.filter(for_anybody(desk))


def put_off(desk: Desk) -> QuerySet[Snooze]:
    return Snooze.objects.filter(mentor=desk.mentor, until_on__gt=local_day(now(), desk.mentor.time_zone))


def get_snooze_for(actor: User, submission_id: UUID) -> Snooze:
    """The actor's newest, while it lasts."""
    desk = desk_of(actor)
    lasting = put_off(desk) if desk else Snooze.objects.none()
    return one(lasting.filter(submission=submission_id).order_by("-number")[:1])


def get_unheld_for(actor: User, submission_id: UUID) -> tuple[Mentor, Submission]:
    """As the next, of what waits. What one reads oneself is handed back instead."""
    mentor, submission = get_leasable_for(actor, submission_id)
    if Review.objects.filter(LIVE, mentor=mentor, submission=submission).exists():
        raise SubmissionHeld
    return mentor, _lock_waiting(submission)


def get_waiting_for(actor: User, submission_id: UUID) -> tuple[Mentor, Submission]:
    """As `get_leasable_for`, of what waits."""
    mentor, submission = get_leasable_for(actor, submission_id)
    return mentor, _lock_waiting(submission)


def _lock_waiting(submission: Submission) -> Submission:
    return one(Submission.objects.filter(WAITING, pk=submission.pk).select_for_update(no_key=True))


def get_leasable_for(actor: User, submission_id: UUID) -> tuple[Mentor, Submission]:
    """The actor's profile, locked, and a submission that suits it. Whether it is free is the constraints' matter."""
    lock_profile(actor)
    desk = desk_of(actor)
    if desk is None:
        raise NotFound
    handed_in = ~Q(status=SubmissionStatus.DRAFT)
    found = Submission.objects.filter(suits(desk), handed_in, pk=submission_id)
    return desk.mentor, one(found.select_related("project__call"))

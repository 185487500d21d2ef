from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from foundation.accounts.models import User
from mentoring.mentors.policies import lock_profile
from mentoring.projects.enums import OtherMentor
from mentoring.projects.services import let_mentor_go, mentor_of_own
from mentoring.reviews.enums import ReviewStatus
from mentoring.reviews.models import Review
from mentoring.reviews.policies import reviews_visible_to
from mentoring.reviews.services.leases import free, lock_held
from mentoring.reviews.services.reporting import report_unease


@transaction.atomic
def ask_other_mentor(*, actor: User, project_id: UUID, reason: str, now: datetime, words: str = "") -> None:
    """From now on the project is closed to who mentored it; a lease on it ends as if it had run out. Who doesn't feel
    comfortable has reported it: somebody looks into it, and she is told when it is done. The profile is locked
    first, against a lease at the same moment, and the reviews before the mentorship, as everywhere."""
    mentor = mentor_of_own(actor=actor, project_id=project_id)
    lock_profile(mentor)
    held = lock_held(Q(mentor__person=mentor, submission__project=project_id))
    let_mentor_go(actor=actor, project_id=project_id, mentor=mentor, reason=reason, words=words, now=now)
    free(held, now=now)
    if reason == OtherMentor.UNCOMFORTABLE:
        report_unease(actor=actor, review_id=_newest(actor, project_id, mentor).id, words=words)


def _newest(actor: User, project_id: UUID, mentor: User) -> Review:
    """That the mentor gave: with the first the mentorship began."""
    given = reviews_visible_to(actor).filter(status=ReviewStatus.SUBMITTED, submission__project=project_id)
    return given.filter(mentor__person=mentor).latest("submitted_at")

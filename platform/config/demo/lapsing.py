"""A project whose mentor went silent: she handed in again, he began to read, and then nobody heard of him. The first sweep
finds it."""

from datetime import datetime

from config.demo.people import Added
from config.demo.stages import BEGUN_READING, HANDED_IN_AGAIN
from config.demo.tables import Work
from foundation.accounts.models import User
from mentoring.projects.models import Submission
from mentoring.projects.services import begin_submission, submit_submission
from mentoring.reviews.rules import lease_until
from mentoring.reviews.services import expire_leases, lease_submission, save_review


def lapse(first: Submission, learner: Added, work: Work, mentor: User, now: datetime) -> None:
    again = begin_submission(actor=learner.person, project_id=first.project_id, answers=dict(work.again))
    submit_submission(actor=learner.person, submission_id=again.id, now=now - HANDED_IN_AGAIN)
    began = now - BEGUN_READING
    review = lease_submission(actor=mentor, submission_id=again.id, now=began)
    save_review(actor=mentor, review_id=review.id, revision=review.revision, changes={"feedback": work.typed})
    expire_leases(now=lease_until(began))

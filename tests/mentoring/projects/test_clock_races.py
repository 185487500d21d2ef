from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import transaction

from foundation.accounts.models import User
from foundation.outbox.models import EventRecord
from mentoring.projects.models import Mentorship, Nudge, Submission
from mentoring.projects.services import lock_submissions, sweep_clocks
from mentoring.reviews.models import Review
from mentoring.reviews.services import free_what_closed
from tests.factories.mentoring import ProjectFactory, leased, mentor, reviewed, suspended, waiting
from tests.racing import at_once, until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)
LATER = datetime(2026, 6, 9, tzinfo=UTC)


def kept_for(by: User) -> Submission:
    """What the mentor's own project has handed in, eight days ago."""
    submission = waiting(reviewed(by, waiting(ProjectFactory()), "revise").submission.project)
    Submission.objects.filter(pk=submission.pk).update(waits_on=LATER.date() - timedelta(days=8))
    return submission


def test_sweeps_at_the_same_moment_tell_each_once() -> None:
    by = mentor()
    for _ in range(3):
        kept_for(by)
    counts = at_once(*[partial(sweep_clocks, now=LATER)] * 6)
    assert sum(counts) == Nudge.objects.count() == 3
    assert set(Mentorship.objects.values_list("ending", flat=True)) == {"silent"}
    assert EventRecord.objects.filter(name="mentoring.mentorship_ended.v1").count() == 3


def test_whoever_is_just_leaving_is_not_found_silent() -> None:
    """The sweep neither waits for them nor tells of them; the next does."""
    kept_for(mentor())
    with transaction.atomic():
        Mentorship.objects.select_for_update().get()
        assert at_once(partial(sweep_clocks, now=LATER)) == [0]
    assert (Nudge.objects.count(), Submission.objects.filter(nudged__gt=0).count()) == (0, 0)
    assert (sweep_clocks(now=LATER), Mentorship.objects.get().ending) == (1, "silent")


def test_a_suspended_mentors_lease_runs_out_while_it_is_freed() -> None:
    """Whoever sweeps has the review and comes for the submission; whoever suspends must not have that one before."""
    by = mentor()
    review = leased(by, kept_for(by))
    suspended(by)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Review.objects.select_for_update(no_key=True).get(pk=review.pk)
            freeing = pool.submit(at_once, partial(free_what_closed, person_id=by.id, now=LATER))
            until_somebody_waits()
            lock_submissions(submission_ids=[review.submission_id])
        assert freeing.result() == [1]
    found = Submission.objects.values_list("status", "turn", "reserved_for").get(pk=review.submission_id)
    assert (found, Mentorship.objects.get().ending) == (("submitted", 1, None), "closed")

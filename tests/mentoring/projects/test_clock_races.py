from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from foundation.outbox.models import EventRecord
from mentoring.projects.models import Mentorship, Nudge, Submission
from mentoring.projects.services import sweep_clocks
from tests.factories.mentoring import ProjectFactory, mentor, reviewed, waiting
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)
LATER = datetime(2026, 6, 9, tzinfo=UTC)


def test_sweeps_at_the_same_moment_tell_each_once() -> None:
    by = mentor()
    for _ in range(3):
        waiting(reviewed(by, waiting(ProjectFactory()), "revise").submission.project)
    Submission.objects.filter(status="submitted").update(waits_on=LATER.date() - timedelta(days=8))
    counts = at_once(*[partial(sweep_clocks, now=LATER)] * 6)
    assert sum(counts) == Nudge.objects.count() == 3
    assert set(Mentorship.objects.values_list("ending", flat=True)) == {"silent"}
    assert EventRecord.objects.filter(name="mentoring.mentorship_ended.v1").count() == 3

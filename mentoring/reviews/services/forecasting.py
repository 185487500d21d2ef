from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation.accounts.models import User
from mentoring.projects.models import WAITING, Submission
from mentoring.projects.policies import get_submission_for
from mentoring.reviews.models import Forecast
from mentoring.reviews.rules import FRESH
from mentoring.reviews.selectors import forecast, newest_forecast


@transaction.atomic
def make_forecast(*, submission_id: UUID, now: datetime) -> None:
    """The first, as soon as it is handed in."""
    submission = Submission.objects.filter(WAITING, pk=submission_id).first()
    if submission:
        Forecast.objects.bulk_create([forecast(submission, now)], ignore_conflicts=True)


@transaction.atomic
def tell_waiting(*, actor: User, submission_id: UUID, now: datetime) -> Forecast:
    """What the team was told last, or what there is to tell now; the latter is kept. Of what doesn't wait nothing is said."""
    submission = get_submission_for(actor, submission_id)
    told = newest_forecast(submission)
    if not submission.wanting:
        return Forecast(submission=submission, created_at=told.created_at if told else now)
    if told is None or told.created_at <= now - FRESH:
        told = forecast(submission, now)
        Forecast.objects.bulk_create([told], ignore_conflicts=True)
    told.submission = submission
    return told

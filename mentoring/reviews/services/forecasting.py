from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation.accounts.models import User
from mentoring.projects.enums import Awaited
from mentoring.projects.models import WAITING, Submission
from mentoring.projects.policies import get_submission_for, team_of
from mentoring.projects.selectors import awaited_of
from mentoring.reviews.models import Forecast
from mentoring.reviews.rules import FRESH
from mentoring.reviews.selectors import LOOKED_BACK, forecast, newest_forecast

TOLD = ("created_at", "position", "median_hours", "p90_hours", "answer_by")


@transaction.atomic
def make_forecast(*, submission_id: UUID, now: datetime) -> None:
    """The first, as soon as it is handed in."""
    submission = Submission.objects.filter(WAITING, pk=submission_id).first()
    if submission:
        _keep(forecast(submission, now, is_first=True))


@transaction.atomic
def tell_waiting(*, actor: User, submission_id: UUID, now: datetime) -> Forecast:
    """What the team was told last, or what there is to tell now; the latter is kept if it is the team that asks. Of what
    waits for no mentor no place is said."""
    submission = get_submission_for(actor, submission_id)
    whom, told = awaited_of(submission), newest_forecast(submission)
    if whom not in (Awaited.MENTOR, Awaited.ANYBODY):
        told = Forecast(submission=submission, created_at=told.created_at if told else now)
    elif told is None or told.created_at <= now - FRESH:
        told = forecast(submission, now, is_first=told is None)
        if actor.id in team_of(submission.project_id):
            _keep(told)
    told.submission, told.waits_for = submission, whom
    return told


def forget_forecasts(*, now: datetime) -> None:
    """Beyond what the office looks back on."""
    Forecast.objects.filter(created_at__lt=now - LOOKED_BACK).delete()


def _keep(told: Forecast) -> None:
    """The first as it was told, whoever else tells it at the same time; of the others the latest."""
    if told.is_first:
        Forecast.objects.bulk_create([told], ignore_conflicts=True)
    else:
        Forecast.objects.bulk_create(
            [told], update_conflicts=True, unique_fields=["submission", "is_first"], update_fields=TOLD
        )


def forget_told(*, submission_id: UUID, before: datetime) -> None:
    """Of what was taken back: nothing will come of it that they could be compared with."""
    Forecast.objects.filter(submission=submission_id, created_at__lte=before).delete()

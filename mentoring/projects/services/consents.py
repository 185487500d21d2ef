"""Work that waits and that no mentor may read, since somebody of its team may not meet one now."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from foundation.outbox import publish
from foundation.outbox.events.mentoring import ConsentAwaited
from mentoring.projects.enums import Awaited
from mentoring.projects.models import WAITING, Nudge, Submission
from mentoring.projects.policies import days_of_teams, has_member, met_of, teams_of

TOLD = 0  # the step of the word that the team itself gets, once in a wait


@transaction.atomic
def look_at_consents(*, person_ids: Collection[UUID], now: datetime) -> None:
    """Of these people something was granted or refused: of what waits of theirs."""
    theirs = has_member(person_ids, "project")
    look_at(Submission.objects.filter(theirs, WAITING).order_by("id").select_for_update(no_key=True), now)


def look_at(waiting: Iterable[Submission], now: datetime) -> None:
    """Locked. A team whose work can't be read hears so; what can be read again is waited for from now on, in its old place."""
    rows = list(waiting)
    met = met_of([row.id for row in rows])
    tell_unmet([row for row in rows if row.id not in met])
    again = Submission.objects.filter(pk__in=_told(met).values("submission"))
    days = days_of_teams({row.project_id for row in rows if row.id in met}, now)
    again.update(waits_on=days, nudged=0, revision=F("revision") + 1)


def tell_unmet(rows: Collection[Submission]) -> None:
    """Locked. Each team hears it once while it waits, all of it alike: who lacks it finds that in her own account."""
    told = set(_told([row.id for row in rows]).filter(step=TOLD).values_list("submission", flat=True))
    nudges = [_nudge(row) for row in rows if row.id not in told]
    teams = teams_of({nudge.submission.project_id for nudge in nudges})
    Nudge.objects.bulk_create(nudges)
    publish(*(_news(nudge, teams[nudge.submission.project_id]) for nudge in nudges))


def _told(submission_ids: Collection[UUID]) -> QuerySet[Nudge]:
    """Of the wait that is now."""
    said = Nudge.objects.filter(awaited=Awaited.CONSENT, submission__in=submission_ids)
    return said.filter(waits_on=F("submission__waits_on"))


def _nudge(row: Submission) -> Nudge:
    wait: dict[str, Any] = {"submission": row, "waits_on": row.waits_on}
    return Nudge(awaited=Awaited.CONSENT, step=TOLD, **wait)


def _news(nudge: Nudge, team: list[UUID]) -> ConsentAwaited:
    row = nudge.submission
    return ConsentAwaited(nudge_id=nudge.id, submission_id=row.id, project_id=row.project_id, person_ids=team)

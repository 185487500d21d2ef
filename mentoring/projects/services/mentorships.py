"""Who mentors whom. Against deadlocks rows are locked in one order everywhere: a mentor's profile, reviews, the project,
mentorships, submissions; several of a kind by id. Whoever hands work in looks at the mentorship locked, so that nothing stays
reserved for one who has left."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from foundation.outbox import publish
from foundation.outbox.events.mentoring import MentorshipEnded
from mentoring.mentors.policies import Desk
from mentoring.projects.enums import MentorshipEnd
from mentoring.projects.models import OPEN_SUBMISSION, Mentorship, Project, Submission
from mentoring.projects.models.mentorships import LASTING
from mentoring.projects.policies import days_of_teams, open_to, teams_of
from mentoring.projects.rules import AT_FRONT, IN_TURN, RESERVED

FOR_GOOD = (MentorshipEnd.TEAM, MentorshipEnd.AWAY, MentorshipEnd.CLOSED)
TO_FRONT = {MentorshipEnd.SILENT}  # what was left lying; else work goes back to its old place


def begin_mentorship(*, project_id: UUID, mentor_id: UUID, now: datetime) -> None:
    """By `mentor_id`, a person; whoever mentors the project already goes on. One that ended for good begins no more, though
    a review was under way."""
    if Mentorship.objects.filter(project=project_id, mentor=mentor_id, ending__in=FOR_GOOD).exists():
        return
    begun = Mentorship(project_id=project_id, mentor_id=mentor_id, created_at=now)
    Mentorship.objects.bulk_create([begun], ignore_conflicts=True)


def end_mentorship(*, project_id: UUID, ending: MentorshipEnd, now: datetime) -> Mentorship | None:
    """What waits for the mentor is anybody's again. None where nobody mentors the project."""
    ended = end_mentorships(which=Q(project=project_id), ending=ending, now=now)
    return ended[0] if ended else None


@transaction.atomic
def end_mentorships(
    *, which: Q, ending: MentorshipEnd, now: datetime, skip_locked: bool = False, most: int | None = None
) -> list[Mentorship]:
    """Those of the lasting ones that are `which`."""
    ended = list(lock_mentorships(which, skip_locked=skip_locked)[:most])
    if ended:
        Mentorship.objects.filter(pk__in=[one.pk for one in ended]).update(ended_at=now, ending=ending)
        _free([one.project_id for one in ended], ending, now)
        teams = teams_of([one.project_id for one in ended])
        publish(*(_ended(one, ending, teams[one.project_id]) for one in ended))
    return ended


def lock_mentorships(which: Q, *, skip_locked: bool = True) -> QuerySet[Mentorship]:
    """Those of the lasting ones; by default without those that others are about to end."""
    rows = Mentorship.objects.filter(which & LASTING).order_by("id")
    return rows.select_for_update(of=("self",), no_key=True, skip_locked=skip_locked)


def end_closed_mentorships(*, person_id: UUID, desk: Desk | None, now: datetime) -> None:
    """Those of a mentor whose projects are not open to them any more; without a desk all of them."""
    handed_in = Submission.objects.filter(project=OuterRef("project"), submitted_at__isnull=False)
    seen = Exists(handed_in.filter(open_to(desk))) if desk else Q(pk__in=())
    end_mentorships(which=Q(~seen, mentor=person_id), ending=MentorshipEnd.CLOSED, now=now)


def lock_mentor_of(project: Project) -> UUID | None:
    """The person for whom the project's work is kept."""
    rows = Mentorship.objects.filter(LASTING, project=project).select_for_update(no_key=True)
    return rows.values_list("mentor_id", flat=True).first()


def _free(project_ids: Collection[UUID], ending: MentorshipEnd, now: datetime) -> None:
    kept = Submission.objects.filter(OPEN_SUBMISSION, project__in=project_ids, turn=RESERVED)
    turn = AT_FRONT if ending in TO_FRONT else IN_TURN
    locked = dict(kept.order_by("pk").select_for_update(no_key=True).values_list("pk", "project_id"))
    freed, days = Submission.objects.filter(pk__in=locked), days_of_teams(locked.values(), now)
    freed.update(turn=turn, reserved_for=None, waits_on=days, nudged=0, revision=F("revision") + 1)


def _ended(mentorship: Mentorship, ending: MentorshipEnd, team: list[UUID]) -> MentorshipEnded:
    return MentorshipEnded(
        mentorship_id=mentorship.id,
        project_id=mentorship.project_id,
        mentor_id=mentorship.mentor_id,
        ending=ending.value,
        person_ids=team,
    )

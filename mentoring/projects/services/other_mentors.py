"""A team asks for another mentor, and may think better of it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from foundation.accounts.models import User
from foundation.audit.services import record
from mentoring.mentors.policies import desk_of, lock_profile
from mentoring.projects.enums import MentorshipEnd, ProjectStatus, SubmissionStatus
from mentoring.projects.errors import AskedTwice, NoMentor, NotUndone
from mentoring.projects.models import Mentorship, Project
from mentoring.projects.models.mentorships import LASTING
from mentoring.projects.policies import lock_own_project, mentorships_of_own, open_to
from mentoring.projects.rules import RESERVED, is_mentored
from mentoring.projects.services.mentorships import end_mentorships

MOST = 2
REGRET = timedelta(days=7)
LET_GO = Q(ending=MentorshipEnd.TEAM)


def mentor_of_own(*, actor: User, project_id: UUID) -> User:
    mentorship = mentorships_of_own(actor, project_id).filter(LASTING).first()
    if mentorship is None:
        raise NoMentor
    return mentorship.mentor


@transaction.atomic
def let_mentor_go(*, actor: User, project_id: UUID, mentor: User, reason: str, words: str, now: datetime) -> None:
    """At most twice: counted when the mentorship is ended, of which a project has only one at a time."""
    which = Q(project=project_id, mentor=mentor)
    ended = end_mentorships(which=which, ending=MentorshipEnd.TEAM, now=now)
    if not ended:
        raise NoMentor
    if Mentorship.objects.filter(LET_GO, project=project_id).count() > MOST:
        raise AskedTwice
    Mentorship.objects.filter(pk=ended[0].pk).update(reason=reason, words=words)
    _note(actor, "mentorship.let_go", ended[0])


@transaction.atomic
def ask_mentor_back(*, actor: User, project_id: UUID, now: datetime) -> None:
    """Within some days, while nobody else mentors or reads it, and if the mentor may still see it."""
    gone = mentorships_of_own(actor, project_id).filter(LET_GO, ended_at__gt=now - REGRET).order_by("-ended_at").first()
    if gone is None:
        raise NotUndone
    lock_profile(gone.mentor)
    project = lock_own_project(actor, project_id)
    if _has_gone_on(project):
        raise NotUndone
    again = {"ended_at": None, "ending": "", "reason": "", "words": ""}
    if not Mentorship.objects.filter(LET_GO, pk=gone.pk).update(**again):
        raise NotUndone
    _check_open(project, gone.mentor)
    _keep(project, gone.mentor_id, now)
    _note(actor, "mentorship.asked_back", gone)


def _has_gone_on(project: Project) -> bool:
    over = project.status in (ProjectStatus.ACCEPTED, ProjectStatus.DECLINED)
    read = project.submissions.filter(status=SubmissionStatus.IN_REVIEW)
    return over or read.exists() or project.mentorships.filter(LASTING).exists()


def _check_open(project: Project, mentor: User) -> None:
    desk = desk_of(mentor)
    if desk is None or not project.submissions.filter(open_to(desk), submitted_at__isnull=False).exists():
        raise NotUndone


def _keep(project: Project, mentor_id: UUID, now: datetime) -> None:
    if is_mentored(project.call.stages, project.stage):
        waiting = project.submissions.filter(status=SubmissionStatus.SUBMITTED)
        kept = {"turn": RESERVED, "reserved_for": mentor_id, "waits_on": now.date(), "nudged": 0}
        waiting.update(**kept, revision=F("revision") + 1)


def _note(actor: User, action: str, mentorship: Mentorship) -> None:
    record(actor_id=actor.id, action=action, subject_type="mentorship", subject_id=mentorship.id)

"""Somebody of a team asks for another mentor, and may think better of it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.outbox import publish
from foundation.outbox.events.mentoring import MentorAskedBack, OtherMentorAsked
from mentoring.mentors.policies import desk_of, lock_profile
from mentoring.projects.enums import MentorshipEnd, ProjectStatus, SubmissionStatus
from mentoring.projects.errors import AskedTwice, NoMentor, NotUndone
from mentoring.projects.models import OPEN_SUBMISSION, Asking, Mentorship, Project
from mentoring.projects.models.mentorships import HOLDS, LASTING
from mentoring.projects.policies import day_of_team, lock_own_project, mentorships_of_own, open_to, team_of
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
    """At most twice, those undone too: counted when the mentorship is ended, of which a project has only one at a time."""
    which = Q(project=project_id, mentor=mentor)
    ended = end_mentorships(which=which, ending=MentorshipEnd.TEAM, now=now)
    if not ended:
        raise NoMentor
    if Asking.objects.filter(mentorship__project=project_id).count() >= MOST:
        raise AskedTwice
    said = {"reason": reason, "words": words, "created_at": now}
    asking = Asking.objects.create(mentorship=ended[0], person=actor, **said)
    _tell(OtherMentorAsked, asking)
    _note(actor, "mentorship.let_go", ended[0])


@transaction.atomic
def ask_mentor_back(*, actor: User, project_id: UUID, now: datetime) -> None:
    """Whoever asked, and nobody over her head: within some days, while nobody else has mentored or begun to read it, and if
    the mentor may still see it and takes work."""
    gone = mentorships_of_own(actor, project_id).filter(LET_GO, ended_at__gt=now - REGRET).order_by("-ended_at").first()
    if gone is None:
        raise NotUndone
    lock_profile(gone.mentor)
    project = lock_own_project(actor, project_id)
    if not Asking.objects.filter(HOLDS, mentorship=gone, person=actor).update(undone_at=now):
        raise NotUndone
    if _has_gone_on(project, gone):
        raise NotUndone
    Mentorship.objects.filter(pk=gone.pk).update(ended_at=None, ending="")
    _check_takes(project, gone.mentor)
    _keep(project, gone.mentor_id, now)
    _tell(MentorAskedBack, Asking.objects.select_related("mentorship").filter(mentorship=gone).latest("created_at"))
    _note(actor, "mentorship.asked_back", gone)


def _has_gone_on(project: Project, gone: Mentorship) -> bool:
    """The submissions are locked: whoever takes one up at the moment is waited for."""
    list(project.submissions.filter(OPEN_SUBMISSION).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    over = project.status in (ProjectStatus.ACCEPTED, ProjectStatus.DECLINED)
    since = project.submissions.filter(Q(decided_at=None) | Q(decided_at__gt=gone.ended_at))
    read = since.exclude(readers__contained_by=[gone.mentor_id])
    return over or read.exists() or project.mentorships.filter(LASTING).exists()


def _check_takes(project: Project, mentor: User) -> None:
    """Who rests takes nothing on, though they may see it."""
    desk = desk_of(mentor)
    if desk is None or desk.states == frozenset():
        raise NotUndone
    if not project.submissions.filter(open_to(desk), submitted_at__isnull=False).exists():
        raise NotUndone


def _keep(project: Project, mentor_id: UUID, now: datetime) -> None:
    if is_mentored(project.call.stages, project.stage):
        waiting = project.submissions.filter(status=SubmissionStatus.SUBMITTED)
        kept = {"turn": RESERVED, "reserved_for": mentor_id, "waits_on": day_of_team(project.id, now), "nudged": 0}
        waiting.update(**kept, revision=F("revision") + 1)


def _tell(news: type[OtherMentorAsked | MentorAskedBack], asking: Asking) -> None:
    """The mentor, and of the team those who didn't ask."""
    project_id = asking.mentorship.project_id
    others = [person for person in team_of(project_id) if person != asking.person_id]
    mentor_id = asking.mentorship.mentor_id
    publish(news(asking_id=asking.id, project_id=project_id, mentor_id=mentor_id, person_ids=others))


def _note(actor: User, action: str, mentorship: Mentorship) -> None:
    record(actor_id=actor.id, action=action, subject_type="mentorship", subject_id=mentorship.id)

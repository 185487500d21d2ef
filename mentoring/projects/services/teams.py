"""How a team comes together and apart: by a code within a cohort, never by looking for people."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.consents.enums import Purpose
from foundation.consents.services import require
from foundation.kernel import codes
from foundation.kernel.throttling import Limit
from foundation.outbox import publish
from foundation.outbox.events.mentoring import TeamChanged
from foundation.programmes.services import refusing
from mentoring.projects.enums import ProjectStatus, SubmissionStatus
from mentoring.projects.errors import (
    AgesMixed,
    JoinCodeUnknown,
    LastStays,
    LeadStays,
    NoCohort,
    NotTheLead,
    OneProjectOnly,
    ProjectNotYours,
    TeamFull,
)
from mentoring.projects.models import JoinCode, Project, Submission, TeamMember
from mentoring.projects.models.teams import CODE_LIFE, LIVE, ONE_EACH
from mentoring.projects.policies import (
    get_member_for,
    get_overseen_member,
    lock_by_code,
    lock_led_project,
    lock_overseen_project,
    lock_own_project,
    team_of,
)
from mentoring.projects.rules import ages_mix, free_seat
from mentoring.projects.selectors import get_team_member
from mentoring.projects.services.consents import look_at
from mentoring.projects.services.openings import check_open
from mentoring.projects.services.projects import cohort_of
from mentoring.projects.services.submissions import place_anew

BY_PERSON = Limit("projects.join_codes", 30, 600)


@dataclass(frozen=True, slots=True)
class ShownCode:
    code: str
    expires_at: datetime


@transaction.atomic
def make_join_code(*, actor: User, project_id: UUID, now: datetime, cohort_id: UUID | None = None) -> ShownCode:
    """A new one; the one before is void. What is stored is its hash, so it is told this once. Of which cohort a project is
    can be said here, once, where it wasn't clear when it began."""
    project = lock_led_project(actor, project_id)
    taken = _seats_of(project)
    if project.status != ProjectStatus.ACTIVE:
        raise ProjectNotYours
    if project.cohort_id is None and taken:
        _settle_cohort(actor, project, cohort_id)
    _free_seat(project, taken)
    JoinCode.objects.filter(project=project).delete()
    made = JoinCode(project=project, expires_at=now + CODE_LIFE)
    code = codes.derived_code(_key(), made.id, 1)
    made.code_hash = codes.code_hash(_key(), code)
    made.save(force_insert=True)
    _note(actor, "team.code_made", project)
    return ShownCode(codes.shown_code(code), made.expires_at)


@transaction.atomic
def drop_join_code(*, actor: User, project_id: UUID) -> None:
    project = lock_led_project(actor, project_id)
    if JoinCode.objects.filter(project=project).delete()[0]:
        _note(actor, "team.code_dropped", project)


def join_team(*, actor: User, code: str, now: datetime, project_id: UUID | None = None) -> Project:
    """Come into the team whose code this is; whoever is in it already, is. A code that is wrong, dead, of another cohort or of
    another project is always the same: unknown. Guessing is slowed."""
    BY_PERSON.count(actor.id)
    return _join(actor, code, now, project_id)


@transaction.atomic
def leave_team(*, actor: User, project_id: UUID, member_id: UUID, now: datetime) -> None:
    """Go, or as the lead let somebody go; the code that she came by is void then. A lead goes last, and nobody while the work
    is read."""
    project = lock_own_project(actor, project_id)
    member = get_member_for(actor, project, member_id)
    waiting = _lock_unread(project)
    if _heir_of(project, member):
        raise LeadStays
    _go(actor, project, member, waiting, now)
    _note(actor, "team.left", project, member)


@transaction.atomic
def let_member_go(*, actor: User, project_id: UUID, member_id: UUID, reason: str, now: datetime) -> None:
    """By staff, on the same conditions, and a lead too: whoever has been there longest leads then. Why is in the record
    alone."""
    project = lock_overseen_project(actor, project_id)
    member = get_overseen_member(actor, project, member_id)
    waiting, heir = _lock_unread(project), _heir_of(project, member)
    if heir:
        _lead(actor, project, heir)
    _go(actor, project, member, waiting, now, new_lead=heir is not None)
    _note(actor, "team.let_go", project, member, reason=reason)


@transaction.atomic
def change_member(*, actor: User, project_id: UUID, member_id: UUID, changes: dict[str, Any]) -> TeamMember:
    """Her part in it, by herself or the lead; and the lead alone makes somebody else the lead."""
    project = lock_own_project(actor, project_id)
    member = get_member_for(actor, project, member_id)
    member.role = changes.get("role", member.role)
    member.save(update_fields=["role"])
    if changes.get("lead") and member.person_id != project.owner_id:
        if actor.id != project.owner_id:
            raise NotTheLead
        _lead(actor, project, member)
    return get_team_member(actor, project.id, member.id)


@transaction.atomic
def _join(actor: User, typed: str, now: datetime, project_id: UUID | None) -> Project:
    code = codes.normal_code(typed)
    project = lock_by_code(actor, codes.code_hash(_key(), code), now) if code else None
    if project is None or project_id not in (None, project.id):
        raise JoinCodeUnknown
    if not project.members.filter(LIVE, person=actor).exists():
        _check_open(actor, project, now)
        _add(actor, project)
    return project


def _settle_cohort(actor: User, project: Project, chosen: UUID | None) -> None:
    project.cohort_id = cohort_of(actor, project.call, chosen)
    if project.cohort_id is None:
        raise NoCohort
    project.save(update_fields=["cohort"])


def _lock_unread(project: Project) -> Submission | None:
    """What waits of it, that nobody has a seat of. Raises where the work is in others' hands."""
    waiting = project.submissions.filter(status=SubmissionStatus.SUBMITTED).select_for_update(no_key=True).first()
    if waiting is None and project.status != ProjectStatus.ACTIVE:
        raise ProjectNotYours
    return waiting


def _heir_of(project: Project, member: TeamMember) -> TeamMember | None:
    """Who would lead without her, where it is she who leads: whoever has been there longest."""
    others = project.members.filter(LIVE).exclude(pk=member.pk)
    return others.order_by("joined_at", "id").first() if member.person_id == project.owner_id else None


def _go(
    actor: User,
    project: Project,
    member: TeamMember,
    waiting: Submission | None,
    now: datetime,
    *,
    new_lead: bool = False,
) -> None:
    """Of a locked project; what is `waiting` of it is locked too."""
    member.left_at = now
    member.save(update_fields=["left_at"])
    if waiting and not team_of(project.id):
        raise LastStays
    own = member.person_id == actor.id
    if not own:
        JoinCode.objects.filter(project=project).delete()
    if waiting:
        place_anew(project, waiting)
        look_at([waiting], now)
    _tell(project, member, "left" if own else "let_go", new_lead=new_lead)


def _check_open(actor: User, project: Project, now: datetime) -> None:
    if project.status != ProjectStatus.ACTIVE:
        raise ProjectNotYours
    check_open(project.call, actor, now)
    require(actor, Purpose.MENTOR_CONTACT)
    births = project.members.filter(LIVE).values_list("person__birth_date", flat=True)
    if not project.call.mixed_ages and ages_mix([*births, actor.birth_date], now.date()):
        raise AgesMixed


def _add(actor: User, project: Project) -> None:
    """The project is locked; the constraints judge all the same. Whoever comes into an empty team leads it."""
    taken = _seats_of(project)
    place = {"call_id": project.call_id, "sole": project.sole, "seat": _free_seat(project, taken)}
    with refusing({ONE_EACH: OneProjectOnly}):
        member = TeamMember.objects.create(project=project, person=actor, **place)
    _tell(project, member, "joined")
    _note(actor, "team.joined", project, member)
    if not taken and project.owner_id != actor.id:
        _lead(actor, project, member)


def _lead(actor: User, project: Project, member: TeamMember) -> None:
    project.owner_id = member.person_id
    project.advance(["owner"])
    _note(actor, "team.lead_changed", project, member)


def _seats_of(project: Project) -> list[int]:
    return list(project.members.filter(LIVE).values_list("seat", flat=True))


def _free_seat(project: Project, taken: list[int]) -> int:
    seat = free_seat(taken, project.call.team_max)
    if seat is None:
        raise TeamFull
    return seat


def _tell(project: Project, member: TeamMember, change: str, *, new_lead: bool = False) -> None:
    publish(
        TeamChanged(
            member_id=member.id,
            project_id=project.id,
            person_id=member.person_id,
            change=change,
            lead_id=project.owner_id,
            new_lead=new_lead,
            person_ids=[person for person in team_of(project.id) if person != member.person_id],
        )
    )


def _note(actor: User, action: str, project: Project, member: TeamMember | None = None, **details: str) -> None:
    subject = ("team_member", member.id) if member else ("project", project.id)
    record(actor_id=actor.id, action=action, subject_type=subject[0], subject_id=subject[1], details=details)


def _key() -> bytes:
    return codes.key_for("jisr.teams")

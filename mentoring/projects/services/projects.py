from typing import Any
from uuid import UUID

from django.db import transaction

from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.services import require
from foundation.kernel.clock import now
from foundation.kernel.ids import new_id
from foundation.kernel.models import check_revision
from foundation.programmes.selectors import active_memberships
from foundation.programmes.services import refusing
from mentoring.projects.enums import ProjectStatus
from mentoring.projects.errors import IdTaken, OneProjectOnly, ProjectNotYours, UnknownCall, UnknownCohort
from mentoring.projects.models import Call, Project, TeamMember
from mentoring.projects.models.teams import ONE_EACH
from mentoring.projects.policies import calls_visible_to, is_member, lock_own_project
from mentoring.projects.services.openings import check_open

CHANGEABLE = ("title", "problem", "idea", "users", "language", "sdgs")


@transaction.atomic
def begin_project(
    *,
    actor: User,
    call_id: UUID,
    title: str,
    language: str,
    problem: str = "",
    idea: str = "",
    users: str = "",
    sdgs: list[int] | None = None,
    project_id: UUID | None = None,
    cohort_id: UUID | None = None,
) -> Project:
    """Begin a project in an open call. An id that a project of hers has already gives that project. What can't be shown
    to a mentor isn't begun."""
    if project_id and (known := _begun_before(actor, project_id)):
        return known
    require(actor, Purpose.MENTOR_CONTACT)
    call = _lock_open_call(actor, call_id)
    words = {"title": title, "problem": problem, "idea": idea, "users": users, "language": language, "sdgs": sdgs or []}
    project = Project(id=project_id or new_id(), call=call, owner=actor, sole=not call.several_projects, **words)
    project.cohort_id = cohort_of(actor, call, cohort_id)
    project.stage = call.stages[0]["key"]
    return _insert(project)


@transaction.atomic
def change_project(*, actor: User, project_id: UUID, revision: int | None, changes: dict[str, Any]) -> Project:
    project = lock_own_project(actor, project_id)
    check_revision(project, revision)
    if project.status != ProjectStatus.ACTIVE:
        raise ProjectNotYours
    for field in CHANGEABLE:
        setattr(project, field, changes.get(field, getattr(project, field)))
    return project.advance(CHANGEABLE)


def _lock_open_call(actor: User, call_id: UUID) -> Call:
    call = calls_visible_to(actor).select_for_update(of=("self",), no_key=True).filter(pk=call_id).first()
    if call is None:
        raise UnknownCall
    check_open(call, actor, now())
    return call


def _insert(project: Project) -> Project:
    try:
        with refusing({"projects_project_pkey": IdTaken, ONE_EACH: OneProjectOnly}):
            project.save(force_insert=True)
            TeamMember.objects.create(
                project=project, call_id=project.call_id, person_id=project.owner_id, sole=project.sole
            )
    except IdTaken:
        if known := _begun_before(project.owner, project.id):
            return known
        raise
    return project


def _begun_before(actor: User, project_id: UUID) -> Project | None:
    known = Project.objects.filter(pk=project_id).first()
    if known and not Project.objects.filter(is_member(actor), pk=project_id).exists():
        raise IdTaken
    return known


def cohort_of(actor: User, call: Call, chosen: UUID | None = None) -> UUID | None:
    """The one of hers that she chose; else hers in the call's programme; where the call has none, the only one she is in."""
    places = active_memberships(actor.id)
    places = places.filter(programme=call.programme_id) if call.programme_id else places
    places = places.filter(cohort=chosen) if chosen else places
    found = places.values_list("cohort_id", flat=True)[:2]
    if chosen and not found:
        raise UnknownCohort
    return found[0] if len(found) == 1 else None

from uuid import UUID

from django.db.models import Q, QuerySet

from foundation.accounts.models import User
from foundation.kernel.joining import Joined
from foundation.programmes.enums import Role
from foundation.programmes.policies import has_role, is_office, members_visible_to, one
from mentoring.projects.models import Mentorship, Project, Submission
from mentoring.projects.policies.submissions import readings_of
from mentoring.projects.policies.teams import has_member, is_member


def projects_visible_to(actor: User) -> Joined[Project]:
    """One's team's; the office all; a coordinator those of people in scope; a mentor those that they may read from."""
    if is_office(actor):
        return Joined(Project.objects.all())
    seen = [is_member(actor)]
    if has_role(actor, Role.COORDINATOR):
        seen.append(has_member(members_visible_to(actor)))
    if has_role(actor, Role.MENTOR):
        seen += [Q(pk__in=Submission.objects.filter(read).values("project")) for read in readings_of(actor)]
    return Joined(*map(Project.objects.filter, seen))


def projects_overseen_by(actor: User) -> QuerySet[Project]:
    """As staff: the office all, a coordinator those of people in scope."""
    if is_office(actor):
        return Project.objects.all()
    overseen = has_role(actor, Role.COORDINATOR)
    return Project.objects.filter(has_member(members_visible_to(actor))) if overseen else Project.objects.none()


def get_project_for(actor: User, project_id: UUID) -> Project:
    return one(projects_visible_to(actor).filter(pk=project_id))


def get_own_project(actor: User, project_id: UUID) -> Project:
    return one(Project.objects.filter(is_member(actor), pk=project_id))


def mentorships_of_own(actor: User, project_id: UUID) -> QuerySet[Mentorship]:
    """Those of the team's project, past ones too."""
    return Mentorship.objects.filter(project=get_own_project(actor, project_id)).select_related("mentor")


def lock_led_project(actor: User, project_id: UUID) -> Project:
    rows = Project.objects.filter(owner=actor, pk=project_id).select_related("call")
    return one(rows.select_for_update(of=("self",), no_key=True))


def lock_overseen_project(actor: User, project_id: UUID) -> Project:
    """As staff. Whether somebody of the team is hers is asked again of each member."""
    rows = projects_overseen_by(actor).filter(pk=project_id).select_related("call")
    return one(rows.select_for_update(of=("self",), no_key=True))


def lock_own_project(actor: User, project_id: UUID) -> Project:
    """The team's project with its call, its row locked: always before any of its submissions, against deadlocks."""
    return _lock_own(actor, Q(pk=project_id))


def lock_project_of(actor: User, submission_id: UUID) -> Project:
    """The same, by one of its submissions."""
    return _lock_own(actor, Q(submissions=submission_id))


def _lock_own(actor: User, which: Q) -> Project:
    rows = Project.objects.filter(is_member(actor), which).select_related("call")
    return one(rows.select_for_update(of=("self",), no_key=True))

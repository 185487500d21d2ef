"""What may be shown now."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.selectors import withheld
from foundation.files.enums import FileStatus, MediaType
from foundation.programmes.models import Membership
from foundation.programmes.policies import one, oversees_all
from mentoring.mentors.policies import overseen_states
from mentoring.projects.enums import ProjectStatus
from mentoring.projects.models import Declaration, Project, ProjectFile, TeamMember
from mentoring.projects.policies import accepted_files_of
from mentoring.showcase.models import Showing, Takedown

PICTURES = (MediaType.JPEG, MediaType.PNG, MediaType.WEBP)


class Some(Exists):
    """Whether there are such rows, asked of one after the other: a bare EXISTS may be answered for everybody in the house at
    once."""

    template = "(SELECT EXISTS(%(subquery)s))"


def shown_projects() -> QuerySet[Project]:
    """The one way into the showcase. All of it is asked now: what one of a team takes back, or a guardian, hides the project
    in the same moment."""
    team, down = team_of(OuterRef("pk")), taken_down(OuterRef("pk"))
    return wanted_projects().filter(Some(team), ~Some(team.filter(holds_back())), ~Some(down))


def wanted_projects() -> QuerySet[Project]:
    """Accepted, and somebody of the team wants it shown: where few are, one begins with them."""
    wanted = Exists(Showing.objects.filter(project=OuterRef("pk"), show=True))
    return Project.objects.filter(wanted, status=ProjectStatus.ACCEPTED)


def team_of(project: Any) -> QuerySet[TeamMember]:
    return TeamMember.objects.filter(project=project, left_at=None)


def holds_back() -> Q:
    """Of the team: who hasn't said yes, or hasn't declared what is hers, or may not be shown."""
    hers = {"project": OuterRef("project"), "person": OuterRef("person")}
    ready = Some(Showing.objects.filter(**hers, show=True)) & Some(Declaration.objects.filter(**hers))
    return ~ready | Q(withheld(Purpose.PUBLIC_SHOWING))


def shown_picture(project: Any) -> QuerySet[ProjectFile]:
    """Of a project that is shown: the one that each of the team names, if it was found clean and all may be in pictures."""
    named = Showing.objects.filter(
        project=OuterRef("project"), person=OuterRef("person"), show=True, picture=OuterRef(OuterRef("pk"))
    )
    against = team_of(OuterRef("project")).filter(~Some(named) | Q(withheld(Purpose.MEDIA)))
    clean = ProjectFile.objects.filter(project=project, file__status=FileStatus.CLEAN, file__media_type__in=PICTURES)
    return clean.filter(~Some(against)).order_by("number")


def pictures_of(project_id: UUID) -> QuerySet[ProjectFile]:
    """Those among which a team chooses: of all that was accepted, at whatever stage."""
    files = accepted_files_of(project_id)
    return files.filter(file__status=FileStatus.CLEAN, file__media_type__in=PICTURES).order_by("number")


def taken_down(project: Any) -> QuerySet[Takedown]:
    return Takedown.objects.filter(project=project, lifted_at=None)


def get_team_member(actor: User, project_id: UUID) -> TeamMember:
    return one(team_of(project_id).filter(person=actor).select_related("project", "person"))


def lock_team_member(actor: User, project_id: UUID) -> TeamMember:
    rows = team_of(project_id).filter(person=actor).select_related("project", "person")
    return one(rows.select_for_update(of=("self",), no_key=True))


def projects_overseen_by(actor: User) -> QuerySet[Project]:
    """What the office may take down, and a safeguarding officer if one of the team is of her state."""
    accepted = Project.objects.filter(status=ProjectStatus.ACCEPTED)
    if oversees_all(actor):
        return accepted
    people = Membership.objects.filter(state__in=overseen_states(actor)).values("person_id")
    return accepted.filter(Exists(team_of(OuterRef("pk")).filter(person__in=people)))


def lock_overseen_project(actor: User, project_id: UUID) -> Project:
    rows = projects_overseen_by(actor).filter(pk=project_id)
    return one(rows.select_for_update(of=("self",), no_key=True))

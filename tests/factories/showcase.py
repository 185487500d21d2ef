"""Accepted projects whose teams agree to be shown."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from foundation.accounts.models import User
from mentoring.projects.models import Declaration, Project, Submission, TeamMember
from mentoring.showcase.models import Showing
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import ProjectFactory

ACCEPTED_AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


def accepted(*team: User, states: Sequence[str] = ("MA",), **words: Any) -> Project:
    """Led by the first of them; nobody has said anything yet."""
    lead, *others = team or (PersonFactory(),)
    given = {"status": "accepted", "accepted_at": ACCEPTED_AT, **words}
    project: Project = ProjectFactory(owner=lead, **given)
    for seat, person in enumerate(others, 2):
        TeamMember.objects.create(project=project, call_id=project.call_id, person=person, seat=seat, sole=project.sole)
    Submission.objects.create(
        project=project, stage=project.stage, number=1, status="accepted", submitted_at=ACCEPTED_AT,
        ticket=project.id, states=list(states),
    )  # fmt: skip
    return project


def declared(project: Project, person: User, licence: str = "CC-BY-4.0") -> Declaration:
    return Declaration.objects.create(project=project, person=person, licence=licence)


def agreed(project: Project, person: User, name: str = "none", *, show: bool = True) -> Showing:
    return Showing.objects.create(project=project, person=person, show=show, name=name)


def shown(*team: User, name: str = "none", licence: str = "CC-BY-4.0", **given: Any) -> Project:
    project = accepted(*team, **given)
    for member in project.members.all():
        declared(project, member.person, licence), agreed(project, member.person, name)
    return project

"""A team that others may join by its code."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from foundation.accounts.models import User
from foundation.kernel import clock
from foundation.programmes.models import Cohort
from mentoring.projects.models import Call, Project, TeamMember
from mentoring.projects.services import begin_project, make_join_code
from tests.factories.mentoring import CallFactory
from tests.factories.programmes import CohortFactory, MembershipFactory

API = "/api/v1"
WORDS = {"title": "Water", "language": "fr"}


@dataclass
class Desk:
    cohort: Cohort
    project: Project
    code: str

    @property
    def lead(self) -> User:
        return self.project.owner

    @property
    def call(self) -> Call:
        return self.project.call

    @property
    def members(self) -> str:
        return f"{API}/projects/{self.project.id}/members"

    def classmate(self, **given: Any) -> User:
        return classmate(self.cohort, **given)

    def member(self, person: User) -> TeamMember:
        return TeamMember.objects.get(project=self.project, person=person, left_at=None)


def classmate(cohort: Cohort, *, born: date | None = date(2000, 5, 17), **given: Any) -> User:
    person: User = MembershipFactory(cohort=cohort, person__birth_date=born, **given).person
    return person


def set_up() -> Desk:
    cohort = CohortFactory()
    call = CallFactory(several_projects=False, team_max=3)
    project = begin_project(actor=classmate(cohort, person__name="Amina Benali"), call_id=call.id, **WORDS)
    return Desk(cohort, project, make_join_code(actor=project.owner, project_id=project.id, now=clock.now()).code)

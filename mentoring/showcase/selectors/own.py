"""Her part in what is shown, as one of the team sees it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.selectors import capabilities_of
from foundation.kernel.names import given_name
from foundation.programmes.policies import one
from mentoring.projects.enums import ProjectStatus
from mentoring.projects.models import Declaration, Project, TeamMember
from mentoring.projects.policies import is_member
from mentoring.showcase.enums import Lack, ShownName
from mentoring.showcase.models import Showing, Takedown
from mentoring.showcase.policies import (
    get_team_member,
    holds_back,
    pictures_of,
    projects_overseen_by,
    taken_down,
    team_of,
)
from mentoring.showcase.rules import lacks
from mentoring.showcase.selectors.public import NEWEST

ASKED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Part:
    """`show` is None until she has said it; `names` is what each choice would show, `pictures` are those to choose from."""

    show: bool | None
    name: str
    names: dict[str, str]
    picture: UUID | None
    pictures: list[UUID]
    waiting_for: tuple[Lack, ...]
    revision: int

    @property
    def shown(self) -> bool:
        return not self.waiting_for


def own_part(actor: User, project_id: UUID) -> Part:
    member = get_team_member(actor, project_id)
    said = Showing.objects.filter(project=project_id, person=actor).first()
    names = {ShownName.NONE.value: "", ShownName.GIVEN.value: given_name(actor.name), ShownName.FULL.value: actor.name}
    pictures = list(pictures_of(project_id).values_list("pk", flat=True))
    if said is None:
        return Part(None, ShownName.NONE, names, None, pictures, _lacks(member, False), 0)
    return Part(said.show, said.name, names, said.picture_id, pictures, _lacks(member, said.show), said.revision)


def undecided(actor: User, now: datetime) -> list[tuple[UUID, str]]:
    """Her projects that were accepted not long ago, with their titles, of which she has said neither yes nor no."""
    said = Showing.objects.filter(person=actor).values("project")
    accepted = Project.objects.filter(is_member(actor), accepted_at__gt=now - ASKED).exclude(pk__in=said)
    return list(accepted.order_by(*NEWEST).values_list("id", "title"))


def get_takedown(actor: User, project_id: UUID) -> Takedown:
    return one(taken_down(one(projects_overseen_by(actor).filter(pk=project_id))))


def _lacks(member: TeamMember, said_yes: bool) -> tuple[Lack, ...]:
    hers = {"project": member.project_id, "person": member.person_id}
    return lacks(
        accepted=member.project.status == ProjectStatus.ACCEPTED,
        said_yes=said_yes,
        may=capabilities_of(member.person)[Purpose.PUBLIC_SHOWING].granted,
        declared=Declaration.objects.filter(**hers).exists(),
        others=not team_of(member.project_id).filter(holds_back()).exclude(pk=member.pk).exists(),
        up=not taken_down(member.project_id).exists(),
    )

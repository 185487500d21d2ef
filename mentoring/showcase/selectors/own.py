"""Her part in what is shown, as one of the team sees it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

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
from mentoring.showcase.rules import lacks, publishable
from mentoring.showcase.selectors.public import NEWEST, WORDS, accepted_states

ASKED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Part:
    """`show` is None until she has said it; `names` is what each choice would show, `words` what of the project would be read
    whatever the others choose, `pictures` are those to choose from."""

    show: bool | None
    name: str
    names: dict[str, str]
    words: dict[str, str]
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
        return Part(None, ShownName.NONE, names, _words(member, ""), None, pictures, _lacks(member, False), 0)
    words, waiting_for = _words(member, said.name), _lacks(member, said.show)
    return Part(said.show, said.name, names, words, said.picture_id, pictures, waiting_for, said.revision)


def undecided(actor: User, now: datetime) -> list[tuple[UUID, str]]:
    """Her projects that were accepted not long ago, with their titles, of which she has said neither yes nor no."""
    said = Showing.objects.filter(person=actor).values("project")
    accepted = Project.objects.filter(is_member(actor), accepted_at__gt=now - ASKED).exclude(pk__in=said)
    return list(accepted.order_by(*NEWEST).values_list("id", "title"))


def get_takedown(actor: User, project_id: UUID) -> Takedown:
    return one(taken_down(one(projects_overseen_by(actor).filter(pk=project_id))))


def _words(member: TeamMember, name: str) -> dict[str, str]:
    hers = Q(person=member.person_id) if name == ShownName.FULL else Q(pk__in=())
    hidden = (
        TeamMember.objects.filter(project=member.project_id)
        .exclude(hers)
        .values_list("person__name", "person__name_latin")
    )
    names = tuple(written for bearer in hidden for written in bearer)
    countries = Project.objects.values_list(accepted_states(), flat=True).get(pk=member.project_id)
    told = {"names": names, "countries": tuple(countries or ())}
    return {field: publishable(getattr(member.project, field), **told) for field in WORDS}


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

"""Who plays, in what, and when."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from unittest.mock import patch
from uuid import UUID

from django.utils import timezone

from foundation.accounts.models import User
from foundation.programmes.enums import Role
from mentoring.mentors.models import Conflict, Mentor
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import (
    CallFactory,
    ProjectFactory,
    blind_call,
    draft,
    granted,
    joined,
    leased,
    mentor,
    question,
    reviewed,
    stage,
    suspended,
    typed,
    waiting,
)
from tests.factories.programmes import CohortFactory, MembershipFactory, StateFactory

LEARNERS = ("lead", "mate", "rival", "foreigner")
MENTORS = ("reader", "second", "third", "kin", "stopped")
STAFF = ("coordinator", "coordinator abroad", "office", "officer")
EVERYBODY = (*LEARNERS, *MENTORS, *STAFF)
FAMILY = "Alhidden"
MORNING = datetime(2026, 12, 1, 8, tzinfo=UTC)


def known_as(mentor: str) -> str:
    return f"{mentor.title()} Oftheplay"


@dataclass(frozen=True)
class World:
    """The ids of its people."""

    people: dict[str, UUID]

    def name_of(self, person_id: UUID) -> str:
        return next(name for name, known in self.people.items() if known == person_id)

    def person(self, name: str) -> User:
        """As the next request finds her."""
        return User.objects.get(pk=self.people[name])


@patch.object(timezone, "now", lambda: MORNING - timedelta(days=1))
def build() -> World:
    """Three learners of one cohort in Morocco and one from Jordan, with projects under way in a call of two stages. Of another
    call each has one project at most; a third is read by two who don't know of each other. `kin` bears the family name of
    `lead`, `stopped` is suspended."""
    people = {**_learners(), **_mentors(), **_staff()}
    _under_way(people)
    suspended(people["stopped"])
    kin = Mentor.objects.get(person=people["kin"])
    Conflict.objects.create(mentor=kin, kind="family_name", family_name=FAMILY, family_key=FAMILY.lower())
    return World({name: person.id for name, person in people.items()})


def _under_way(people: dict[str, User]) -> None:
    """A project that waits, one that is read, one that was returned, one that is begun, and one that one of two has read."""
    idea = stage("idea")
    idea["questions"].append(question("photo", "file", required=False))
    call, _ = CallFactory(stages=[idea, stage("pilot")], team_max=3), CallFactory(several_projects=False)
    waiting(ProjectFactory(call=call, owner=people["mate"]))
    common = ProjectFactory(call=call, owner=people["lead"])
    joined(common, people["mate"])
    typed(people["reader"], leased(people["reader"], waiting(common)))
    reviewed(people["second"], waiting(ProjectFactory(call=call, owner=people["mate"])), "revise")
    draft(ProjectFactory(call=call, owner=people["lead"]))
    reviewed(people["third"], waiting(ProjectFactory(call=blind_call(2, 0.25, stage("pilot")), owner=people["mate"])))


def _mentors() -> dict[str, User]:
    mentors = {name: mentor() for name in MENTORS}
    for name, person in mentors.items():
        User.objects.filter(pk=person.pk).update(name=known_as(name))
    return mentors


def _learners() -> dict[str, User]:
    cohort = CohortFactory(state="MA")
    names = {"lead": f"Amina {FAMILY}", "mate": "Badr Benali", "rival": "Chaima Tazi"}
    learners = {key: PersonFactory(name=name) for key, name in names.items()}
    for person in learners.values():
        MembershipFactory(person=person, cohort=cohort)
    abroad: User = MembershipFactory(cohort=CohortFactory(state="JO")).person
    return {**learners, "foreigner": abroad}


def _staff() -> dict[str, User]:
    home, abroad = StateFactory(code="MA"), StateFactory(code="JO")
    return {
        "coordinator": granted(Role.COORDINATOR, state=home),
        "coordinator abroad": granted(Role.COORDINATOR, state=abroad),
        "office": granted(Role.PROGRAMME_OFFICE),
        "officer": granted(Role.SAFEGUARDING_OFFICER, state=home),
    }

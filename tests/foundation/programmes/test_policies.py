"""Who sees what, in two states with a ministry and a school each."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from foundation.accounts.models import User
from foundation.programmes import policies
from foundation.programmes.enums import Role
from foundation.programmes.models import Cohort, Membership, Organisation
from tests.factories.accounts import PersonFactory
from tests.factories.programmes import (
    CohortFactory,
    GrantFactory,
    MembershipFactory,
    OrganisationFactory,
    StateFactory,
    coordinator,
    coordinator_of,
    office,
)

pytestmark = pytest.mark.django_db


@dataclass
class World:
    """`mixed` is a member of the ministry's cohort whose school is the school."""

    ministry: Organisation
    school: Organisation
    cohort: Cohort
    school_cohort: Cohort
    foreign_cohort: Cohort
    learner: Membership
    mixed: Membership
    pupil: Membership
    foreigner: Membership

    def names(self, rows: Any) -> set[str]:
        found = set(rows)
        return {name for name, row in vars(self).items() if row in found}

    def people(self, rows: Any) -> set[str]:
        found = set(rows)
        return {name for name, row in vars(self).items() if isinstance(row, Membership) and row.person in found}


@pytest.fixture
def world() -> World:
    ministry, school = OrganisationFactory(), OrganisationFactory()
    cohort, school_cohort = CohortFactory(organisation=ministry), CohortFactory(organisation=school)
    foreign_cohort = CohortFactory(state="JO")
    return World(
        ministry=ministry,
        school=school,
        cohort=cohort,
        school_cohort=school_cohort,
        foreign_cohort=foreign_cohort,
        learner=MembershipFactory(cohort=cohort),
        mixed=MembershipFactory(cohort=cohort, organisation=school),
        pupil=MembershipFactory(cohort=school_cohort),
        foreigner=MembershipFactory(cohort=foreign_cohort),
    )


def actor_named(name: str, world: World) -> User:
    def make(role: Role) -> User:
        return GrantFactory(role=role, state=StateFactory(code="MA")).person

    makers = {
        "office": office,
        "coordinator": coordinator,
        "school's coordinator": lambda: coordinator_of(world.school),
        "safeguarding officer": lambda: make(Role.SAFEGUARDING_OFFICER),
        "safeguarding officer of all": lambda: GrantFactory(role=Role.SAFEGUARDING_OFFICER).person,
        "mentor": lambda: make(Role.MENTOR),
        "learner": lambda: world.learner.person,
        "stranger": PersonFactory,
        "revoked coordinator": revoked_coordinator,
    }
    return makers[name]()


def revoked_coordinator() -> User:
    actor = coordinator()
    policies.RoleGrant.objects.filter(person=actor).update(revoked_at="2026-01-01T00:00Z")
    return actor


MA_MEMBERS = {"learner", "mixed", "pupil"}
ALL_MEMBERS = {*MA_MEMBERS, "foreigner"}
MA_COHORTS, ALL_COHORTS = {"cohort", "school_cohort"}, {"cohort", "school_cohort", "foreign_cohort"}


@pytest.mark.parametrize(
    ("who", "cohorts", "managed", "members"),
    [
        ("office", ALL_COHORTS, ALL_COHORTS, ALL_MEMBERS),
        ("coordinator", MA_COHORTS, MA_COHORTS, MA_MEMBERS),
        ("school's coordinator", MA_COHORTS, {"school_cohort"}, {"mixed", "pupil"}),
        ("safeguarding officer", MA_COHORTS, set(), MA_MEMBERS),
        ("safeguarding officer of all", ALL_COHORTS, set(), ALL_MEMBERS),
        ("mentor", set(), set(), set()),
        ("learner", {"cohort"}, set(), {"learner"}),
        ("stranger", set(), set(), set()),
        ("revoked coordinator", set(), set(), set()),
    ],
)
def test_who_sees_and_manages_what(
    who: str, cohorts: set[str], managed: set[str], members: set[str], world: World
) -> None:
    actor = actor_named(who, world)
    assert world.names(policies.cohorts_visible_to(actor)) == cohorts
    assert world.names(policies.cohorts_managed_by(actor)) == managed
    assert world.names(policies.memberships_visible_to(actor)) == members
    assert world.people(policies.people_visible_to(actor)) == members


@pytest.mark.parametrize(
    ("who", "programmes", "organisations"),
    [
        ("office", 3, {"ministry", "school"}),
        ("coordinator", 3, {"ministry", "school"}),
        ("school's coordinator", 3, {"school"}),
        ("mentor", 3, set()),
        ("learner", 1, {"ministry"}),
        ("stranger", 0, set()),
    ],
)
def test_who_sees_programmes_and_organisations(
    who: str, programmes: int, organisations: set[str], world: World
) -> None:
    actor = actor_named(who, world)
    assert policies.programmes_visible_to(actor).count() == programmes
    assert world.names(policies.organisations_visible_to(actor)) == organisations


@pytest.mark.parametrize(
    ("who", "managed"),
    [
        ("office", ALL_MEMBERS),
        ("coordinator", MA_MEMBERS),
        ("school's coordinator", {"mixed", "pupil"}),
        ("safeguarding officer", set()),
        ("learner", set()),
    ],
)
def test_who_manages_memberships(who: str, managed: set[str], world: World) -> None:
    assert world.names(policies.memberships_managed_by(actor_named(who, world))) == managed


def test_everybody_sees_herself() -> None:
    stranger = PersonFactory()
    assert list(policies.people_visible_to(stranger)) == [stranger]


def test_country_alone_shows_nobody() -> None:
    person = PersonFactory(country="MA")
    assert person not in policies.people_visible_to(coordinator("MA"))


def test_a_withdrawn_learner_stays_in_sight_of_her_coordinator(world: World) -> None:
    gone = MembershipFactory(cohort=world.cohort, status="withdrawn")
    assert gone in policies.memberships_visible_to(coordinator())


def test_roles_are_asked_for_once(django_assert_num_queries: Any) -> None:
    actor = User.objects.get(pk=coordinator().pk)
    with django_assert_num_queries(1):
        assert policies.roles_of(actor) == {Role.COORDINATOR}
        assert not policies.is_office(actor)
        assert policies.has_role(actor, Role.COORDINATOR)


def test_nobody_holds_nothing() -> None:
    assert policies.roles_of(AnonymousUser()) == frozenset()  # type: ignore[arg-type]

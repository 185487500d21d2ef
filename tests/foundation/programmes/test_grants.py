import pytest

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.kernel.errors import Invalid, NotFound
from foundation.outbox.models import EventRecord
from foundation.programmes import services
from foundation.programmes.enums import Role
from foundation.programmes.errors import AlreadyGranted, LastOffice
from foundation.programmes.models import Invitation, RoleGrant
from foundation.programmes.policies import grants_visible_to, has_role
from tests.factories.accounts import PASSWORD, PersonFactory
from tests.factories.programmes import (
    GrantFactory,
    MembershipFactory,
    OrganisationFactory,
    StateFactory,
    coordinator,
    coordinator_of,
    office,
)

pytestmark = pytest.mark.django_db


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_a_role_makes_staff_and_its_end_unmakes_it() -> None:
    actor, person = office(), PersonFactory()

    grant = services.grant_role(actor=actor, person=person, role=Role.AUTHOR)
    held = (fresh(person).is_staff, has_role(fresh(person), Role.AUTHOR))
    services.revoke_grant(actor=actor, grant_id=grant.id)

    assert held == (True, True)
    assert (fresh(person).is_staff, has_role(fresh(person), Role.AUTHOR)) == (False, False)
    assert RoleGrant.objects.get(pk=grant.pk).revoked_at is not None
    deeds = Record.objects.filter(subject_id=grant.id).order_by("id").values_list("action", "actor_id")
    assert list(deeds) == [("grant.given", actor.id), ("grant.revoked", actor.id)]


def test_the_office_alone_may_use_the_whole_admin() -> None:
    actor, person = office(), PersonFactory()
    services.grant_role(actor=actor, person=person, role=Role.AUTHOR)
    assert not fresh(person).is_superuser
    grant = services.grant_role(actor=actor, person=person, role=Role.PROGRAMME_OFFICE)
    assert fresh(person).is_superuser
    services.revoke_grant(actor=actor, grant_id=grant.id)
    assert (fresh(person).is_superuser, fresh(person).is_staff) == (False, True)


def test_an_organisations_coordinator_names_its_state_too() -> None:
    school = OrganisationFactory()
    grant = services.grant_role(
        actor=coordinator(), person=PersonFactory(), role=Role.COORDINATOR, organisation=school.slug
    )
    assert (grant.organisation, grant.state) == (school, school.state)


@pytest.mark.parametrize(
    ("role", "where"),
    [
        (Role.PROGRAMME_OFFICE, {}),
        (Role.COORDINATOR, {"state": "MA"}),
        (Role.COORDINATOR, {"state": "JO"}),
        (Role.MENTOR, {}),
        (Role.MENTOR, {"state": "JO"}),
        (Role.AUTHOR, {}),
        (Role.SAFEGUARDING_OFFICER, {"state": "MA"}),
    ],
)
def test_a_coordinator_gives_no_more_than_is_hers(role: Role, where: dict[str, str]) -> None:
    StateFactory(code="JO")
    actor, person = coordinator("MA"), PersonFactory()
    with pytest.raises(NotFound):
        services.grant_role(actor=actor, person=person, role=role, **where)
    assert not RoleGrant.objects.filter(person=person).exists()
    assert not fresh(person).is_staff


def test_a_role_is_held_once_in_a_place() -> None:
    actor, person = office(), PersonFactory()
    StateFactory(code="JO")
    services.grant_role(actor=actor, person=person, role=Role.MENTOR)
    with pytest.raises(AlreadyGranted):
        services.grant_role(actor=actor, person=person, role=Role.MENTOR)
    services.grant_role(actor=actor, person=person, role=Role.MENTOR, state="JO")
    assert RoleGrant.objects.filter(person=person).count() == 2


@pytest.mark.parametrize(
    ("role", "where", "pointer"),
    [
        (Role.COORDINATOR, {}, "/state"),
        (Role.PROGRAMME_OFFICE, {"state": "MA"}, "/state"),
        (Role.AUTHOR, {"organisation": "a-school"}, "/state"),
        (Role.MENTOR, {"state": "ZZ"}, "/state"),
        (Role.COORDINATOR, {"organisation": "nowhere"}, "/organisation"),
    ],
)
def test_a_role_has_to_fit_its_place(role: Role, where: dict[str, str], pointer: str) -> None:
    OrganisationFactory(slug="a-school")
    with pytest.raises(Invalid) as refusal:
        services.grant_role(actor=office(), person=PersonFactory(), role=role, **where)
    assert refusal.value.errors[0].pointer == pointer


def test_someone_new_is_invited_and_the_code_is_not_in_the_event() -> None:
    grant = services.give_role(actor=office(), email="New@Example.org", role=Role.AUTHOR, language="fr")

    person = grant.person
    assert (person.name, person.email, person.language, person.claimed_at) == ("New", "new@example.org", "fr", None)
    invitation = Invitation.objects.get(person=person)
    event = EventRecord.objects.get(name="programmes.grant_invited.v1")
    ids = {"grant_id": str(grant.id), "person_id": str(person.id), "invitation_id": str(invitation.id)}
    assert event.payload == ids
    link = services.claim_link(invitation.id)
    assert link is not None
    code = link.partition("code=")[2]
    claimed = services.claim(code=code, username="new.author", password=PASSWORD)
    assert has_role(fresh(claimed), Role.AUTHOR)
    assert services.claim_link(invitation.id) is None


def test_a_very_long_address_is_a_name_cut_short() -> None:
    grant = services.give_role(actor=office(), email=f"{'a' * 230}@example.org", role=Role.AUTHOR)
    assert grant.person.name == "a" * 200


def test_the_office_finds_an_account_by_its_verified_address() -> None:
    person = PersonFactory(email="a@example.org", verified=True)
    grant = services.give_role(actor=office(), email="A@example.org", role=Role.AUTHOR)
    assert grant.person == person


def test_a_coordinator_learns_nothing_of_an_account_behind_an_address() -> None:
    person = PersonFactory(email="a@example.org", verified=True)
    grant = services.give_role(actor=coordinator(), email="a@example.org", role=Role.MENTOR, state="MA")
    assert grant.person != person
    assert grant.person.name == "a"
    assert Invitation.objects.filter(person=grant.person).exists()


def test_a_coordinator_names_only_people_she_sees() -> None:
    member, stranger = MembershipFactory().person, PersonFactory()
    actor = coordinator()
    where = {"role": Role.MENTOR, "state": "MA"}

    assert services.give_role(actor=actor, user=member.username.upper(), **where).person == member
    with pytest.raises(Invalid) as refusal:
        services.give_role(actor=actor, user=str(stranger.id), **where)

    assert [(error.pointer, error.code) for error in refusal.value.errors] == [("/user", "unknown")]


@pytest.mark.parametrize("who", [{}, {"user": "a", "email": "a@example.org"}])
def test_a_grant_names_one_person(who: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        services.give_role(actor=office(), role=Role.AUTHOR, **who)


def test_the_last_of_the_office_stays() -> None:
    actor = office()
    own = RoleGrant.objects.get(person=actor)
    with pytest.raises(LastOffice):
        services.revoke_grant(actor=actor, grant_id=own.id)
    office()
    services.revoke_grant(actor=actor, grant_id=own.id)
    assert not fresh(actor).is_staff


def test_who_can_not_sign_in_does_not_count_as_staying() -> None:
    actor, closed = office(), office()
    User.objects.filter(pk=closed.pk).update(is_active=False)
    invited = services.give_role(actor=actor, email="new@example.org", role=Role.PROGRAMME_OFFICE)
    with pytest.raises(LastOffice):
        services.revoke_grant(actor=actor, grant_id=RoleGrant.objects.get(person=actor).id)
    services.revoke_grant(actor=actor, grant_id=invited.id)
    assert RoleGrant.objects.filter(revoked_at=None).count() == 2


@pytest.mark.parametrize("who", ["holder", "foreign coordinator", "school's coordinator", "stranger"])
def test_who_may_not_take_a_role_back(who: str) -> None:
    school = OrganisationFactory()
    grant = GrantFactory(role=Role.MENTOR, state=school.state)
    actor = {
        "holder": lambda: grant.person,
        "foreign coordinator": lambda: coordinator("JO"),
        "school's coordinator": lambda: coordinator_of(school),
        "stranger": PersonFactory,
    }[who]()

    with pytest.raises(NotFound):
        services.revoke_grant(actor=actor, grant_id=grant.id)

    grant.refresh_from_db()
    assert grant.revoked_at is None


def test_who_sees_which_grants() -> None:
    school = OrganisationFactory()
    actors = {
        "office": office(),
        "MA": coordinator("MA"),
        "school": coordinator_of(school),
        "JO": coordinator("JO"),
        "mentor": GrantFactory(role=Role.MENTOR, state=StateFactory(code="MA")).person,
        "stranger": PersonFactory(),
    }
    names = {person.pk: name for name, person in actors.items()}
    seen = {name: {names[grant.person_id] for grant in grants_visible_to(actor)} for name, actor in actors.items()}
    assert seen == {
        "office": {"office", "MA", "school", "JO", "mentor"},
        "MA": {"MA", "school", "mentor"},
        "school": {"school"},
        "JO": {"JO"},
        "mentor": {"mentor"},
        "stranger": set(),
    }

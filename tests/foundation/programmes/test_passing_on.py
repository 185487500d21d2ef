"""Places and roles that pass from an empty person to whoever claims them."""

from datetime import date

import pytest

from foundation.accounts.models import User
from foundation.accounts.services import forget_shells
from foundation.consents.models import Consent, Guardian
from foundation.outbox.models import EventRecord
from foundation.programmes import services
from foundation.programmes.enums import Role
from foundation.programmes.errors import AccountInUse, CodeUsed
from foundation.programmes.models import Invitation, Membership, RoleGrant
from foundation.programmes.policies import roles_of
from foundation.programmes.services import AddedMember
from tests.factories.accounts import PASSWORD, PersonFactory
from tests.factories.consents import GuardianFactory, deliver_all, granted
from tests.factories.mentoring import ProjectFactory
from tests.factories.programmes import MembershipFactory, coordinator, office

pytestmark = pytest.mark.django_db


def events() -> list[str]:
    return list(EventRecord.objects.order_by("id").values_list("name", flat=True))


def test_signed_in_the_places_become_mine(added: AddedMember) -> None:
    taker, giver = PersonFactory(), added.membership.person

    assert services.claim(code=added.claim_code, signed_in=taker) == taker

    membership = Membership.objects.get()
    assert (membership.pk, membership.person, membership.status) == (added.membership.pk, taker, "active")
    assert not User.objects.filter(pk=giver.pk).exists()
    assert not Invitation.objects.exists()
    assert events()[-3:] == [
        "programmes.invitation_claimed.v1",
        "programmes.members_added.v1",
        "programmes.membership_passed.v1",
    ]
    added_again, passed = list(EventRecord.objects.order_by("id"))[-2:]
    assert added_again.payload["person_ids"] == [str(taker.id)]
    assert passed.payload == {
        "membership_id": str(membership.id),
        "cohort_id": str(membership.cohort_id),
        "from_person_id": str(giver.id),
        "to_person_id": str(taker.id),
    }


def test_former_places_become_mine_too_and_nothing_of_who_gave_them_stays(added: AddedMember) -> None:
    giver, taker = added.membership.person, PersonFactory()
    former = MembershipFactory(person=giver, status="withdrawn", learner_number="77", group="2B")
    granted(giver)
    GuardianFactory(person=giver, email="mother@example.org")
    deliver_all()

    services.claim(code=added.claim_code, signed_in=taker)
    deliver_all()

    former.refresh_from_db()
    assert (former.person, former.status, former.learner_number) == (taker, "withdrawn", "77")
    assert not User.objects.filter(pk=giver.pk).exists()
    assert (Consent.objects.count(), list(Guardian.objects.values_list("person", flat=True))) == (0, [taker.pk])


def test_a_role_takes_former_places_along(added: AddedMember) -> None:
    member, taker = added.membership, PersonFactory()
    where = {"actor": office(), "cohort_id": member.cohort_id, "membership_id": member.id}
    services.grant_role(actor=where["actor"], person=member.person, role=Role.MENTOR)
    GuardianFactory(person=member.person)
    services.withdraw_member(**where)
    deliver_all()

    services.claim(code=added.claim_code, signed_in=taker)
    deliver_all()

    assert not User.objects.filter(pk=member.person_id).exists()
    assert (Membership.objects.get().person, Membership.objects.get().status) == (taker, "withdrawn")
    assert Guardian.objects.get().person == taker
    assert services.readmit(actor_id=None, membership_ids=[member.id]) == {member.id}
    assert (Membership.objects.get().person, Membership.objects.get().status) == (taker, "active")


@pytest.mark.parametrize(
    ("said", "listed", "counts"),
    [
        (date(2000, 5, 17), date(2012, 3, 1), date(2012, 3, 1)),
        (date(2012, 3, 1), date(2000, 5, 17), date(2012, 3, 1)),
        (date(2012, 3, 1), None, date(2012, 3, 1)),
        (date(1990, 1, 1), None, None),
        (None, date(2012, 3, 1), date(2012, 3, 1)),
    ],
)
def test_nobody_grows_up_by_claiming_with_another_account(
    said: date | None, listed: date | None, counts: date, added: AddedMember
) -> None:
    taker = PersonFactory(birth_date=said)
    User.objects.filter(pk=added.membership.person_id).update(birth_date=listed)

    services.claim(code=added.claim_code, signed_in=taker)

    assert (taker.birth_date, User.objects.get(pk=taker.pk).birth_date) == (counts, counts)


def test_a_role_that_passes_says_nothing_of_an_age() -> None:
    taker = PersonFactory(birth_date=date(1990, 1, 1))
    services.invite_role(actor=office(), email="mentor@example.org", role=Role.MENTOR)

    services.claim(code=services.code_of(Invitation.objects.get()).code, signed_in=taker)

    assert User.objects.get(pk=taker.pk).birth_date == date(1990, 1, 1)


def test_what_still_points_at_the_empty_person_keeps_a_blank_row(added: AddedMember) -> None:
    giver, taker = added.membership.person, PersonFactory()
    project = ProjectFactory(owner=giver)

    services.claim(code=added.claim_code, signed_in=taker)

    blank = User.objects.get(pk=project.owner_id)
    assert (blank.name, blank.email, blank.is_active, blank.claimed_at) == ("—", "", False, None)
    assert blank.erased_at is not None
    assert Membership.objects.get().person == taker
    with pytest.raises(CodeUsed):
        services.claim(code=added.claim_code, signed_in=PersonFactory())
    forget_shells()
    assert User.objects.filter(pk=giver.pk).exists()
    project.delete()
    forget_shells()
    assert not User.objects.filter(pk=giver.pk).exists()


def test_on_a_shared_device_a_username_makes_an_account_of_its_own(added: AddedMember) -> None:
    person = services.claim(code=added.claim_code, username="amina.b", password=PASSWORD, signed_in=PersonFactory())
    assert person == added.membership.person


def test_an_account_in_use_is_nobody_elses(added: AddedMember) -> None:
    services.claim(code=added.claim_code, username="amina.b", password=PASSWORD)
    membership = added.membership
    code = services.new_claim_code(
        actor=coordinator(), cohort_id=membership.cohort_id, membership_id=membership.id
    ).code
    with pytest.raises(AccountInUse):
        services.claim(code=code, signed_in=PersonFactory())
    assert Membership.objects.get().person == membership.person


def test_roles_pass_on_too_and_none_is_held_twice() -> None:
    actor, taker = office(), PersonFactory()
    services.grant_role(actor=actor, person=taker, role=Role.MENTOR)
    for role in (Role.MENTOR, Role.AUTHOR):
        services.invite_role(actor=actor, email=f"{role}@example.org", role=role)
    invitations = list(Invitation.objects.all())

    for invitation in invitations:
        services.claim(code=services.code_of(invitation).code, signed_in=taker)

    assert roles_of(User.objects.get(pk=taker.pk)) == {Role.MENTOR, Role.AUTHOR}
    assert RoleGrant.objects.filter(person=taker).count() == 2
    assert User.objects.get(pk=taker.pk).is_staff

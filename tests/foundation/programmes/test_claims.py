from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password

from foundation.accounts.errors import AccountClosed, UsernameTaken, WeakPassword
from foundation.accounts.models import User
from foundation.kernel.clock import now
from foundation.kernel.errors import Invalid, TooMany
from foundation.outbox.models import EventRecord
from foundation.programmes import services
from foundation.programmes.enums import Role
from foundation.programmes.errors import CodeExpired, CodeUnknown, CodeUsed
from foundation.programmes.models import Invitation, Membership
from foundation.programmes.services import AddedMember
from tests.factories.accounts import PASSWORD, PersonFactory
from tests.factories.programmes import MembershipFactory, coordinator, office

pytestmark = pytest.mark.django_db


def test_an_invitation_becomes_an_account(added: AddedMember) -> None:
    person = services.claim(code=added.claim_code, username="amina.b", password=PASSWORD)

    person = User.objects.get(pk=person.pk)
    assert person == added.membership.person
    assert (person.username, person.claimed_at is not None) == ("amina.b", True)
    assert check_password(PASSWORD, person.password)
    assert Membership.objects.get(person=person).status == "active"
    assert EventRecord.objects.latest("id").name == "programmes.invitation_claimed.v1"


def test_a_code_is_typed_as_one_likes(added: AddedMember) -> None:
    arabic = str.maketrans("23456789", "٢٣٤٥٦٧٨٩")
    typed = f" {added.claim_code.lower().replace('-', ' – ').translate(arabic)} "
    assert services.claim(code=typed, username="amina.b", password=PASSWORD).username == "amina.b"


def test_a_code_works_once(added: AddedMember) -> None:
    services.claim(code=added.claim_code, username="amina.b", password=PASSWORD)
    with pytest.raises(CodeUsed):
        services.claim(code=added.claim_code, username="someone", password="another-2-password")
    assert User.objects.get(pk=added.membership.person_id).username == "amina.b"


def test_a_code_lasts_120_days(added: AddedMember) -> None:
    Invitation.objects.update(expires_at=now() - timedelta(seconds=1))
    with pytest.raises(CodeExpired):
        services.claim(code=added.claim_code, username="amina.b", password=PASSWORD)


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize("claimed", [False, True])
def test_a_code_does_not_outlive_the_place(claimed: bool, signed_in: bool, added: AddedMember) -> None:
    member = added.membership
    where = {"actor": office(), "cohort_id": member.cohort_id, "membership_id": member.id}
    code = added.claim_code
    if claimed:
        services.claim(code=code, username="amina.b", password=PASSWORD)
        code = services.new_claim_code(**where).code
    services.withdraw_member(**where)
    before = User.objects.filter(pk=member.person_id).values().get(), Invitation.objects.values().get()

    given = {"signed_in": PersonFactory()} if signed_in else {"username": "someone", "password": "another-2-password"}
    with pytest.raises(CodeExpired):
        services.claim(code=code, **given)

    assert before == (User.objects.filter(pk=member.person_id).values().get(), Invitation.objects.values().get())
    services.readmit(actor_id=None, membership_ids=[member.id])
    assert services.claim(code=code, username="someone", password="another-2-password") == member.person


def test_a_code_does_not_outlive_the_role() -> None:
    boss = office()
    grant = services.invite_role(actor=boss, email="mentor@example.org", role=Role.MENTOR)
    code = services.code_of(Invitation.objects.get()).code
    services.revoke_grant(actor=boss, grant_id=grant.id)

    with pytest.raises(CodeExpired):
        services.claim(code=code, username="mentor", password=PASSWORD)

    assert User.objects.get(pk=grant.person_id).claimed_at is None


@pytest.mark.parametrize("code", ["", "ABCD-EFGH-JKMN", "not a code", "0" * 100])
def test_other_codes_are_unknown(code: str, added: AddedMember) -> None:
    with pytest.raises(CodeUnknown):
        services.claim(code=code, username="amina.b", password=PASSWORD)


def test_a_closed_account_is_not_opened_by_a_code(added: AddedMember) -> None:
    User.objects.filter(pk=added.membership.person_id).update(is_active=False)
    with pytest.raises(AccountClosed):
        services.claim(code=added.claim_code, username="amina.b", password=PASSWORD)


def test_a_taken_username_comes_with_free_ones(added: AddedMember) -> None:
    PersonFactory(username="Amina")
    PersonFactory(username=f"amina{now().year % 100}")

    with pytest.raises(UsernameTaken) as refusal:
        services.claim(code=added.claim_code, username="amina", password=PASSWORD)

    assert refusal.value.extra["suggestions"] == [f"amina.{now().year}", "amina2", "amina3"]
    assert refusal.value.errors[0].pointer == "/username"
    assert services.claim(code=added.claim_code, username="amina2", password=PASSWORD).username == "amina2"


@pytest.mark.parametrize(
    ("username", "password", "email", "problem", "pointer"),
    [
        ("", PASSWORD, "", Invalid, "/username"),
        ("amina.b", "", "", WeakPassword, "/password"),
        ("amina.b", "amina.b", "", WeakPassword, "/password"),
        ("amina.b", PASSWORD, "no address", Invalid, "/email"),
    ],
)
def test_what_is_wrong_leaves_the_code_as_it_was(
    username: str, password: str, email: str, problem: type[Invalid], pointer: str, added: AddedMember
) -> None:
    with pytest.raises(problem) as refusal:
        services.claim(code=added.claim_code, username=username, password=password, email=email)

    assert {error.pointer for error in refusal.value.errors} == {pointer}
    assert Invitation.objects.get().claimed_at is None
    assert services.claim(code=added.claim_code, username="amina.b", password=PASSWORD)


def test_a_code_for_a_claimed_account_sets_a_new_password_and_nothing_else(added: AddedMember) -> None:
    person = services.claim(code=added.claim_code, username="amina.b", password=PASSWORD)
    mark = User.objects.get(pk=person.pk).get_session_auth_hash()
    membership = added.membership
    code = services.new_claim_code(
        actor=coordinator(), cohort_id=membership.cohort_id, membership_id=membership.id
    ).code

    services.claim(code=code, username="other", password="a-new-2-password")

    person = User.objects.get(pk=person.pk)
    assert person.username == "amina.b"
    assert person.check_password("a-new-2-password")
    assert person.get_session_auth_hash() != mark  # every session bears the old one


def test_guessing_is_slowed_for_an_address_and_for_a_code(added: AddedMember) -> None:
    for number in range(20):
        with pytest.raises(CodeUnknown):
            services.claim(code="ABCD-EFGH-JKMN", username="a", password="b", address=f"192.0.2.{number}")
    with pytest.raises(TooMany):
        services.claim(code="ABCD-EFGH-JKMN", username="a", password="b", address="192.0.2.99")
    assert services.claim(code=added.claim_code, username="amina.b", password=PASSWORD, address="192.0.2.99")


def test_whoever_guesses_shuts_out_nobody_else_behind_the_address(added: AddedMember) -> None:
    for number in range(120):
        with pytest.raises(CodeUnknown):
            services.claim(code=f"guess {number}", username="a", password="b", address="192.0.2.1")
    with pytest.raises(TooMany):
        services.claim(code="guess", username="a", password="b", address="192.0.2.1")
    assert services.claim(code=added.claim_code, username="amina.b", password=PASSWORD, address="192.0.2.1")


def test_a_code_that_is_known_has_a_limit_of_its_own(added: AddedMember) -> None:
    for number in range(20):
        with pytest.raises(Invalid):
            services.claim(code=added.claim_code, username="a", password="b", address=f"192.0.2.{number}")
    with pytest.raises(TooMany):
        services.claim(code=added.claim_code, username="amina.b", password=PASSWORD, address="192.0.2.99")
    assert User.objects.get(pk=added.membership.person_id).claimed_at is None


def test_a_second_membership_comes_with_the_account_at_once(added: AddedMember) -> None:
    person = added.membership.person
    other = MembershipFactory(person=person, status="invited")
    services.claim(code=added.claim_code, username="amina.b", password=PASSWORD)
    other.refresh_from_db()
    assert other.status == "active"

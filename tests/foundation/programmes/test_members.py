from datetime import date, timedelta

import pytest

from foundation.accounts.models import User
from foundation.kernel.clock import now
from foundation.kernel.errors import Invalid, NotFound
from foundation.outbox.models import EventRecord
from foundation.programmes import services
from foundation.programmes.enums import MembershipStatus
from foundation.programmes.errors import (
    AlreadyMember,
    LearnerNumberTaken,
    OtherTerritory,
    SeatsTaken,
    Withdrawn,
)
from foundation.programmes.models import Cohort, Membership
from tests.factories.programmes import (
    CohortFactory,
    MembershipFactory,
    OrganisationFactory,
    coordinator,
    coordinator_of,
    office,
)

pytestmark = pytest.mark.django_db


def events() -> list[str]:
    return [name for name in EventRecord.objects.order_by("id").values_list("name", flat=True) if "programmes" in name]


def seats(*cohorts: Cohort) -> list[int]:
    return [Cohort.objects.get(pk=cohort.pk).seats_taken for cohort in cohorts]


def test_a_new_person_is_invited_into_the_cohort() -> None:
    cohort, actor = CohortFactory(seats=2), coordinator()

    added = services.add_member(
        actor=actor,
        cohort_id=cohort.id,
        name="فاطمة الزهراء",
        birth_date=date(2010, 2, 3),
        language="fr",
        email="Family@Example.org",
        learner_number="N-1",
        group="3B",
    )

    membership, person = added.membership, added.membership.person
    assert (person.name, person.language, person.email, person.country) == (
        "فاطمة الزهراء",
        "fr",
        "family@example.org",
        "MA",
    )
    assert (person.claimed_at, person.has_usable_password()) == (None, False)
    assert (membership.status, membership.group, membership.learner_number) == ("invited", "3B", "N-1")
    assert (membership.programme_id, membership.organisation_id, membership.state.code) == (
        cohort.programme_id,
        cohort.organisation_id,
        "MA",
    )
    assert seats(cohort) == [1]
    assert events() == ["programmes.members_added.v1"]
    assert added.url.endswith(f"/claim?code={added.claim_code}")
    assert timedelta(days=119) < added.expires_at - now() <= timedelta(days=120)


def test_without_a_language_she_gets_the_cohorts_first() -> None:
    added = services.add_member(actor=office(), cohort_id=CohortFactory(languages=["fr", "ar"]).id, name="A B")
    assert added.membership.person.language == "fr"


def test_her_school_may_be_another_one_of_the_state() -> None:
    cohort, school, foreign = CohortFactory(), OrganisationFactory(), OrganisationFactory(state__code="JO")
    actor = office()

    added = services.add_member(actor=actor, cohort_id=cohort.id, name="A B", organisation=school.slug)
    with pytest.raises(Invalid) as refusal:
        services.add_member(actor=actor, cohort_id=cohort.id, name="C D", organisation=foreign.slug)

    assert added.membership.organisation == school
    assert refusal.value.errors[0].pointer == "/organisation"
    assert seats(cohort) == [1]


def test_a_full_cohort_refuses_and_leaves_nothing_behind() -> None:
    cohort, actor = CohortFactory(seats=1), office()
    MembershipFactory(cohort=cohort)
    people = User.objects.count()

    with pytest.raises(SeatsTaken):
        services.add_member(actor=actor, cohort_id=cohort.id, name="A B")

    assert (seats(cohort), User.objects.count(), events()) == ([1], people, [])


def test_a_learner_number_is_one_persons_within_programme_and_state() -> None:
    cohort, actor = CohortFactory(), office()
    other = CohortFactory(programme=cohort.programme)
    foreign = CohortFactory(programme=cohort.programme, state="JO")
    services.add_member(actor=actor, cohort_id=cohort.id, name="A B", learner_number="7")

    with pytest.raises(LearnerNumberTaken):
        services.add_member(actor=actor, cohort_id=other.id, name="C D", learner_number="7")
    services.add_member(actor=actor, cohort_id=foreign.id, name="E F", learner_number="7")

    assert seats(cohort, other, foreign) == [1, 0, 1]


@pytest.mark.parametrize("who", ["foreign coordinator", "learner", "other school"])
def test_only_those_who_manage_the_cohort_add_members(who: str) -> None:
    cohort = CohortFactory()
    learner = MembershipFactory(cohort=cohort).person
    actor = {
        "foreign coordinator": lambda: coordinator("JO"),
        "learner": lambda: learner,
        "other school": lambda: coordinator_of(OrganisationFactory()),
    }[who]()

    with pytest.raises(NotFound):
        services.add_member(actor=actor, cohort_id=cohort.id, name="A B")

    assert seats(cohort) == [1]


def test_a_move_takes_one_seat_and_gives_one_back() -> None:
    source, actor = CohortFactory(), coordinator()
    target = CohortFactory(programme=source.programme)
    membership = MembershipFactory(cohort=source)

    moved = services.move_member(actor=actor, cohort_id=source.id, membership_id=membership.id, to=target.id)

    assert (moved.cohort, moved.organisation, moved.revision) == (target, target.organisation, 2)
    assert seats(source, target) == [0, 1]
    assert events() == ["programmes.members_moved.v1"]


def test_a_move_keeps_a_school_of_her_own() -> None:
    source, school = CohortFactory(), OrganisationFactory()
    target = CohortFactory(programme=source.programme)
    membership = MembershipFactory(cohort=source, organisation=school)

    moved = services.move_member(actor=office(), cohort_id=source.id, membership_id=membership.id, to=target.id)

    assert moved.organisation == school


def test_a_move_into_a_full_cohort_changes_nothing() -> None:
    source, actor = CohortFactory(), office()
    target = CohortFactory(programme=source.programme, seats=1)
    membership = MembershipFactory(cohort=source)
    MembershipFactory(cohort=target)

    with pytest.raises(SeatsTaken):
        services.move_member(actor=actor, cohort_id=source.id, membership_id=membership.id, to=target.id)

    membership.refresh_from_db()
    assert (membership.cohort, seats(source, target), events()) == (source, [1, 1], [])


@pytest.mark.parametrize("where", ["another programme", "another state"])
def test_a_move_stays_in_its_programme_and_state(where: str) -> None:
    source, actor = CohortFactory(), office()
    target = {
        "another programme": lambda: CohortFactory(),
        "another state": lambda: CohortFactory(programme=source.programme, state="JO"),
    }[where]()
    membership = MembershipFactory(cohort=source)

    with pytest.raises(OtherTerritory):
        services.move_member(actor=actor, cohort_id=source.id, membership_id=membership.id, to=target.id)

    assert seats(source, target) == [1, 0]


def test_a_coordinator_moves_nobody_into_a_cohort_of_others() -> None:
    source = CohortFactory()
    target = CohortFactory(programme=source.programme)
    membership = MembershipFactory(cohort=source)
    actor = coordinator_of(source.organisation)

    with pytest.raises(Invalid) as refusal:
        services.move_member(actor=actor, cohort_id=source.id, membership_id=membership.id, to=target.id)

    assert refusal.value.errors[0].pointer == "/cohort"


def test_withdrawing_gives_the_seat_back_once() -> None:
    membership, actor = MembershipFactory(), coordinator()
    cohort = membership.cohort

    for _ in range(2):
        gone = services.withdraw_member(actor=actor, cohort_id=cohort.id, membership_id=membership.id)

    assert gone.status == MembershipStatus.WITHDRAWN
    assert gone.withdrawn_at is not None
    assert seats(cohort) == [0]
    assert events() == ["programmes.members_withdrawn.v1"]


def test_the_withdrawn_are_neither_moved_nor_given_codes() -> None:
    membership, actor = MembershipFactory(status="withdrawn"), office()
    target = CohortFactory(programme=membership.programme)
    where = {"cohort_id": membership.cohort_id, "membership_id": membership.id}

    with pytest.raises(Withdrawn):
        services.move_member(actor=actor, **where, to=target.id)
    with pytest.raises(Withdrawn):
        services.new_claim_code(actor=actor, **where)


def test_a_change_of_several_things_happens_whole_or_not_at_all() -> None:
    source, actor = CohortFactory(), office()
    target = CohortFactory(programme=source.programme, seats=1)
    MembershipFactory(cohort=target)
    membership = MembershipFactory(cohort=source, group="1A")

    with pytest.raises(SeatsTaken):
        services.change_member(
            actor=actor,
            cohort_id=source.id,
            membership_id=membership.id,
            changes={"group": "2B", "cohort": target.id},
        )

    membership.refresh_from_db()
    assert (membership.group, membership.cohort) == ("1A", source)


def test_school_class_and_number_are_corrected() -> None:
    membership, school = MembershipFactory(), OrganisationFactory()
    changes = {"group": "2B", "learner_number": "9", "organisation": school.slug, "status": "active"}

    changed = services.change_member(
        actor=coordinator(), cohort_id=membership.cohort_id, membership_id=membership.id, changes=changes
    )

    assert (changed.group, changed.learner_number, changed.organisation, changed.revision) == ("2B", "9", school, 2)


def test_a_membership_is_not_revived_by_a_change() -> None:
    membership = MembershipFactory(status="withdrawn")
    with pytest.raises(Invalid):
        services.change_member(
            actor=office(),
            cohort_id=membership.cohort_id,
            membership_id=membership.id,
            changes={"status": "active"},
        )


def test_a_person_has_one_live_membership_in_a_programme() -> None:
    first = MembershipFactory(status="withdrawn")
    MembershipFactory(person=first.person, cohort=first.cohort)
    with pytest.raises(Exception, match="programmes_membership_live"):
        MembershipFactory(person=first.person, cohort=CohortFactory(programme=first.programme))


def test_passing_on_to_a_member_of_the_programme_is_refused() -> None:
    taker = MembershipFactory().person
    membership = Membership.objects.get(person=taker)
    added = services.add_member(actor=office(), cohort_id=membership.cohort_id, name="A B")

    with pytest.raises(AlreadyMember):
        services.claim(code=added.claim_code, signed_in=taker)

    assert Membership.objects.get(pk=added.membership.pk).status == "invited"

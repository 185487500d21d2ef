"""Many members at once, and back."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from foundation.accounts.models import User
from foundation.accounts.services import PersonDraft
from foundation.audit.models import Record
from foundation.kernel.ids import new_id
from foundation.outbox.models import EventRecord
from foundation.programmes.errors import LearnerNumberTaken, SeatsTaken
from foundation.programmes.models import Cohort, Invitation, Membership
from foundation.programmes.services import (
    NewMember,
    admit,
    announcing,
    claim,
    code_of,
    dismiss,
    note_started,
    release_seats,
    reserve_seats,
    take_back,
)
from tests.factories.accounts import PASSWORD
from tests.factories.programmes import CohortFactory, MembershipFactory, coordinator, invited

pytestmark = pytest.mark.django_db


def new_member(cohort: Cohort, name: str = "ليلى بنعلي", number: str = "", **person: Any) -> NewMember:
    draft = PersonDraft(id=new_id(), name=name, language="ar", country="MA", **person)
    return NewMember(draft, new_id(), new_id(), cohort.organisation_id, "3A", number)


def admitted(cohort: Cohort, count: int = 3) -> list[NewMember]:
    members = [new_member(cohort, number=str(number)) for number in range(count)]
    reserve_seats(cohort.id, count)
    admit(actor_id=None, cohort=cohort, members=members)
    EventRecord.objects.all().delete()
    return members


def ids_of(members: list[NewMember]) -> list[UUID]:
    return [member.membership_id for member in members]


def events() -> list[tuple[str, dict[str, Any]]]:
    return list(EventRecord.objects.order_by("id").values_list("name", "payload"))


def seats(cohort: Cohort) -> int:
    return Cohort.objects.get(pk=cohort.pk).seats_taken


def claimed(member: NewMember) -> User:
    code = code_of(Invitation.objects.get(pk=member.invitation_id)).code
    return claim(code=code, username=f"user{member.person.id.hex[-6:]}", password=PASSWORD)


def test_new_people_are_invited_into_the_cohort() -> None:
    cohort, actor = CohortFactory(), coordinator()
    member = new_member(
        cohort,
        number="N-1",
        birth_date=date(2012, 3, 1),
        email="Lea@Example.org",
        phone="+212600000000",
        name_latin="Leila",
        gender="female",
    )
    other = new_member(cohort, name="Léa Martin")
    admit(actor_id=actor.id, cohort=cohort, members=[member, other])
    person = User.objects.get(pk=member.person.id)
    assert (person.name, person.name_latin, person.birth_date, person.gender, person.country) == (
        "ليلى بنعلي",
        "Leila",
        date(2012, 3, 1),
        "female",
        "MA",
    )
    assert (person.email, person.phone, person.language, person.time_zone) == (
        "lea@example.org",
        "+212600000000",
        "ar",
        "UTC",
    )
    assert (person.username, person.has_usable_password(), person.claimed_at) == (
        f"invited-{person.id.hex}",
        False,
        None,
    )
    assert (person.is_active, person.is_staff, person.is_superuser, person.revision) == (True, False, False, 1)
    membership = Membership.objects.get(pk=member.membership_id)
    assert (membership.person, membership.cohort, membership.programme, membership.organisation) == (
        person,
        cohort,
        cohort.programme,
        cohort.organisation,
    )
    assert (membership.group, membership.learner_number, membership.status, membership.state.code) == (
        "3A",
        "N-1",
        "invited",
        "MA",
    )
    assert set(Record.objects.values_list("action", "actor_id", "subject_type", "subject_id")) == {
        ("membership.added", actor.id, "membership", membership_id) for membership_id in ids_of([member, other])
    }
    assert events() == [
        (
            "programmes.members_added.v1",
            {
                "cohort_id": str(cohort.id),
                "programme_id": str(cohort.programme_id),
                "membership_ids": [str(membership_id) for membership_id in ids_of([member, other])],
                "person_ids": [str(member.person.id), str(other.person.id)],
            },
        )
    ]


def test_the_code_of_an_admitted_member_opens_her_account() -> None:
    (member,) = admitted(CohortFactory(), 1)
    assert claimed(member).id == member.person.id
    assert Membership.objects.get().status == "active"


@pytest.mark.parametrize("count", [1, 3])
def test_admitting_takes_no_statement_for_each(count: int, django_assert_num_queries: Callable[..., Any]) -> None:
    cohort = CohortFactory()
    members = [new_member(cohort) for _ in range(count)]
    with django_assert_num_queries(6):  # two savepoints, the event and its delivery; COPY is not in Django's log
        admit(actor_id=None, cohort=cohort, members=members)


def test_long_lists_are_told_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "CHUNK", 2)
    cohort = CohortFactory()
    members = [new_member(cohort) for _ in range(5)]
    admit(actor_id=None, cohort=cohort, members=members)
    told = [payload["membership_ids"] for _, payload in events()]
    ids = [str(membership_id) for membership_id in ids_of(members)]
    assert told == [ids[:2], ids[2:4], ids[4:]]


def test_a_number_that_is_taken_admits_nobody_of_the_chunk() -> None:
    cohort = CohortFactory()
    MembershipFactory(cohort=cohort, learner_number="7")
    people = User.objects.count()
    with pytest.raises(LearnerNumberTaken):
        admit(actor_id=None, cohort=cohort, members=[new_member(cohort, number="8"), new_member(cohort, number="7")])
    assert (User.objects.count(), Membership.objects.count(), Invitation.objects.count()) == (people, 1, 0)
    assert events() == []


def test_admitting_nobody_does_nothing() -> None:
    admit(actor_id=None, cohort=CohortFactory(), members=[])
    assert events() == []


def test_seats_are_reserved_all_or_none() -> None:
    cohort = CohortFactory(seats=5)
    reserve_seats(cohort.id, 4)
    with pytest.raises(SeatsTaken):
        reserve_seats(cohort.id, 2)
    assert seats(cohort) == 4
    release_seats(cohort.id, 3)
    reserve_seats(cohort.id, 0)
    release_seats(cohort.id, 0)
    assert seats(cohort) == 1


def test_taken_back_they_have_never_been_there() -> None:
    cohort = CohortFactory()
    members = admitted(cohort)
    gone, stays = members[:2], members[2]
    actor = coordinator()
    assert take_back(actor_id=actor.id, cohort_id=cohort.id, membership_ids=ids_of(gone)) == set(ids_of(gone))
    assert set(Membership.objects.values_list("id", flat=True)) == {stays.membership_id}
    assert set(Invitation.objects.values_list("id", flat=True)) == {stays.invitation_id}
    assert seats(cohort) == 1
    blank = User.objects.get(pk=gone[0].person.id)
    assert (blank.name, blank.name_key, blank.email, blank.birth_date, blank.is_active) == ("—", "—", "", None, False)
    assert blank.erased_at is not None
    assert User.objects.get(pk=stays.person.id).name == "ليلى بنعلي"
    ((name, payload),) = events()
    assert (name, payload["cohort_id"], set(payload["membership_ids"]), set(payload["person_ids"])) == (
        "programmes.members_removed.v1",
        str(cohort.id),
        {str(member.membership_id) for member in gone},
        {str(member.person.id) for member in gone},
    )
    assert set(Record.objects.filter(actor_id=actor.id).values_list("action", "subject_id")) == {
        ("membership.taken_back", membership_id) for membership_id in ids_of(gone)
    }


def test_a_second_time_takes_nothing_back() -> None:
    cohort = CohortFactory()
    ids = ids_of(admitted(cohort))
    take_back(actor_id=None, cohort_id=cohort.id, membership_ids=ids)
    EventRecord.objects.all().delete()
    assert take_back(actor_id=None, cohort_id=cohort.id, membership_ids=ids) == set()
    assert (seats(cohort), events()) == (0, [])


def test_whoever_has_claimed_or_begun_or_left_for_another_cohort_stays() -> None:
    cohort, other = CohortFactory(courses=["reading"]), CohortFactory()
    has_claimed, has_begun, has_moved, has_withdrawn = admitted(cohort, 4)
    claimed(has_claimed)
    note_started(person_id=has_begun.person.id, course_slug="reading")
    Membership.objects.filter(pk=has_moved.membership_id).update(cohort=other)
    dismiss(actor_id=None, cohort_id=cohort.id, membership_ids=[has_withdrawn.membership_id])
    ids = ids_of([has_claimed, has_begun, has_moved, has_withdrawn])
    assert take_back(actor_id=None, cohort_id=cohort.id, membership_ids=ids) == {has_withdrawn.membership_id}
    assert Membership.objects.count() == 3
    assert seats(cohort) == 3  # the one withdrawn had given hers back before


def test_whoever_is_in_another_programme_too_keeps_her_person_and_invitation() -> None:
    membership = MembershipFactory(status="invited", person__claimed_at=None)
    MembershipFactory(person=membership.person, status="invited")
    invited(membership.person)
    gone = take_back(actor_id=None, cohort_id=membership.cohort_id, membership_ids=[membership.id])
    assert (gone, Membership.objects.count(), Invitation.objects.count()) == ({membership.id}, 1, 1)
    assert User.objects.get(pk=membership.person_id).name == membership.person.name


@pytest.mark.parametrize("count", [1, 3])
def test_taking_back_takes_no_statement_for_each(count: int, django_assert_num_queries: Callable[..., Any]) -> None:
    cohort = CohortFactory()
    ids = ids_of(admitted(cohort, count))
    with django_assert_num_queries(12):  # untouched, lock, remove, uninvite, erase, seats; the event and its delivery
        take_back(actor_id=None, cohort_id=cohort.id, membership_ids=ids)


@pytest.mark.parametrize(("offered", "marked"), [(["reading"], True), (["writing"], False), ([], False)])
def test_learning_marks_the_membership_whose_cohort_offers_it(offered: list[str], marked: bool) -> None:
    membership = MembershipFactory(cohort=CohortFactory(courses=offered))
    gone = MembershipFactory(person=membership.person, cohort=CohortFactory(courses=["reading"]), status="withdrawn")
    note_started(person_id=membership.person_id, course_slug="reading")
    first = Membership.objects.get(pk=membership.pk).started_at
    note_started(person_id=membership.person_id, course_slug="reading")
    assert (first is not None) is marked
    assert Membership.objects.get(pk=membership.pk).started_at == first
    assert Membership.objects.get(pk=gone.pk).started_at is None

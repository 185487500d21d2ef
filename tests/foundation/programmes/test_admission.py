"""Many members at once, and back."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db.models import F

from foundation.accounts.models import User
from foundation.accounts.services import PersonDraft
from foundation.audit.models import Record
from foundation.kernel.clock import now
from foundation.kernel.ids import new_id
from foundation.outbox.models import EventRecord
from foundation.programmes.errors import AlreadyMember, LearnerNumberTaken
from foundation.programmes.models import Cohort, Invitation, Membership
from foundation.programmes.services import NewMember, admit, claim, code_of, reserve_seats, take_back
from tests.factories.programmes import CohortFactory, MembershipFactory, coordinator

pytestmark = pytest.mark.django_db


def new_member(cohort: Cohort, name: str = "ليلى بنعلي", number: str = "", **person: Any) -> NewMember:
    draft = PersonDraft(id=new_id(), name=name, language="ar", country="MA", **person)
    return NewMember(draft, new_id(), new_id(), cohort.organisation_id, "3A", number)


def admitted(cohort: Cohort, count: int = 3) -> list[NewMember]:
    members = [new_member(cohort, number=str(number)) for number in range(count)]
    reserve_seats(cohort.id, count)
    admit(actor_id=None, cohort=cohort, members=members)
    return members


def ids_of(members: list[NewMember]) -> list[UUID]:
    return [member.membership_id for member in members]


def events() -> list[tuple[str, dict[str, Any]]]:
    return list(EventRecord.objects.order_by("id").values_list("name", "payload"))


def test_admits_people_as_one_by_one_but_without_a_query_each(django_assert_num_queries: Any) -> None:
    cohort, actor = CohortFactory(), coordinator()
    members = [
        new_member(cohort, number="1", birth_date=date(2012, 3, 1), email="Lea@Example.org", phone="+212600000000"),
        new_member(cohort, name="Léa Martin", name_latin="Lea Martin", gender="female"),
    ]
    with django_assert_num_queries(6):  # savepoints and the event; COPY is not counted
        admit(actor_id=actor.id, cohort=cohort, members=members)
    first = User.objects.get(pk=members[0].person.id)
    assert (first.name, first.birth_date, first.email, first.phone, first.language, first.country) == (
        "ليلى بنعلي",
        date(2012, 3, 1),
        "lea@example.org",
        "+212600000000",
        "ar",
        "MA",
    )
    assert (first.username, first.has_usable_password(), first.claimed_at) == (f"invited-{first.id.hex}", False, None)
    assert (first.is_active, first.is_staff, first.time_zone, first.revision) == (True, False, "UTC", 1)
    assert set(
        Membership.objects.values_list(
            "id", "person", "cohort", "programme", "state", "organisation", "group", "learner_number", "status"
        )
    ) == {
        (
            member.membership_id,
            member.person.id,
            cohort.id,
            cohort.programme_id,
            cohort.organisation.state_id,
            cohort.organisation_id,
            "3A",
            member.learner_number,
            "invited",
        )
        for member in members
    }
    assert set(Record.objects.values_list("action", "actor_id", "subject_id")) == {
        ("membership.added", actor.id, membership_id) for membership_id in ids_of(members)
    }
    assert events() == [
        (
            "programmes.members_added.v1",
            {
                "cohort_id": str(cohort.id),
                "programme_id": str(cohort.programme_id),
                "membership_ids": [str(membership_id) for membership_id in ids_of(members)],
                "person_ids": [str(member.person.id) for member in members],
            },
        )
    ]

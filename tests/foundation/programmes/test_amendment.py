"""What a list says anew of members."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.programmes.errors import LearnerNumberTaken
from foundation.programmes.models import Membership
from foundation.programmes.services import Amendment, amend
from tests.factories.accounts import InvitedFactory
from tests.factories.programmes import MembershipFactory, OrganisationFactory, coordinator

pytestmark = pytest.mark.django_db


def as_she_is(membership: Membership, **changes: Any) -> Amendment:
    person = membership.person
    same = Amendment(
        membership_id=membership.id,
        person_id=person.id,
        organisation_id=membership.organisation_id,
        group=membership.group,
        learner_number=membership.learner_number,
        name=person.name,
        name_latin=person.name_latin,
        birth_date=person.birth_date,
        email=person.email,
        phone=person.phone,
        gender=person.gender,
        language=person.language,
    )
    return replace(same, **changes)


def invited_member() -> Membership:
    return MembershipFactory(person=InvitedFactory(), status="invited")


def test_all_that_a_list_says_is_amended() -> None:
    membership, school, actor = invited_member(), OrganisationFactory(), coordinator()
    said: dict[str, Any] = {
        "name": "أمينة",
        "name_latin": "Amina",
        "birth_date": date(2011, 1, 2),
        "email": "amina@example.org",
        "phone": "+212600000000",
        "gender": "female",
        "language": "ar",
    }
    amendment = as_she_is(membership, organisation_id=school.id, group="4B", learner_number="9", **said)
    amend(actor_id=actor.id, amendments=[replace(amendment, email="Amina@Example.org")])
    row, person = Membership.objects.get(), User.objects.get(pk=membership.person_id)
    assert (row.organisation, row.group, row.learner_number, row.revision) == (school, "4B", "9", 2)
    assert {field: getattr(person, field) for field in said} == said
    assert (person.name_key, person.revision, person.country) == ("امينه", 2, "MA")
    assert set(Record.objects.values_list("action", "actor_id", "subject_id")) == {
        ("membership.changed", actor.id, row.id),
        ("person.corrected", actor.id, person.id),
    }


def test_only_rows_that_differ_are_written() -> None:
    same, moved, renamed = (invited_member() for _ in range(3))
    amend(
        actor_id=None,
        amendments=[
            as_she_is(same),
            as_she_is(moved, group="4B"),
            as_she_is(renamed, birth_date=None),
        ],
    )
    assert dict(Membership.objects.values_list("id", "revision")) == {same.id: 1, moved.id: 2, renamed.id: 1}
    people = User.objects.filter(pk__in=[row.person_id for row in (same, moved, renamed)])
    assert dict(people.values_list("id", "revision")) == {
        same.person_id: 1,
        moved.person_id: 1,
        renamed.person_id: 2,
    }
    assert people.get(pk=renamed.person_id).birth_date is None
    assert Record.objects.count() == 2


def test_how_to_reach_her_is_hers_to_say_once_the_account_is() -> None:
    membership = MembershipFactory(person__email="own@example.org", person__phone="0600000000")
    said: dict[str, Any] = {"email": "list@example.org", "phone": "0611111111", "language": "ar"}
    amend(actor_id=None, amendments=[as_she_is(membership, **said)])
    person = User.objects.get(pk=membership.person_id)
    assert (person.email, person.phone, person.language, person.revision) == ("own@example.org", "0600000000", "en", 1)
    amend(actor_id=None, amendments=[as_she_is(membership, name="Amina B.", **said)])
    person.refresh_from_db()
    assert (person.name, person.email, person.phone, person.language) == (
        "Amina B.",
        "own@example.org",
        "0600000000",
        "en",
    )


def test_a_number_that_is_anothers_amends_nothing() -> None:
    MembershipFactory(learner_number="7", cohort=(first := invited_member()).cohort)
    with pytest.raises(LearnerNumberTaken):
        amend(actor_id=None, amendments=[as_she_is(first, name="Other", learner_number="7")])
    assert User.objects.get(pk=first.person_id).name == first.person.name


@pytest.mark.parametrize("count", [1, 3])
def test_amending_takes_no_statement_for_each(count: int, django_assert_num_queries: Any) -> None:
    rows = [as_she_is(invited_member(), group="4B", name="Other") for _ in range(count)]
    with django_assert_num_queries(6):  # memberships, people; two savepoints
        amend(actor_id=None, amendments=rows)

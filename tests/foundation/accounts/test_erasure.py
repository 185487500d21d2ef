"""People who are to leave no trace."""

from typing import Any

import pytest
from django.db.models.deletion import Collector, ProtectedError

from foundation.accounts import tasks
from foundation.accounts.models import User
from foundation.accounts.services import erase_people, forget_shells
from foundation.audit.models import Record
from tests.factories.accounts import InvitedFactory, PersonFactory
from tests.factories.mentoring import ProjectFactory

pytestmark = pytest.mark.django_db


def test_of_an_erased_person_nothing_is_left_to_read() -> None:
    person = InvitedFactory(email="a@example.org", phone="0600000000", name_latin="Amina", gender="female")
    erase_people(people=[person.id])
    person.refresh_from_db()
    assert (person.name, person.name_key, person.name_latin, person.email, person.phone) == ("—", "—", "", "", "")
    assert (person.gender, person.birth_date, person.country, person.is_active) == ("", None, "", False)
    assert (person.username, person.has_usable_password()) == (f"invited-{person.id.hex}", False)
    assert person.erased_at is not None
    assert list(Record.objects.values_list("action", "subject_id")) == [("person.erased", person.id)]
    erase_people(people=[person.id])
    assert Record.objects.count() == 1


def test_whoever_has_claimed_her_account_is_not_erased() -> None:
    person = PersonFactory()
    erase_people(people=[person.id])
    assert (User.objects.get().name, Record.objects.count()) == (person.name, 0)


def test_only_shells_at_which_nothing_points_are_forgotten() -> None:
    empty, missed, invited = (InvitedFactory() for _ in range(3))
    project = ProjectFactory(owner=missed)
    erase_people(people=[empty.id, missed.id])
    others = set(User.objects.exclude(pk=empty.pk).values_list("pk", flat=True))
    assert forget_shells() == 1
    assert set(User.objects.values_list("pk", flat=True)) == others
    project.delete()
    tasks.forget_shells()
    assert not User.objects.filter(pk=missed.pk).exists()
    assert User.objects.filter(pk=invited.pk).exists()


def test_only_the_shells_that_are_meant_are_forgotten() -> None:
    here, there = InvitedFactory(), InvitedFactory()
    erase_people(people=[here.id, there.id])
    assert forget_shells(people=[here.id]) == 1
    assert set(User.objects.values_list("pk", flat=True)) == {there.id}


def test_one_that_is_missed_after_all_keeps_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    people = [InvitedFactory() for _ in range(3)]
    erase_people(people=[person.id for person in people])
    collect = Collector.collect

    def refuse(self: Collector, objs: Any, *args: Any, **kwargs: Any) -> None:
        if any(getattr(row, "pk", None) == people[1].pk for row in objs):
            raise ProtectedError("missed", set())
        collect(self, objs, *args, **kwargs)

    monkeypatch.setattr(Collector, "collect", refuse)
    assert forget_shells() == 2
    assert set(User.objects.values_list("pk", flat=True)) == {people[1].pk}

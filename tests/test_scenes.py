"""A scene is there for each test as it was written, whatever the others did to it."""

import pytest
from django.db import transaction

from foundation.accounts.models import User
from tests.factories.accounts import PersonFactory
from tests.scenes import scene

pytestmark = pytest.mark.django_db


def set_up() -> dict[str, User]:
    return {"Amina": PersonFactory(name="Amina")}


_written, people = scene(set_up)


@pytest.mark.parametrize("_time", "ab")
def test_each_finds_it_as_it_was_written(people: dict[str, User], _time: str) -> None:
    assert people["Amina"].name == User.objects.get().name == "Amina"
    people["Amina"].name = "Omar"
    with transaction.atomic(durable=True):
        people.pop("Amina").save()
    PersonFactory()
    assert User.objects.filter(name="Amina").count() == 0


def test_it_is_there_unasked() -> None:
    assert User.objects.get().name == "Amina"

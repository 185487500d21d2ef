"""States that are open to minors, and guardians, in the database as the desk and the rosters leave them."""

from datetime import date
from typing import Any

import factory

from foundation.accounts.models import User
from foundation.consents.enums import Method, Purpose
from foundation.consents.models import ConsentRequest, Guardian, StateRule
from foundation.consents.services import ConsentEntry, record_consents
from foundation.consents.services.requests import ask_of, request_for
from foundation.kernel.clock import today
from foundation.outbox.models import Delivery
from foundation.outbox.services import deliver
from foundation.programmes.enums import Role
from foundation.programmes.models import Membership
from tests.factories.accounts import MinorFactory, PersonFactory
from tests.factories.programmes import GrantFactory, MembershipFactory, StateFactory

ALL = [purpose.value for purpose in Purpose]


class RuleFactory(factory.django.DjangoModelFactory[StateRule]):
    """A guardian decides about everything until 18, unless told otherwise."""

    class Meta:
        model = StateRule

    state = factory.SubFactory(StateFactory)
    guardian_purposes = ALL
    source = "Circular 7/2026"
    decided_on = date(2026, 9, 1)


class GuardianFactory(factory.django.DjangoModelFactory[Guardian]):
    class Meta:
        model = Guardian

    person = factory.SubFactory(MinorFactory)
    name = "Khadija Benali"
    relationship = "mother"
    email = factory.Sequence(lambda n: f"guardian{n}@example.org")


def officer(code: str | None = "MA", **person: Any) -> User:
    """Of a state, or (None) of every state."""
    who = PersonFactory(is_staff=True, **{"name": "Nadia Alami", "phone": "0522000000", **person})
    GrantFactory(person=who, role=Role.SAFEGUARDING_OFFICER, state=code and StateFactory(code=code))
    return who


def open_state(code: str = "MA", **rule: Any) -> StateRule:
    """With a rule and somebody to call."""
    officer(code)
    return RuleFactory(state=StateFactory(code=code), **rule)


def minor(code: str = "MA", **membership: Any) -> User:
    """A member of a cohort in that state."""
    person = membership.pop("person", None) or MinorFactory()
    made: Membership = MembershipFactory(person=person, cohort__state=code, **membership)
    return made.person


def granted(person: User, *purposes: Purpose, on: date | None = None, method: Method = Method.ROSTER) -> User:
    """As a coordinator enters it; without purposes all that the state asks."""
    entry = ConsentEntry(person.id, on or today(), "Khadija Benali", "mother")
    clerk = PersonFactory().id
    for state_id in Membership.objects.filter(person=person).values_list("state", flat=True).distinct():
        record_consents(
            actor_id=clerk,
            method=method,
            state_id=state_id,
            entries=[entry],
            evidence="Form 7",
            purposes=purposes or None,
        )
    return person


def deliver_all() -> None:
    """Take every event to whoever subscribed to it, as a worker would, and what follows from that."""
    while waiting := list(Delivery.objects.filter(done_at=None).order_by("id").values_list("pk", flat=True)):
        for pk in waiting:
            deliver(delivery_id=pk)


def link_of(person: User) -> str:
    """The token of a sheet."""
    request = ConsentRequest.objects.filter(person=person, guardian=None).first() or request_for(person.id)
    request.save()
    return ask_of(request).code

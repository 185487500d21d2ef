"""States, cohorts and the people in them, in the database as the services leave them. What has begun is not over in any
year in which somebody runs tests, unless told otherwise."""

from datetime import date
from typing import Any

import factory
from django.db.models import F

from foundation.accounts.models import User
from foundation.kernel.clock import now
from foundation.programmes.enums import MembershipStatus, Role
from foundation.programmes.models import Cohort, Invitation, Membership, MemberState, Organisation, Programme, RoleGrant
from foundation.programmes.services import draft_invitation
from tests.factories.accounts import PersonFactory

NAMES = {
    "MA": {"ar": "المغرب", "en": "Morocco", "fr": "Maroc"},
    "JO": {"ar": "الأردن", "en": "Jordan", "fr": "Jordanie"},
}


class StateFactory(factory.django.DjangoModelFactory[MemberState]):
    class Meta:
        model = MemberState
        django_get_or_create = ("code",)

    code = "MA"
    name = factory.LazyAttribute(lambda state: NAMES.get(state.code, {"en": state.code}))
    languages = ["ar", "fr"]


class OrganisationFactory(factory.django.DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: {"ar": f"مدرسة {n}", "en": f"School {n}", "fr": f"École {n}"})
    slug = factory.Sequence(lambda n: f"school-{n}")
    state = factory.SubFactory(StateFactory)
    kind = "school"


class ProgrammeFactory(factory.django.DjangoModelFactory[Programme]):
    class Meta:
        model = Programme

    title = factory.Sequence(lambda n: {"ar": f"برنامج {n}", "en": f"Programme {n}", "fr": f"Programme {n}"})
    slug = factory.Sequence(lambda n: f"programme-{n}")
    starts_on = date(2026, 9, 1)
    ends_on = date(2099, 6, 30)


class CohortFactory(factory.django.DjangoModelFactory[Cohort]):
    """`state="JO"` gives it an organisation of that state."""

    class Meta:
        model = Cohort
        exclude = ("state",)

    state = "MA"
    name = factory.Sequence(lambda n: f"Cohort {n}")
    programme = factory.SubFactory(ProgrammeFactory)
    organisation = factory.SubFactory(OrganisationFactory, state__code=factory.SelfAttribute("...state"))
    starts_on = date(2026, 10, 1)
    ends_on = date(2099, 5, 31)
    seats = 100
    languages = ["ar", "fr"]
    courses = factory.LazyFunction(list)


class MembershipFactory(factory.django.DjangoModelFactory[Membership]):
    """Someone who has claimed her account, unless told otherwise."""

    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    cohort = factory.SubFactory(CohortFactory)
    programme = factory.SelfAttribute("cohort.programme")
    organisation = factory.SelfAttribute("cohort.organisation")
    state = factory.SelfAttribute("organisation.state")
    status = MembershipStatus.ACTIVE
    withdrawn_at = factory.LazyAttribute(lambda row: now() if row.status == MembershipStatus.WITHDRAWN else None)

    @classmethod
    def _create(cls, model_class: type[Membership], *args: Any, **kwargs: Any) -> Membership:
        """Her seat is taken, as the services would."""
        row = super()._create(model_class, *args, **kwargs)
        if row.status != MembershipStatus.WITHDRAWN:
            Cohort.objects.filter(pk=row.cohort_id).update(seats_taken=F("seats_taken") + 1)
            row.cohort.refresh_from_db(fields=["seats_taken"])
        return row


class GrantFactory(factory.django.DjangoModelFactory[RoleGrant]):
    """The programme office's, unless told otherwise; that of an organisation also names its state."""

    class Meta:
        model = RoleGrant

    person = factory.SubFactory(PersonFactory, is_staff=True)
    role = Role.PROGRAMME_OFFICE
    organisation = None
    state = factory.LazyAttribute(lambda grant: grant.organisation and grant.organisation.state)


def office(**person: Any) -> User:
    return GrantFactory(person=PersonFactory(is_staff=True, is_superuser=True, **person)).person


def coordinator(code: str = "MA", **person: Any) -> User:
    """Of a whole state."""
    return GrantFactory(
        person=PersonFactory(is_staff=True, **person), role=Role.COORDINATOR, state=StateFactory(code=code)
    ).person


def coordinator_of(organisation: Organisation, **person: Any) -> User:
    return GrantFactory(
        person=PersonFactory(is_staff=True, **person), role=Role.COORDINATOR, organisation=organisation
    ).person


def invited(person: User) -> Invitation:
    invitation = draft_invitation(person_id=person.id)
    invitation.save(force_insert=True)
    return invitation

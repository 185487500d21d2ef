"""Rosters in the database as reading leaves them."""

import factory

from foundation.rosters.enums import Outcome, RosterStatus
from foundation.rosters.models import Roster, RosterRow
from tests.factories.programmes import CohortFactory


class RosterFactory(factory.django.DjangoModelFactory[Roster]):
    class Meta:
        model = Roster

    cohort = factory.SubFactory(CohortFactory)
    programme = factory.SelfAttribute("cohort.programme")
    state = factory.SelfAttribute("cohort.organisation.state")
    status = RosterStatus.PREVIEWED
    digest = "0" * 64


class RosterRowFactory(factory.django.DjangoModelFactory[RosterRow]):
    """Somebody to add, unless told otherwise."""

    class Meta:
        model = RosterRow

    roster = factory.SubFactory(RosterFactory)
    number = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Learner {n}")
    outcome = Outcome.ADD
    due = True

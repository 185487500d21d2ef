from collections.abc import Callable

import pytest

from foundation.accounts.models import User
from foundation.programmes import services
from foundation.programmes.models import Cohort
from foundation.programmes.services import AddedMember
from tests.factories.accounts import PersonFactory
from tests.factories.programmes import CohortFactory, MembershipFactory, coordinator, office


@pytest.fixture
def cohort() -> Cohort:
    return CohortFactory(name="Rabat 1", courses=["future-jobs"])


@pytest.fixture
def person_named(cohort: Cohort) -> Callable[[str], User | None]:
    makers: dict[str, Callable[[], User | None]] = {
        "office": office,
        "coordinator": coordinator,
        "other state": lambda: coordinator("JO"),
        "learner": lambda: MembershipFactory(cohort=cohort).person,
        "stranger": PersonFactory,
        "nobody": lambda: None,
    }
    return lambda name: makers[name]()


@pytest.fixture
def added() -> AddedMember:
    return services.add_member(actor=office(), cohort_id=CohortFactory().id, name="Amina Benali")

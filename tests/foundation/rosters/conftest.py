from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.programmes.models import Cohort
from tests.factories.consents import open_state
from tests.factories.programmes import CohortFactory, coordinator
from tests.foundation.rosters.desks import Desk, set_up


@pytest.fixture(autouse=True)
def _files_apart(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def cohort(db: None) -> Cohort:
    cohort = CohortFactory(seats=50)
    open_state(cohort.organisation.state.code)
    return cohort


@pytest.fixture
def client(client_of: Callable[..., APIClient], cohort: Cohort) -> APIClient:
    """Of a coordinator of the cohort's state."""
    return client_of(coordinator(cohort.organisation.state.code))


@pytest.fixture
def desk(client_of: Callable[..., APIClient], cohort: Cohort) -> Desk:
    return set_up(client_of, cohort)

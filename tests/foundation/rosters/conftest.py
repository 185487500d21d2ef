from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.programmes.models import Cohort
from tests.factories.consents import open_state
from tests.factories.programmes import CohortFactory, coordinator


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

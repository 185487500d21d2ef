from collections.abc import Callable, Iterator

import pytest
from django.test import override_settings
from rest_framework.test import APIClient

from foundation.programmes.models import Cohort
from tests.factories.consents import open_state
from tests.factories.programmes import CohortFactory, coordinator


@pytest.fixture(scope="module", autouse=True)
def _files_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A module's own, like its scene; and no client looks through all static files before its first request."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"), WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture
def cohort(db: None) -> Cohort:
    cohort = CohortFactory(seats=50)
    open_state(cohort.organisation.state.code)
    return cohort


@pytest.fixture
def client(client_of: Callable[..., APIClient], cohort: Cohort) -> APIClient:
    """Of a coordinator of the cohort's state."""
    return client_of(coordinator(cohort.organisation.state.code))

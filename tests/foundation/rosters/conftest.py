from collections.abc import Iterator

import pytest
from django.test import override_settings
from rest_framework.test import APIClient

from foundation.programmes.models import Cohort
from tests.foundation.rosters.working import Scenery, at_work, signed_in


@pytest.fixture(scope="module", autouse=True)
def _files_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A module's own, like its scene."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture
def scenery(db: None) -> Scenery:
    """Each test's own, where its module has no scene of that name."""
    return at_work()


@pytest.fixture
def cohort(scenery: Scenery) -> Cohort:
    return scenery.cohort


@pytest.fixture
def client(scenery: Scenery) -> APIClient:
    """Of a coordinator of the cohort's state."""
    return signed_in(scenery.owner)

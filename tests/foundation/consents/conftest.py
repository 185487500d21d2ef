from collections.abc import Iterator

import pytest
from django.test import override_settings


@pytest.fixture(scope="module", autouse=True)
def _files_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A module's own, like its scene."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield

from collections.abc import Iterator

import pytest
from django.test import override_settings


@pytest.fixture(scope="module", autouse=True)
def _files_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A module's own, like its scene; and no client looks through all static files before its first request."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"), WHITENOISE_AUTOREFRESH=True):
        yield

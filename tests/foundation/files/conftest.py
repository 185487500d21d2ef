from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Where this test's files lie."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path

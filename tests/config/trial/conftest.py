import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def home() -> Iterator[Path]:
    """Not pytest's own folder, which every session closes to others: the database's user has to pass."""
    path = Path(tempfile.mkdtemp(prefix="jisr-trial-"))
    yield path
    shutil.rmtree(path)

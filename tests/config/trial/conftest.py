import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def temporary() -> Iterator[Path]:
    """Not pytest's own folder, which every session closes to others: the database's user has to pass."""
    path = Path(tempfile.mkdtemp(prefix="jisr-trial-"))
    yield path
    shutil.rmtree(path)


@pytest.fixture
def home() -> Iterator[Path]:
    with temporary() as path:
        yield path


@pytest.fixture(scope="module")
def shared_home() -> Iterator[Path]:
    """To make a database takes most of a second: for tests that leave it in good order."""
    with temporary() as path:
        yield path

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")


@contextmanager
def temporary() -> Iterator[Path]:
    """Not pytest's own folder, which every session closes to others: the database's user has to pass. In memory where
    there is some for files: these databases are durable, and here nobody waits for a disk."""
    path = Path(tempfile.mkdtemp(prefix="jisr-trial-", dir=MEMORY if MEMORY.is_dir() else None))
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

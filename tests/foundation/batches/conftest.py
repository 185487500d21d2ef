from collections.abc import Callable
from typing import Any

import pytest

from foundation.batches import policies
from foundation.batches.services import Job, jobs, register
from tests.factories.batches import KIND, carry


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Register a job for this test alone; that of the factories unless told otherwise."""
    monkeypatch.setattr(jobs, "_JOBS", {})
    monkeypatch.setattr(policies, "_SIGHTS", {})

    def make(**given: Any) -> None:
        register(Job(**{"kind": KIND, "work": carry, **given}))

    make()
    return make

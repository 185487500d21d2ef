from collections.abc import Callable
from typing import Any

import hypothesis
import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.batches.rules import LONGEST_STRETCH
from foundation.batches.services import running
from foundation.kernel import clock, throttling
from tests import emptying, services

# a machine that does other things too fails no property, nor does the luck of what is drawn
hypothesis.settings.register_profile(
    "busy", deadline=None, max_examples=services.scale(100), suppress_health_check=list(hypothesis.HealthCheck)
)
hypothesis.settings.load_profile("busy")


def pytest_configure(config: pytest.Config) -> None:
    """Messages are tested in three languages: compile what changed, once for all workers."""
    emptying.install()
    if not hasattr(config, "workerinput"):
        call_command("messages", compile=True, verbosity=0)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Properties are proofs: `make test` tries a tenth of the examples."""
    if hypothesis.is_hypothesis_test(getattr(item, "obj", None)):
        item.add_marker(pytest.mark.proof)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow modules first, after all has been shuffled: else one core waits in the end for the other's."""
    items.sort(key=is_slow, reverse=True)


def is_slow(item: pytest.Item) -> bool:
    """Whether all of its module are proofs."""
    module = item.getparent(pytest.Module)
    return module is not None and any(mark.name == "proof" for mark in module.own_markers)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Names stay short: pytest keeps each of them, and every worker sends its list of them to the controller."""
    return argname if isinstance(val, str | bytes) and len(val) > 100 else None


@pytest.fixture(autouse=True)
def _one_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is counted in windows of time is counted in one, whenever a test begins and however slow the machine is."""
    began = throttling.now()
    monkeypatch.setattr(throttling, "now", lambda: began)


@pytest.fixture(autouse=True)
def _in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs a batch goes on to its end, however slow the machine is, where a test doesn't say for how long."""
    monkeypatch.setitem(running.run.__kwdefaults__, "stretch", LONGEST_STRETCH)


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for seconds waits until its test has looked, however slow the machine is."""
    began = clock.now()
    monkeypatch.setattr(clock.timezone, "now", lambda: began)


@pytest.fixture
def client_of() -> Callable[..., APIClient]:
    """An API client: `client_of(person)` is signed in, `client_of()` is nobody; `language=` is its Accept-Language."""

    def make(person: User | None = None, *, language: str = "en", **extra: Any) -> APIClient:
        client = APIClient(HTTP_ACCEPT_LANGUAGE=language, **extra)
        client.default_format = "json"
        if person is not None:
            client.force_authenticate(person)
        return client

    return make

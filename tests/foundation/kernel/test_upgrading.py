"""Databases that older releases left, under migrations that replaced theirs."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from foundation.kernel import upgrading
from foundation.kernel.http import system

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "_seen_migrated", False)


def forget(*names: tuple[str, str]) -> None:
    for app, name in names:
        MigrationRecorder(connection).record_unapplied(app, name)


def migrations_ready() -> tuple[int, bool]:
    answer = Client().get("/readyz")
    return answer.status_code, answer.json()["checks"]["migrations"]


def check() -> None:
    call_command("check", tags=["database"], databases=["default"], verbosity=0)


def test_a_database_at_the_end_of_what_was_replaced_has_nothing_to_do() -> None:
    forget(*MigrationLoader(None).replacements)
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    check()
    assert migrations_ready() == (200, True)


@pytest.mark.parametrize("last", [("reviews", "0011_uncomfortable"), ("projects", "0021_asking")])
def test_a_database_that_was_left_half_way_is_refused(last: tuple[str, str]) -> None:
    """Whether no other app depends on it, or one does."""
    before = MigrationRecorder(connection).applied_migrations().keys() - {last}
    forget(last)
    with pytest.raises(SystemCheckError, match=rf"half way through .*: {last[0]}\.\n.*docs/guides/operator\.md"):
        check()
    assert migrations_ready() == (503, False)
    assert MigrationRecorder(connection).applied_migrations().keys() == before


def test_an_app_that_an_older_release_did_not_have_is_not_half_way() -> None:
    forget(*MigrationLoader(None).replacements["showcase", "0001_squashed_0002_picture"].replaces)
    assert upgrading.half_way("default") == []

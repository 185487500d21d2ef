"""A database from before migrations were replaced has to be at the end of those: their files are gone."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def check(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Django itself would take an app on which no other depends for one that has nothing to migrate."""
    return [
        Error(
            f"Tables were left half way through the migrations of an older release: {', '.join(labels)}.",
            hint="Nothing was changed. First migrate with that release: docs/guides/operator.md says how, under Upgrading.",
            id="kernel.E001",
        )
        for alias in databases or ()
        if (labels := half_way(alias))
    ]


def half_way(alias: str) -> list[str]:
    """The apps of which some replaced migrations are applied, and others neither applied nor there any more."""
    loader = MigrationLoader(None)
    applied = MigrationRecorder(connections[alias]).applied_migrations().keys()
    known = applied | loader.disk_migrations.keys()
    return sorted(
        label
        for (label, _), migration in loader.replacements.items()
        if not applied.isdisjoint(migration.replaces) and not known.issuperset(migration.replaces)
    )

"""The tables with which each run of the suite begins."""

from pathlib import Path

import psycopg
import pytest
from django.db.migrations.loader import MigrationLoader

from tests import migrated, services


def test_a_new_database_has_every_table_and_nothing_to_migrate() -> None:
    cluster = services.new_cluster()
    migrated.fill(cluster)
    cluster.start()
    try:
        with psycopg.connect(cluster.url(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE another")
        with psycopg.connect(cluster.url("another")) as connection:
            applied = connection.execute("SELECT app, name FROM django_migrations").fetchall()
    finally:
        services.discard(cluster)
    assert sorted(applied) == sorted(MigrationLoader(None).disk_migrations)


@pytest.mark.parametrize(
    "changed", ["courses/catalogue/migrations/0001_initial.py", "platform/foundation/kernel/moves.py"]
)
def test_a_change_of_what_migrates_is_another_database(tmp_path: Path, changed: str) -> None:
    path = tmp_path / changed
    path.parent.mkdir(parents=True)
    path.write_text("one")
    before = migrated.fingerprint(tmp_path)
    (path.parent / "notes.txt").write_text("no code")
    assert migrated.fingerprint(tmp_path) == before
    path.write_text("two")
    assert migrated.fingerprint(tmp_path) != before
    path.write_text("one")
    assert migrated.fingerprint(tmp_path) == before


def test_only_the_newest_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrated, "KEPT", tmp_path / "migrated")
    for number in ("1", "2"):
        (made := tmp_path / number).mkdir()
        (made / "PG_VERSION").write_text(number)
        migrated._keep(made, tmp_path / "migrated" / f"kept-{number}")
    assert [path.name for path in (tmp_path / "migrated").rglob("*")] == ["kept-2", "PG_VERSION"]

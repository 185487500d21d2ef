"""The tables with which each run of the suite begins."""

import ast
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db.migrations.loader import MigrationLoader

from config.trial.postgres import Cluster
from tests import migrated, services
from tests.racing import codes, race


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
    loader = MigrationLoader(None)
    replaced = [step for one in loader.replacements.values() for step in one.replaces]
    assert sorted(applied) == sorted([*loader.disk_migrations, *replaced])


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
    migrated.KEPT.mkdir()
    (migrated.KEPT / "kept-0.draft").mkdir()
    for number in ("1", "2"):
        (made := tmp_path / number).mkdir()
        (made / "PG_VERSION").write_text(number)
        migrated._keep(made, tmp_path / "migrated" / f"kept-{number}")
    assert [path.name for path in (tmp_path / "migrated").rglob("*")] == ["kept-2", "PG_VERSION"]


def test_of_runs_that_begin_at_once_the_first_migrates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def slowly(cluster: Cluster) -> None:
        made.append(cluster.folder)
        cluster.folder.mkdir(parents=True)
        time.sleep(0.1)
        (cluster.folder / "PG_VERSION").write_text("18")

    monkeypatch.setattr(migrated, "KEPT", tmp_path / "var" / "migrated")
    monkeypatch.setattr(migrated, "_migrate", slowly)
    clusters = [services.new_cluster() for _ in range(4)]
    assert codes(race(*[lambda cluster=cluster: migrated.fill(cluster) for cluster in clusters])) == {"done": 4}
    copies = [(cluster.folder / "PG_VERSION").read_text() for cluster in clusters]
    for cluster in clusters:
        services.discard(cluster)
    assert (copies, len(made)) == (["18"] * 4, 1)


OURS = {"config", "courses", "foundation", "mentoring", "outcomes"}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_what_migrations_import_of_ours_is_in_the_fingerprint() -> None:
    """As a module of its own: a migration that imports a package says nothing of which file it calls."""
    known = migrated.sources()
    names = {name for path in known if path.parent.name == "migrations" for name in imported(path)}
    files = {name.replace(".", "/") + ".py" for name in names if name.partition(".")[0] in OURS}
    assert {
        file for file in files if not {migrated.ROOT / file, migrated.ROOT / "platform" / file} & set(known)
    } == set()
    assert "foundation/kernel/moves.py" in files

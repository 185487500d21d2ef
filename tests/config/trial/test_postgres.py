"""The embedded database through its whole life, with real processes."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.trial.postgres import NOBODY, Cluster, PostgresFailed
from tests.services import PATIENCE

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")


def at(home: Path) -> Cluster:
    """In a folder whose name alone is longer than a socket's path may be."""
    return Cluster(folder=home / ("long" * 30) / "postgres", log=home / "postgres.log", say=lambda _: None)


@pytest.fixture
def cluster(home: Path) -> Iterator[Cluster]:
    cluster = at(home)
    yield cluster
    cluster.stop()


@pytest.fixture
def known(shared_home: Path) -> Iterator[Cluster]:
    """Started before, unless this is the first test: every one leaves it in good order."""
    cluster = at(shared_home)
    cluster.start()
    cluster.stop()
    yield cluster
    cluster.stop()


def ask(cluster: Cluster, sql: str) -> object:
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        cursor = connection.execute(sql)
        row = cursor.fetchone() if cursor.description else None
        return row and row[0]


def gone(pid: int) -> bool:
    deadline = time.monotonic() + PATIENCE
    while Path(f"/proc/{pid}").exists() and "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_it_knows_the_letters_of_three_languages(known: Cluster) -> None:
    known.start()
    assert ask(known, "select lower('ÉCOLE') || upper('œuvre')") == "écoleŒUVRE"
    assert ask(known, "select 'جِسْر' collate \"default\" < 'مدرسة'") is True
    assert ask(known, "show timezone") == "UTC"


def test_it_keeps_what_was_committed_through_a_stop_and_through_a_kill(known: Cluster) -> None:
    known.start()
    ask(known, "create table kept (n int)")
    ask(known, "insert into kept values (1)")
    known.stop()
    known.start()
    ask(known, "insert into kept values (2)")
    assert known.process
    os.kill(known.process.pid, signal.SIGKILL)
    known.start()
    assert ask(known, "select sum(n) from kept") == 3
    assert ask(known, "show fsync") == "on"
    assert ask(known, "show synchronous_commit") == "on"


def test_only_its_owner_reaches_it_and_only_by_its_socket(known: Cluster) -> None:
    known.start()
    assert ask(known, "show listen_addresses") == ""
    assert stat.S_IMODE(known.sockets.stat().st_mode) == 0o700
    assert stat.S_IMODE(known.folder.stat().st_mode) == 0o700
    known.stop()
    assert not known.sockets.exists()


def test_a_lock_file_whose_number_now_is_another_program_does_not_stop_it(known: Cluster) -> None:
    (known.folder / "postmaster.pid").write_text(f"{os.getpid()}\n{known.folder}\n1\n5432\n\n\n\nready\n")
    known.start()
    assert ask(known, "select 1") == 1


def test_a_second_server_on_one_folder_waits_and_then_refuses(known: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    known.start()
    second = Cluster(folder=known.folder, log=known.log, say=lambda _: None)
    monkeypatch.setattr("config.trial.postgres.PREDECESSOR", 0.1)
    with pytest.raises(PostgresFailed, match="Another PostgreSQL"):
        second.start()
    assert ask(known, "select 1") == 1


def test_a_draft_that_was_cut_short_is_made_anew(cluster: Cluster) -> None:
    draft = cluster.folder.with_name("postgres.part")
    (draft / "base").mkdir(parents=True)
    cluster.start()
    assert not draft.exists()
    assert ask(cluster, "select current_database()") == "jisr"


def test_a_broken_folder_is_reported_with_the_end_of_the_log(known: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.trial.postgres.ATTEMPTS", 1)
    control, away = known.folder / "global" / "pg_control", known.folder / "away"
    control.rename(away)
    with pytest.raises(PostgresFailed, match="could not find the database system"):
        known.start()
    away.rename(control)


@as_root
def test_as_root_it_runs_as_nobody_and_changes_no_more_than_passage_for_others(home: Path) -> None:
    (home / "private").write_text("private")
    (home / "private").chmod(0o600)
    said: list[str] = []
    cluster = Cluster(folder=home / "var" / "postgres", log=home / "log", say=said.append)
    cluster.start()
    assert cluster.process
    status = Path(f"/proc/{cluster.process.pid}/status").read_text()
    cluster.stop()
    assert f"Uid:\t{NOBODY}\t{NOBODY}\t{NOBODY}\t{NOBODY}" in status
    assert stat.S_IMODE(home.stat().st_mode) == 0o701
    assert stat.S_IMODE((home / "private").stat().st_mode) == 0o600
    assert any(str(home) in line and "o+x" in line for line in said)


def test_it_dies_with_the_process_that_started_it(known: Cluster) -> None:
    """Killed without a chance to clean up, and the next start finds the folder in good order."""
    words = (
        "import sys, time; from pathlib import Path; from config.trial.postgres import Cluster\n"
        "cluster = Cluster(folder=Path(sys.argv[1]), log=Path(sys.argv[2]), say=lambda _: None); cluster.start()\n"
        "print(cluster.process.pid, flush=True); time.sleep(60)"
    )
    where = [str(known.folder), str(known.log)]
    parent = subprocess.Popen([sys.executable, "-c", words, *where], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    assert gone(pid)
    known.start()
    assert ask(known, "select 1") == 1

"""`make run` itself, all of it real: the journey is played on what comes up, then again, and Ctrl-C ends it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.services import PATIENCE, free_port, in_full, postgres15, redis_server, scale

ROOT = Path(__file__).resolve().parents[3]
only_in_full = pytest.mark.skipif(not in_full(), reason="`make proofs` runs it; tests/journeys plays the same on Redis")


@contextmanager
def running(data: Path, **env: str) -> Iterator[str]:
    """The address of a whole trial, once it says that it is ready."""
    port = free_port()
    surroundings = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    process = subprocess.Popen(
        [sys.executable, "-m", "config.trial"],
        env={**surroundings, "JISR_DATA": str(data), "PORT": str(port), "JISR_WEB_WORKERS": "1", **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    said = ""
    try:
        while "Ctrl-C" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        yield f"http://localhost:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said + rest
    assert rest == "Stopped.\n"


def play(base: str, data: Path) -> subprocess.CompletedProcess[str]:
    manage = [sys.executable, str(ROOT / "platform" / "manage.py"), "journey", "--base", base]
    env = {**os.environ, "JISR_DATA": str(data), "DJANGO_SETTINGS_MODULE": "config.settings.local"}
    return subprocess.run(manage, env=env, capture_output=True, text=True, check=False)


def check_the_journey(base: str, data: Path, *, times: int) -> None:
    for _ in range(times):
        played = play(base, data)
        assert played.returncode == 0, played.stdout + played.stderr
    assert (data / "journey" / "index.html").stat().st_size > 0


@pytest.mark.proof
@only_in_full
def test_on_the_embedded_database_and_no_redis(home: Path) -> None:
    with running(home) as base:
        check_the_journey(base, home, times=scale(2))
    assert (home / "postgres" / "PG_VERSION").read_text() == "18\n"


@pytest.mark.proof
@only_in_full
def test_on_debians_postgresql_15_and_redis(home: Path) -> None:
    with postgres15() as database, redis_server() as redis:
        with running(home, DATABASE_URL=database, REDIS_URL=redis.url) as base:
            check_the_journey(base, home, times=1)
        assert not (home / "postgres").exists()


@pytest.mark.parametrize(("name", "value"), [("PORT", "eighty"), ("REDIS_URL", "redis.example:6379")])
def test_a_variable_that_can_not_be_read_is_named(home: Path, name: str, value: str) -> None:
    env = {**os.environ, "JISR_DATA": str(home / "var"), name: value}
    done = subprocess.run([sys.executable, "-m", "config.trial"], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{name} must ")
    assert not (home / "var").exists()

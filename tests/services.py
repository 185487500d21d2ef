"""Real servers for the tests, private to them: PostgreSQL, Redis, the sizes of the proofs.

As a pytest plugin (`-p tests.services` in pyproject.toml) it exports `DATABASE_URL` before the settings load: one
server for the whole run, shared by its workers. As a program it does the same around a command:
`python -m tests.services make checks`.
"""

import atexit
import gc
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import SystemRandom

import pytest

from config.trial import processes
from config.trial.postgres import FORGETFUL, Cluster, embedded_binaries
from tests import migrated

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
PATIENCE = 120.0  # seconds: for what hangs, and not for what a busy machine does slowly
# where a container forbids bytecode, each process of the suite would compile Django anew: four seconds of it
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def in_full() -> bool:
    """Whether this is `make proofs`."""
    return os.environ.get("JISR_PROOFS") == "full"


def scale(size: int) -> int:
    """The size stated in full proofs, a tenth of it in `make test`."""
    return size if in_full() else max(1, size // 10)


def start_postgres(*, with_tables: bool) -> None:
    """One server for this run, unless `DATABASE_URL` names another (or an xdist controller's)."""
    if not os.environ.get("DATABASE_URL"):
        cluster = new_cluster()
        if with_tables:
            migrated.fill(cluster)
        cluster.start()
        os.environ["DATABASE_URL"] = cluster.url()
        atexit.register(discard, cluster)


@contextmanager
def postgres15() -> Iterator[str]:
    """The address of a server made by Debian's own PostgreSQL 15."""
    if not (DEBIAN_15 / "postgres").exists():
        pytest.skip("Debian's postgresql-15 is not installed")
    cluster = new_cluster(DEBIAN_15)
    cluster.start()
    try:
        yield cluster.url()
    finally:
        discard(cluster)


def new_cluster(binaries: Path | None = None) -> Cluster:
    home = Path(tempfile.mkdtemp(prefix="jisr-postgres-"))
    return Cluster(
        folder=home / "data",
        log=home / "postgres.log",
        binaries=binaries or embedded_binaries(),
        settings=FORGETFUL,
        say=_silent,
    )


def discard(cluster: Cluster) -> None:
    cluster.stop()
    shutil.rmtree(cluster.folder.parent)


def _silent(_: str) -> None:
    pass


class RedisServer:
    """A private Redis that keeps nothing, on a port of its own that it holds through restarts."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="jisr-redis-"))
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = processes.spawn(
            [redis_binary(), *options, "--dir", str(self.home)], env=dict(os.environ), log=self.home / "redis.log"
        )
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(processes.tail(self.home / "redis.log"))
            time.sleep(0.01)

    def stop(self) -> None:
        if self.process:
            processes.stop(self.process)

    def kill(self) -> None:
        """As the machine would: no farewell, nothing saved."""
        if self.process:
            processes.stop(self.process, farewell=signal.SIGKILL)

    def restart(self) -> None:
        """Everything it held is gone."""
        self.kill()
        self.start()

    def flush(self) -> None:
        self._say(b"FLUSHALL")

    def _answers(self) -> bool:
        try:
            return self._say(b"PING") == b"+PONG\r\n"
        except OSError:
            return False

    def _say(self, words: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(words + b"\r\n")
            return connection.recv(64)


@contextmanager
def redis_server() -> Iterator[RedisServer]:
    server = RedisServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(server.home)


def redis_binary() -> str:
    """Never a silent skip: installed where that is possible, else the line to type."""
    if not shutil.which("redis-server") and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "redis-server"]
        for command in (["apt-get", "update", "-qq"], install):
            subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)
    if found := shutil.which("redis-server"):
        return found
    raise RuntimeError("These tests need redis-server. Type: sudo apt-get install -y redis-server")


def free_port() -> int:
    """Not one of those that the system gives to whoever calls out: it may stay unused, while a server starts again say, and is
    nobody else's. Two who look at the same time hardly meet, as long as no test's seed chooses."""
    while True:
        port = SystemRandom().randrange(10_000, 32_768)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, object, object]:
    """Around pytest-django's own, which reads the settings."""
    gc.disable()
    start_postgres(with_tables=True)
    return (yield)


def pytest_collection_finish() -> None:
    """What is loaded until now stays: the collector need not look at it, neither meanwhile nor again and again."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


def main() -> int:
    """Run a command beside a PostgreSQL and answer as it did. Without one, keep the tables that the suite will want."""
    command = sys.argv[1:]
    start_postgres(with_tables=not command)
    return subprocess.run(command, check=False).returncode if command else 0


if __name__ == "__main__":
    sys.exit(main())

"""Keeps PostgreSQL and the services alive until somebody says stop, then stops them in order."""

import fcntl
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from config.trial import address, prepare, services
from config.trial.postgres import Cluster, PostgresFailed
from config.trial.processes import die_with_parent, spawn, stop, tail
from config.trial.services import Service

STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 60.0
FOLDERS = ("files", "log", "mail", "static")
PREPARE = [sys.executable, "-m", "config.trial.prepare"]


class Unable(Exception):
    """Jisr can't run; the message says why and what to do."""


@dataclass
class Supervisor:
    data: Path
    port: int
    host: str
    env: dict[str, str]
    say: Callable[[str], None]
    services: list[Service] = field(default_factory=list)
    cluster: Cluster | None = None
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self, ready: Callable[[], None]) -> None:
        """Everything, from the lock on the data folder to its release. Call it from the main thread."""
        with only_one(self.data):
            self._listen_for_the_end()
            try:
                self._bring_up()
                if not self.stopped.is_set():
                    ready()
                while not self.stopped.wait(0.2):
                    self._tend()
            finally:
                self._stop()

    def _bring_up(self) -> None:
        for name in FOLDERS:
            (self.data / name).mkdir(mode=0o700, exist_ok=True)
        if "DATABASE_URL" not in self.env:
            self._start_database()
        self._prepare()
        self._start(Service("web", self._web(), self.log("web"), self.env))
        self._await_web()
        tasks = services.task_commands(redis="REDIS_URL" in self.env, schedule=self.data / "beat-schedule")
        for name, command in tasks.items():
            self._start(Service(name, command, self.log(name), self.env, grace=20))

    def _web(self) -> list[str]:
        workers = int(self.env.get("JISR_WEB_WORKERS") or min(2, address.processors()))
        return services.web_command(host=self.host, port=self.port, workers=workers)

    def log(self, name: str) -> Path:
        return self.data / "log" / f"{name}.log"

    def _start(self, service: Service) -> None:
        if not self.stopped.is_set():
            service.start()
            self.services.append(service)

    def _start_database(self) -> None:
        self.cluster = self.cluster or Cluster(folder=self.data / "postgres", log=self.log("postgres"), say=self.say)
        try:
            self.cluster.start()
        except PostgresFailed as failure:
            raise Unable(str(failure)) from None
        self.env["DATABASE_URL"] = self.cluster.url()

    def _prepare(self) -> None:
        """Skipped when this database was prepared by exactly this code; somebody else's is always asked."""
        stamp = self.data / "prepared"
        if self.cluster and stamp.exists() and stamp.read_text() == prepare.fingerprint():
            return
        self.say("Preparing the database, the translations and the demo ...")
        stamp.unlink(missing_ok=True)
        log = self.log("prepare")
        child = spawn(PREPARE, env=self.env, log=log)
        while child.poll() is None and not self.stopped.wait(0.02):
            pass
        if self.stopped.is_set():
            stop(child)
        elif child.returncode:
            raise Unable(f"Preparing failed. The end of {log}:\n{tail(log, 30)}")
        else:
            stamp.write_text(prepare.fingerprint())

    def _await_web(self) -> None:
        deadline = time.monotonic() + PATIENCE
        web = self.services[-1] if self.services else None
        while web and not self.stopped.is_set() and not address.answers(self.port):
            if web.dead() or time.monotonic() > deadline:
                raise Unable(f"The web server did not come up. The end of {web.log}:\n{tail(web.log, 30)}")
            time.sleep(0.02)

    def _tend(self) -> None:
        """PostgreSQL and each service come back when they die."""
        if self.cluster and self.cluster.process and self.cluster.process.poll() is not None:
            self.say("PostgreSQL died; starting it again.")
            self._start_database()
        for service in self.services:
            if service.dead():
                service.bury()
                self.say(f"{service.name} died; starting it again (its log: {service.log}).")
            if service.due():
                service.start()

    def _stop(self) -> None:
        for service in sorted(self.services, key=lambda service: service.name != "beat"):
            service.stop()
        if self.cluster:
            self.cluster.stop()

    def _listen_for_the_end(self) -> None:
        """Also when the one that started us is gone: `make` killed, the terminal closed."""
        for number in STOP:
            signal.signal(number, lambda *_: self.stopped.set())
        if os.getppid() != 1:
            die_with_parent(signal.SIGTERM)


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the data folder. The kernel drops this lock with us, however we end."""
    data.mkdir(mode=0o711, parents=True, exist_ok=True)
    with (data / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            words = f"Jisr runs on {data} already (process {lock.read().strip()})."
            raise Unable(f"{words} Stop that one, or choose another folder: JISR_DATA=/some/folder make run") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield

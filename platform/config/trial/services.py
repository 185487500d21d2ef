"""What runs: web, worker and beat as commands, each a child that is started again when it dies."""

import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.trial.processes import end_group, spawn, stop

QUEUES = "default,mail,credentials"
SHORT_LIFE = 5.0
LONGEST_PAUSE = 30.0


@dataclass
class Service:
    name: str
    command: list[str]
    log: Path
    env: Mapping[str, str]
    grace: float = 10
    process: subprocess.Popen[bytes] | None = None
    started: float = 0
    pause: float = 0
    not_before: float = 0

    def start(self) -> None:
        self.process = spawn(self.command, env=self.env, log=self.log)
        self.started = time.monotonic()

    def dead(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def bury(self) -> None:
        """End what a dead service left behind, and wait longer each time it did not live long."""
        if self.process:
            end_group(self.process)
            self.process = None
        lived = time.monotonic() - self.started
        self.pause = min(LONGEST_PAUSE, self.pause * 2 or 1) if lived < SHORT_LIFE else 0
        self.not_before = time.monotonic() + self.pause

    def due(self) -> bool:
        return self.process is None and time.monotonic() >= self.not_before

    def stop(self) -> None:
        if self.process:
            stop(self.process, grace=self.grace)
            self.process = None


def web_command(*, host: str, port: int, workers: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "config.wsgi:application", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--workers", str(workers), "--no-ws", "--http", "1"),
        *("--blocking-threads", "4", "--backpressure", "16", "--backlog", "2048"),
        *("--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "5"),
        *("--log-level", "warning"),
    ]


def task_commands(*, redis: bool, schedule: Path) -> dict[str, list[str]]:
    """With Redis, workers and a beat of their own; without, one process on Celery's in-memory broker. Bulk work is done by one
    process that gives way, so that neither requests nor other tasks wait for it."""
    if not redis:
        return {"worker": [sys.executable, "-m", "config.trial.worker"]}
    celery = [sys.executable, "-m", "celery", "-A", "config"]
    quiet = ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
    bulk = ["--queues", "bulk", "--concurrency", "1", "--hostname", "bulk@%h"]
    return {
        "worker": [*celery, "worker", "--queues", QUEUES, "--concurrency", "2", *quiet],
        "bulk": ["nice", "-n", "10", *celery, "worker", *bulk, *quiet],
        "beat": [*celery, "beat", "--schedule", str(schedule), "--loglevel", "WARNING"],
    }

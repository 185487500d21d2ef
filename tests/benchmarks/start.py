"""`python -m tests.benchmarks.start`: from a clone to the first answer, and from a stop to the next."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import monotonic, sleep

from config.trial import address, processes
from tests.benchmarks.reporting import at_most, report
from tests.services import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300.0
STARTS = 3


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="jisr-start-") as folder:
        clone = Path(folder) / "clone"
        began = monotonic()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        first = monotonic() - began + start(clone)
        second = median(start(clone) for _ in range(STARTS))
    return report(
        "start",
        [
            at_most("clone to first answer", round(first, 2), "s", must=120, aim=40),
            at_most("second start", round(second, 2), "s", must=5, aim=2.5),
        ],
    )


def start(clone: Path) -> float:
    """Seconds of `make run` until `/readyz` answers 200; then it is stopped again."""
    port = free_port()
    log = clone.parent / "run.log"
    began = monotonic()
    child = processes.spawn(["make", "run"], env=_env(port), log=log, cwd=clone)
    try:
        while not address.answers(port):
            if child.poll() is not None or monotonic() - began > PATIENCE:
                raise RuntimeError(processes.tail(log, 40))
            sleep(0.02)
        return monotonic() - began
    finally:
        os.killpg(child.pid, signal.SIGINT)  # as Ctrl-C does: to make and to what it runs
        child.wait(30)


def _env(port: int) -> dict[str, str]:
    """Nothing of this run's own: the clone has its environment and its data folder."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL", "JISR_DATA"}}
    return {**kept, "PORT": str(port)}


if __name__ == "__main__":
    sys.exit(main())

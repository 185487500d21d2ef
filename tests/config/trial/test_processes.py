import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from config.trial.processes import spawn, stop, tail
from tests.services import PATIENCE

STUBBORN = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('up', flush=True)\ntime.sleep(60)"
WITH_CHILD = (
    "import subprocess, sys, time\n"
    "child = subprocess.Popen(['sleep', '60'])\n"
    "print(child.pid, flush=True)\n"
    "time.sleep(60)"
)


def python(words: str, log: Path) -> subprocess.Popen[bytes]:
    return spawn([sys.executable, "-c", words], env=dict(os.environ), log=log)


def await_line(log: Path) -> str:
    deadline = time.monotonic() + PATIENCE
    while not (line := tail(log)) and time.monotonic() < deadline:
        time.sleep(0.01)
    return line


def alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "\nState:\tZ" not in status.read_text()


def test_a_process_that_does_not_listen_is_ended(home: Path) -> None:
    child = python(STUBBORN, home / "log")
    assert await_line(home / "log") == "up"
    stop(child, grace=0.1)
    assert child.returncode == -signal.SIGKILL


def test_the_family_of_a_killed_process_goes_with_it(home: Path) -> None:
    child = python(WITH_CHILD, home / "log")
    grandchild = int(await_line(home / "log"))
    child.kill()
    child.wait()
    assert alive(grandchild)
    stop(child)
    deadline = time.monotonic() + PATIENCE
    while alive(grandchild) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not alive(grandchild)


def test_a_long_log_is_put_aside(home: Path) -> None:
    log = home / "web.log"
    log.write_bytes(b"x" * (9 << 20))
    stop(spawn(["true"], env={}, log=log))
    assert log.stat().st_size == 0
    assert (home / "web.log.1").stat().st_size == 9 << 20

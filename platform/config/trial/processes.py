"""Child processes that never outlive the one that started them."""

import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from io import BufferedWriter
from pathlib import Path

LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG = 1
LARGE_LOG = 8 << 20


def spawn(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    log: Path,
    farewell: signal.Signals = signal.SIGTERM,
    uid: int | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in a process group of its own, which gets `farewell` from the kernel when we die.

    Call it from the main thread: the kernel's promise is tied to the thread that forks.
    """
    with open_log(log) as output:
        return subprocess.Popen(
            command,
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=uid,
            group=uid,
            extra_groups=None if uid is None else [],
            process_group=0,
            preexec_fn=dying_with(os.getpid(), farewell),
        )


def dying_with(parent: int, farewell: signal.Signals) -> Callable[[], None]:
    """What the child does before it becomes its program (after the change of user, which would undo it)."""

    def before_exec() -> None:
        die_with_parent(farewell)
        if os.getppid() != parent:
            os._exit(1)

    return before_exec


def die_with_parent(farewell: signal.Signals) -> None:
    LIBC.prctl(PR_SET_PDEATHSIG, farewell, 0, 0, 0)


def stop(process: subprocess.Popen[bytes], *, farewell: signal.Signals = signal.SIGTERM, grace: float = 10) -> None:
    """Ask, wait, then end the whole group."""
    if process.poll() is None:
        process.send_signal(farewell)
        with suppress(subprocess.TimeoutExpired):
            process.wait(grace)
    end_group(process)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Nothing of a child's family stays behind, whether it ended by itself or was killed."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def open_log(path: Path) -> BufferedWriter:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LARGE_LOG:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def tail(path: Path, lines: int = 15) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else ""

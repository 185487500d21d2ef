"""What becomes of everything when one of them dies: by real signals, on real processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.services import PATIENCE, free_port

STAGE = Path(__file__).with_name("stage.py")


class Trial:
    """A supervisor under a parent of its own, as under `make`."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        words = f"{sys.executable} {STAGE} {data} {self.port}; exit $?"
        self.shell = subprocess.Popen(["sh", "-c", words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.output = ""

    def until(self, words: str) -> None:
        assert self.shell.stdout
        for line in self.shell.stdout:
            self.output += line
            if words in line:
                return
        raise AssertionError(f"It ended without saying {words!r}:\n{self.output}")

    def up(self) -> "Trial":
        self.until("Ctrl-C")
        return self

    @property
    def pid(self) -> int:
        return int((self.data / "run.lock").read_text())

    def family(self) -> dict[str, int]:
        """The supervisor's living children, by what they are."""
        names = {"http.server": "web", "1001": "worker", "1002": "beat", "bin/postgres": "postgres"}
        found: dict[str, int] = {}
        for child in children(self.pid):
            words = command_line(child)
            found |= {name: child for sign, name in names.items() if sign in words}
        return found

    def end(self) -> None:
        if self.shell.poll() is None:
            os.kill(self.pid, signal.SIGINT)
        rest, _ = self.shell.communicate(timeout=PATIENCE)
        self.output += rest


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if command_line(pid)]


def await_that(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.05)


@pytest.fixture
def trial(shared_home: Path) -> Iterator[Trial]:
    """One of each test's own, on a database that the last one left in good order; never prepared yet."""
    data = shared_home / "alone"
    for trace in data.glob("prepar*"):
        trace.unlink()
    trial = Trial(data)
    yield trial.up()
    trial.end()


@pytest.fixture(scope="module")
def standing(shared_home: Path) -> Iterator[Trial]:
    """One for all tests that leave it whole; its first start makes its database too."""
    trial = Trial(shared_home / "standing")
    yield trial.up()
    trial.end()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_ctrl_c_stops_everything_and_is_no_failure(trial: Trial) -> None:
    family = trial.family()
    assert sorted(family) == ["beat", "postgres", "web", "worker"]
    trial.end()
    assert alive(list(family.values())) == []
    assert trial.shell.returncode == 0
    assert "Stopped." in trial.output


@pytest.mark.parametrize("victim", ["supervisor", "its parent"])
def test_a_kill_leaves_no_orphan_and_the_next_start_is_whole(trial: Trial, victim: str) -> None:
    pids = [trial.pid, *trial.family().values()]
    os.kill(trial.pid if victim == "supervisor" else trial.shell.pid, signal.SIGKILL)
    await_that(lambda: alive(pids) == [])
    trial.shell.communicate()
    again = Trial(trial.data).up()
    assert sorted(again.family()) == ["beat", "postgres", "web", "worker"]
    again.end()


@pytest.mark.parametrize("victim", ["worker", "web", "postgres"])
def test_what_dies_comes_back(standing: Trial, victim: str) -> None:
    before = standing.family()
    os.kill(before[victim], signal.SIGKILL)
    await_that(lambda: standing.family().get(victim, before[victim]) != before[victim])
    rest = {name: pid for name, pid in standing.family().items() if name != victim}
    assert rest == {name: pid for name, pid in before.items() if name != victim}
    await_that(lambda: listens(standing.port))


def test_preparing_is_skipped_while_nothing_changed(trial: Trial) -> None:
    trial.end()
    Trial(trial.data).up().end()
    assert (trial.data / "preparations").read_text() == "x"
    (trial.data / "prepared").write_text("by another version of the code")
    Trial(trial.data).up().end()
    assert (trial.data / "preparations").read_text() == "xx"


def test_a_second_one_on_the_same_folder_is_told_so(standing: Trial) -> None:
    second = Trial(standing.data)
    output, _ = second.shell.communicate(timeout=PATIENCE)
    assert second.shell.returncode == 1
    assert output.startswith(f"Jisr runs on {standing.data} already (process {standing.pid}).")
    assert sorted(standing.family()) == ["beat", "postgres", "web", "worker"]


def test_a_port_that_is_taken_is_named_before_anything_starts(standing: Trial, home: Path) -> None:
    words = [sys.executable, str(STAGE), str(home / "elsewhere"), str(standing.port)]
    second = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == f"Port {standing.port} is taken. Choose another: PORT={standing.port + 1} make run\n"
    assert not (home / "elsewhere" / "postgres").exists()

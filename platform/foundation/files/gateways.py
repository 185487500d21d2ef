"""ClamAV's daemon, by its own protocol (INSTREAM): the content goes there, no path does."""

import socket
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from django.conf import settings

from foundation.files.errors import NotScanned

CHUNK = 128 * 1024
TIMEOUT = 60  # seconds, for each step
FOUND = " FOUND"


def scan(content: "IO[bytes] | Any") -> str | None:
    """What `JISR_CLAMAV_URL` (`tcp://host:3310` or `unix:///path`) finds in it; None when it is clean, or no scanner is
    wanted. Raises `NotScanned`."""
    if not settings.CLAMAV_URL:
        return None
    try:
        with _connected(settings.CLAMAV_URL) as daemon:
            return _verdict(_asked(daemon, content))
    except OSError as error:
        raise NotScanned(type(error).__name__) from None


def _connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "localhost", parts.port or 3310), TIMEOUT)
    daemon = socket.socket(socket.AF_UNIX)
    daemon.settimeout(TIMEOUT)
    try:
        daemon.connect(unquote(parts.path))
    except OSError:
        daemon.close()
        raise
    return daemon


def _asked(daemon: socket.socket, content: "IO[bytes] | Any") -> str:
    """One that has heard enough says so and hangs up, whatever is still to come."""
    with suppress(BrokenPipeError, ConnectionResetError):
        _send(daemon.sendall, content)
    answer = bytearray()
    while not answer.endswith(b"\0") and (part := daemon.recv(4096)):
        answer += part
    return answer.rstrip(b"\0").decode(errors="replace")


def _send(send: Callable[[bytes], None], content: "IO[bytes] | Any") -> None:
    send(b"zINSTREAM\0")
    while chunk := content.read(CHUNK):
        send(len(chunk).to_bytes(4) + chunk)
    send(bytes(4))


def _verdict(answer: str) -> str | None:
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return None
    if said.endswith(FOUND):
        return said.removesuffix(FOUND)
    raise NotScanned(said or "no answer")

"""Clients on kept connections, in a process of their own: each sends its next request when its last is answered."""

import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle

CLIENTS = 16


@dataclass(frozen=True, slots=True)
class Slice:
    """What one slice of time saw. `took` are the seconds of each answer."""

    seconds: float
    took: list[float]
    failures: list[str]

    @property
    def rate(self) -> float:
        return len(self.took) / self.seconds


@dataclass(slots=True)
class Connection:
    address: tuple[str, int]
    link: socket.socket = field(init=False)
    sent_at: float = 0.0
    heard: bytes = b""

    def __post_init__(self) -> None:
        self.link = socket.create_connection(self.address)
        self.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> None:
        self.heard = b""
        self.sent_at = time.perf_counter()
        self.link.sendall(request)

    def answer(self) -> bytes | None:
        """The head of the answer once all of it is here."""
        more = self.link.recv(262_144)
        if not more:
            raise ConnectionError("The server hung up.")
        self.heard += more
        head, found, body = self.heard.partition(b"\r\n\r\n")
        return head if found and _complete(head, body) else None


def _complete(head: bytes, body: bytes) -> bool:
    lower = head.lower()
    start = lower.find(b"content-length:")
    if start < 0:
        return body.endswith(b"0\r\n\r\n")
    end = lower.find(b"\r\n", start)
    return len(body) >= int(lower[start + 15 : end if end > 0 else None])


_plan: dict[str, Iterator[bytes]] = {}
_connections: list[Connection] = []


def prepare(address: tuple[str, int], plan: dict[str, list[bytes]], clients: int = CLIENTS) -> None:
    """Called once in the process of the clients. Requests of a kind come in order, from the start again at the end."""
    _plan.update({kind: cycle(requests) for kind, requests in plan.items()})
    _connections.extend(Connection(address) for _ in range(clients))


def drive(kind: str, seconds: float) -> Slice:
    """Keep every client busy for so long; what is under way at the end is waited for and counted."""
    requests, took, failures = _plan[kind], [], []
    waiting = selectors.DefaultSelector()
    began = time.perf_counter()
    for connection in _connections:
        waiting.register(connection.link, selectors.EVENT_READ, connection)
        connection.send(next(requests))
    busy = len(_connections)
    while busy:
        for key, _ in waiting.select():
            connection = key.data
            head = connection.answer()
            if head is None:
                continue
            present = time.perf_counter()
            took.append(present - connection.sent_at)
            if head[9:12] != b"200":
                failures.append(head[:200].decode("latin-1"))
            if present - began < seconds:
                connection.send(next(requests))
            else:
                waiting.unregister(connection.link)
                busy -= 1
    waiting.close()
    return Slice(time.perf_counter() - began, took, failures)

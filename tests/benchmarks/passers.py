"""Other people's requests, offered at a fixed rate whatever the answers take; each is timed from when it was due."""

import http.client
import threading
from dataclasses import dataclass, field
from time import perf_counter, sleep

RATE = 50.0
CALLERS = 10


@dataclass
class Passers:
    """Runs in a process of its own: `begin` and `end` mark what is to be told of."""

    port: int
    paths: list[tuple[str, str]]
    took: list[tuple[float, float]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    failures: list[int] = field(default_factory=list)

    def start(self) -> None:
        began = perf_counter()
        for place in range(CALLERS):
            threading.Thread(target=self._call, args=(place, began), daemon=True).start()

    def _call(self, place: int, began: float) -> None:
        link = http.client.HTTPConnection("127.0.0.1", self.port)
        number = place
        while not self.over.is_set():
            due = began + number / RATE
            sleep(max(0.0, due - perf_counter()))
            path, token = self.paths[number % len(self.paths)]
            link.request("GET", path, headers={"Host": "localhost", "Authorization": f"Bearer {token}"})
            answer = link.getresponse()
            answer.read()
            if answer.status != 200:
                self.failures.append(answer.status)
            self.took.append((due, perf_counter() - due))
            number += CALLERS


_passers: Passers | None = None


def prepare(port: int, paths: list[tuple[str, str]]) -> None:
    global _passers
    _passers = Passers(port, paths)
    _passers.start()


def told() -> tuple[list[float], int]:
    """The seconds of what was asked since the last call, and how many were refused."""
    assert _passers is not None
    seen, _passers.took = _passers.took, []
    refused, _passers.failures = len(_passers.failures), []
    return [seconds for _, seconds in seen], refused

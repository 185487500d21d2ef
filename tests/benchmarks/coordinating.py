"""A coordinator at her desk, over HTTP."""

import http.client
from dataclasses import dataclass, field
from time import perf_counter, sleep
from typing import Any

import orjson

BOUNDARY = "of-the-bench"
PATIENCE = 300.0
PAUSE = 0.1  # of an impatient client; asking more often would itself be a load that others notice


@dataclass
class Coordinator:
    port: int
    token: str
    link: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def upload(self, cohort: str, data: bytes) -> dict[str, Any]:
        self.link.close()  # it may have been idle for longer than the server waits; the next request opens it again
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\n'
        body = f"{head}Content-Type: text/csv\r\n\r\n".encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()
        return self._call("POST", f"cohorts/{cohort}/rosters", body, f"multipart/form-data; boundary={BOUNDARY}")

    def apply(self, roster: dict[str, Any]) -> dict[str, Any]:
        return self._call("POST", f"rosters/{roster['id']}/apply", orjson.dumps({"digest": roster["digest"]}))

    def once(self, roster: dict[str, Any], status: str) -> dict[str, Any]:
        """The roster as soon as it has this status."""
        deadline = perf_counter() + PATIENCE
        while roster["status"] != status:
            if perf_counter() > deadline or roster["status"] == "failed":
                raise RuntimeError(f"The roster is {roster['status']}: {roster['problem']}")
            sleep(PAUSE)
            roster = self.read(roster["id"])
        return roster

    def read(self, roster_id: str) -> dict[str, Any]:
        return self._call("GET", f"rosters/{roster_id}")

    def _call(self, method: str, path: str, body: bytes = b"", kind: str = "application/json") -> dict[str, Any]:
        headers = {"Host": "localhost", "Authorization": f"Bearer {self.token}", "Content-Type": kind}
        self.link.request(method, f"/api/v1/{path}", body, headers)
        answer = self.link.getresponse()
        content = answer.read()
        if answer.status not in (200, 202):
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:500]!r}")
        return dict(orjson.loads(content))

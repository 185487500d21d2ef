"""What a client says and hears. Standard library only: what works here works for anybody's client."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlsplit

from config.journey.forms import Form, packed, shown

TIMEOUT = 30
KEPT = 15  # seconds: a server closes what was silent for longer, and a request on it would be lost
SECRETS = ("password", "access_token", "refresh_token", "session_token", "user", "methods")


class WrongAnswer(AssertionError):
    """The server did not answer as it should."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        try:
            return json.loads(self.content)
        except ValueError:
            raise WrongAnswer(f"This is no JSON: {self.content[:200]!r}") from None

    @property
    def etag(self) -> str:
        return self.headers["etag"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer, for the storyboard; secrets are left out."""

    who: str
    method: str
    path: str
    sent: Any
    answer: Answer
    seconds: float


@dataclass(eq=False)
class Caller:
    """Somebody with a phone: a language, perhaps a token, one connection that is kept."""

    who: str
    base: str
    language: str = "en"
    token: str = ""
    heard: list[Exchange] = field(default_factory=list)
    connection: HTTPConnection | None = None
    used: float = 0

    def get(self, path: str, *, expect: int = 200, **headers: str) -> Answer:
        return self.ask("GET", path, expect=expect, headers=headers)

    def post(self, path: str, body: Any = None, *, expect: int = 200, **headers: str) -> Answer:
        return self.ask("POST", path, body, expect=expect, headers=headers)

    def ask(
        self, method: str, path: str, body: Any = None, *, expect: int = 200, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask, and raise `WrongAnswer` unless the status is `expect`; a refusal must be a problem document."""
        answer = self._heard(method, path, body, headers or {}, expect)
        if answer.status >= 400:
            _check_problem(answer, f"{method} {path}")
        return answer

    def look(self, path: str, form: Form | None = None, *, expect: int = 200) -> str:
        """A page, as a browser gets it; with a form, after it was sent off."""
        method = "GET" if form is None else "POST"
        return self._heard(method, path, form, {"Accept": "text/html"}, expect).content.decode()

    def refused(self, code: str, method: str, path: str, body: Any = None, *, status: int, **headers: str) -> Answer:
        """Ask for what must be refused with this problem."""
        answer = self.ask(method, path, body, expect=status, headers=headers)
        expect(answer.json["code"] == code, f"{method} {path} was refused as {answer.json['code']}, not {code}")
        return answer

    def all(self, path: str) -> Iterator[dict[str, Any]]:
        """Every entry of a list, page by page."""
        while path:
            page = self.get(path).json
            expect(set(page) == {"next", "previous", "results"}, f"{path} is no page of a list")
            yield from page["results"]
            path = path_of(page["next"] or "")

    def sign_in(self, username: str, password: str) -> None:
        body = {"username": username, "password": password}
        self.token = self.post("/_allauth/app/v1/auth/login", body).json["meta"]["access_token"]

    def sign_out(self) -> None:
        self.ask("DELETE", "/_allauth/app/v1/auth/session", expect=401)  # allauth's way to say: you are
        self.token = ""

    def close(self) -> None:
        if self.connection:
            self.connection.close()

    def _heard(self, method: str, path: str, body: Any, headers: Mapping[str, str], expect: int) -> Answer:
        began = time.perf_counter()
        answer = self._send(method, path, body, headers)
        self.heard.append(Exchange(self.who, method, path, shown(body), answer, time.perf_counter() - began))
        if answer.status != expect:
            told = answer.content[:600].decode(errors="replace")
            raise WrongAnswer(f"{method} {path} answered {answer.status}, not {expect}: {told}")
        return answer

    def _send(self, method: str, path: str, body: Any, headers: Mapping[str, str]) -> Answer:
        content, kind = packed(body)
        try:
            response = self._response(method, path, content, self._headers(kind, headers))
            kept = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, kept, response.read())
        except (OSError, HTTPException) as failure:
            self.close()
            raise WrongAnswer(f"{method} {path} at {self.base}: {failure or type(failure).__name__}") from None

    def _response(self, method: str, path: str, content: bytes | None, headers: Mapping[str, str]) -> HTTPResponse:
        if time.monotonic() - self.used > KEPT:
            self.close()
        if self.connection is None:
            where = urlsplit(self.base)
            kind = HTTPSConnection if where.scheme == "https" else HTTPConnection
            self.connection = kind(where.netloc, timeout=TIMEOUT)
        self.connection.request(method, urlsplit(self.base).path + quote(path, safe="/?&=%:+"), content, headers)
        response = self.connection.getresponse()
        self.used = time.monotonic()
        return response

    def _headers(self, kind: str, extra: Mapping[str, str]) -> dict[str, str]:
        own = {"Accept-Language": self.language, "Accept": "application/json"}
        if kind:
            own["Content-Type"] = kind
        if self.token:
            own["Authorization"] = f"Bearer {self.token}"
        return own | {name.replace("_", "-"): value for name, value in extra.items()}


def expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise WrongAnswer(otherwise)


def _check_problem(answer: Answer, what: str) -> None:
    """RFC 9457, with our own members, in the language that was asked for."""
    expect(answer.headers.get("content-type", "").startswith("application/problem+json"), f"{what}: not a problem")
    members = {"type", "title", "status", "detail", "code", "request_id"}
    expect(members <= set(answer.json), f"{what}: the problem lacks {members - set(answer.json)}")


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def excerpt(value: Any, *, longest: int = 90, most: int = 2) -> Any:
    """A short form of some JSON: long texts cut, long lists too, secrets left out."""
    if isinstance(value, str):
        return value if len(value) <= longest else value[:longest].rstrip() + " …"
    if isinstance(value, list):
        return [excerpt(item) for item in value[:most]] + (["…"] if len(value) > most else [])
    if isinstance(value, dict):
        return {name: "…" if name in SECRETS else excerpt(item) for name, item in value.items()}
    return value

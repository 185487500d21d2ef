"""A phone and a browser, as allauth's headless API sees them."""

import json
import time
from typing import Any

from allauth.mfa.totp.internal import auth as totp
from django.test import Client

APP = "/_allauth/app/v1/"
BROWSER = "/_allauth/browser/v1/"
WHO = "/who"


class Phone:
    """An app: it keeps the tokens of the last answer that gave any."""

    def __init__(self, language: str = "en", address: str = "203.0.113.7") -> None:
        self.client = Client(REMOTE_ADDR=address)
        self.headers = {"Accept-Language": language}
        self.session = self.access = self.refresh = ""

    def call(self, method: str, path: str, data: Any = None, *, session: bool = False, **headers: str) -> Any:
        own = dict(self.headers)
        if session and self.session:
            own["X-Session-Token"] = self.session
        elif self.access:
            own["Authorization"] = f"Bearer {self.access}"
        path = path if path.startswith("/") else APP + path
        body = data if isinstance(data, str) else "" if data is None else json.dumps(data)
        answer = self.client.generic(method, path, body, "application/json", headers=own | headers)
        self._keep(answer)
        return answer

    def sign_in(self, username: str, password: str, by: str = "username") -> Any:
        return self.call("POST", "auth/login", {by: username, "password": password})

    def renew(self) -> Any:
        """Fetch a new access token, as an app does whose old one has expired."""
        self.access = ""
        answer = self.call("POST", "tokens/refresh", {"refresh_token": self.refresh})
        self.access = answer.json().get("data", {}).get("access_token", "")
        return answer

    def _keep(self, answer: Any) -> None:
        if "json" not in answer.get("Content-Type", "") or not answer.content:
            return
        meta = answer.json().get("meta", {})
        self.session = meta.get("session_token", self.session)
        self.access = meta.get("access_token", self.access)
        self.refresh = meta.get("refresh_token", self.refresh)


def code(secret: str, steps: int = 0) -> str:
    """What an authenticator app shows."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps))

import socketserver
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress

from foundation.accounts.models import User
from foundation.accounts.services import create_person
from foundation.kernel import clock


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    def make(*, language: str = "en", address: str = "", **fields: Any) -> User:
        user = create_person(name="Amina Secret", language=language)
        for name, value in {"username": f"amina-{uuid4().hex[:8]}", "claimed_at": clock.now(), **fields}.items():
            setattr(user, name, value)
        user.save()
        if address:
            EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
        return user

    return make


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """Mail goes here, as files."""
    settings.MAIL_URL = f"file://{tmp_path}/mail"
    return tmp_path / "mail"


@dataclass
class SMTPServer:
    """A server that takes mail, or answers to a command with what `answers` says instead."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, bytes] = field(default_factory=dict)
    connections: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?tls=no"


class Conversation(socketserver.StreamRequestHandler):
    state: SMTPServer

    def handle(self) -> None:
        self.state.connections += 1
        self.say(b"220 here")
        while line := self.rfile.readline():
            command = line.split()[0].upper().decode()
            if answer := self.state.answers.get(command):
                self.say(answer)
            elif command == "DATA":
                self.say(b"354 go on")
                self.state.mails.append(self.read_mail())
                self.say(b"250 taken")
            else:
                self.say({"QUIT": b"221 bye"}.get(command, b"250 fine"))

    def say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")

    def read_mail(self) -> EmailMessage:
        lines = iter(self.rfile.readline, b".\r\n")
        content = b"".join(line.removeprefix(b".") if line.startswith(b"..") else line for line in lines)
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message


@pytest.fixture
def smtp(settings: Any) -> Iterator[SMTPServer]:
    state = SMTPServer()
    handler = type("Handler", (Conversation,), {"state": state})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        state.port = server.server_address[1]
        settings.MAIL_URL = state.url
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield state
        server.shutdown()

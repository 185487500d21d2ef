"""The house as it runs for people: real web, worker and beat processes beside the test's own database."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection

from config.trial import processes
from config.trial.services import Service, task_commands, web_command
from tests.services import PATIENCE, RedisServer, free_port

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class House:
    base: str
    redis: RedisServer
    services: dict[str, Service]
    home: Path
    opener: urllib.request.OpenerDirector = field(default_factory=lambda: urllib.request.build_opener(_NoErrors()))

    def call(self, method: str, path: str, token: str = "", data: Any = None) -> tuple[int, Any]:
        """Status and JSON of one request."""
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        body = None if data is None else json.dumps(data).encode()
        request = urllib.request.Request(self.base + path, body, headers, method=method)
        with self.opener.open(request, timeout=PATIENCE) as answer:
            content = answer.read()
            return answer.status, json.loads(content) if content else None

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        """What `manage.py` says and how it ends, in the house's environment."""
        command = [sys.executable, str(ROOT / "platform" / "manage.py"), *words]
        env = dict(self.services["web"].env)
        return subprocess.run(command, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False)

    def tend(self) -> None:
        """Start again what died by itself, as its supervisor would: a worker may give up when Redis leaves it."""
        for service in self.services.values():
            if service.dead():
                service.bury()
                service.start()

    def kill(self, name: str) -> None:
        """As the machine would, and started again as its supervisor would."""
        service = self.services[name]
        if service.process:
            processes.stop(service.process, farewell=signal.SIGKILL)
        service.start()

    def logs(self) -> str:
        return "\n".join(processes.tail(service.log) for service in self.services.values())


class _NoErrors(urllib.request.HTTPErrorProcessor):
    def http_response(self, request: Any, response: Any) -> Any:
        return response

    https_response = http_response


def database_url() -> str:
    """Of the database in which this test is."""
    given = connection.settings_dict
    query = urlencode({"host": given["HOST"], **({"port": given["PORT"]} if given["PORT"] else {})})
    user = quote(given["USER"]) + (f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else "")
    return f"postgresql://{user}@/{quote(given['NAME'])}?{query}"


@contextmanager
def house(redis: RedisServer, *before: tuple[str, ...], without: Collection[str] = (), **extra: str) -> Iterator[House]:
    """Web, workers and beat on the test's database and `redis`, after the commands `before`; at the end, when nobody
    looks any more, they are killed."""
    home, port = Path(tempfile.mkdtemp(prefix="jisr-house-")), free_port()
    env = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "REDIS_URL": redis.url,
        "JISR_DATA": str(home),
        "JISR_BASE_URL": f"http://localhost:{port}",
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
        "PYTHONWARNINGS": "default",
        **extra,
    }
    commands = {"web": web_command(host="127.0.0.1", port=port, workers=1)}
    commands |= task_commands(redis=True, schedule=home / "schedule")
    services = {
        name: Service(name, command, home / f"{name}.log", env)
        for name, command in commands.items()
        if name not in without
    }
    made = House(f"http://127.0.0.1:{port}", redis, services, home)
    for words in before:
        made.manage(*words)
    try:
        for service in services.values():
            service.start()
        until(lambda: ready(made), PATIENCE, made.logs)
        yield made
    finally:
        for service in services.values():
            if service.process:
                processes.end_group(service.process)


def ready(made: House) -> bool:
    try:
        return made.call("GET", "/readyz")[0] == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def until(holds: Any, seconds: float, said: Any = lambda: "") -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            print(said(), file=sys.stderr)
            raise AssertionError(f"not within {seconds} seconds")
        time.sleep(0.05)

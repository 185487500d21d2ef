"""The environment, read with types. Pure standard library, so that the supervisor and the settings share it."""

import os
from pathlib import Path
from typing import Any, overload
from urllib.parse import parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


class BadEnvironment(ValueError):
    """A variable holds what can't be read. The message never shows the value: it may be a secret."""


@overload
def text(name: str) -> str | None: ...
@overload
def text(name: str, default: str) -> str: ...
@overload
def text(name: str, default: None) -> str | None: ...
def text(name: str, default: str | None = None) -> str | None:
    """The variable's value; empty counts as not given."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool) -> bool:
    value = text(name, "").lower()
    if not value:
        return default
    if value not in TRUE | FALSE:
        raise BadEnvironment(f"{name} must be one of: {', '.join(sorted(TRUE | FALSE))}.")
    return value in TRUE


def number(name: str, default: int) -> int:
    value = text(name)
    try:
        return default if value is None else int(value)
    except ValueError:
        raise BadEnvironment(f"{name} must be a whole number.") from None


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A list separated by commas."""
    return [word for part in text(name, "").split(",") if (word := part.strip())] or list(default)


def data_dir() -> Path:
    """Where this installation keeps its files: `JISR_DATA`, or `var/` beside the code."""
    return Path(text("JISR_DATA", str(ROOT / "var"))).expanduser().absolute()


def folder(name: str, default: Path) -> Path:
    """The folder of a `file:///path` address, the one kind of storage there is so far."""
    parts = urlsplit(text(name, default.as_uri()))
    if parts.scheme != "file" or parts.netloc or not parts.path:
        raise BadEnvironment(f"{name} must look like file:///folder.")
    return Path(unquote(parts.path))


def redis_url() -> str | None:
    url = text("REDIS_URL")
    if url and urlsplit(url).scheme not in {"redis", "rediss"}:
        raise BadEnvironment("REDIS_URL must look like redis://host:6379/0.")
    return url


def scanner() -> str | None:
    """Where ClamAV's daemon listens: `tcp://host:3310` or `unix:///path`. "" where it is declined by `none`."""
    url = text("JISR_CLAMAV_URL")
    if url == "none":
        return ""
    parts = urlsplit(url or "")
    if url and not (parts.scheme == "tcp" and parts.hostname) and not (parts.scheme == "unix" and parts.path):
        raise BadEnvironment("JISR_CLAMAV_URL must look like tcp://host:3310 or unix:///path, or be none.")
    return url


def database(url: str) -> dict[str, Any]:
    """Django's settings for `postgresql://user:password@host:port/name?option=value`.

    A socket's folder goes in the host, percent-encoded or as `?host=/folder`; several hosts are separated by commas.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadEnvironment("The database's address must look like postgresql://user:password@host:5432/name.")
    credentials, _, hosts = parts.netloc.rpartition("@")
    user, _, password = credentials.partition(":")
    options = dict(parse_qsl(parts.query))
    pairs = [_host_and_port(pair) for pair in hosts.split(",")]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(user),
        "PASSWORD": unquote(password),
        "HOST": options.pop("host", "") or ",".join(host for host, _ in pairs),
        "PORT": options.pop("port", "") or ",".join(port for _, port in pairs).strip(","),
        "OPTIONS": options,
    }


def _host_and_port(pair: str) -> tuple[str, str]:
    """`[::1]:5432`, `host:5432`, `host` and `%2Ffolder` each give a host and, if it says one, a port."""
    head, bracket, tail = pair.rpartition("]")
    host, _, port = tail.partition(":")
    if port and not port.isdigit():
        raise BadEnvironment("The port in the database's address must be a number.")
    return (head.lstrip("[") if bracket else unquote(host)), port

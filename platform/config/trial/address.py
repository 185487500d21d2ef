"""Where the web server listens, and where people find it."""

import errno
import http.client
import os
import socket
from pathlib import Path

BIND_V6_ONLY = Path("/proc/sys/net/ipv6/bindv6only")


class PortTaken(OSError):
    """Somebody else listens there."""


def listening_host(port: int) -> str:
    """`::` serves IPv4 too; a machine without IPv6 gets `0.0.0.0`. Asks by binding for a moment."""
    both = not BIND_V6_ONLY.exists() or BIND_V6_ONLY.read_text().strip() == "0"
    if both and socket.has_ipv6 and _can_bind(socket.AF_INET6, "::", port):
        return "::"
    _can_bind(socket.AF_INET, "0.0.0.0", port)  # noqa: S104
    return "0.0.0.0"  # noqa: S104


def _can_bind(family: socket.AddressFamily, host: str, port: int) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            probe.bind((host, port))
            probe.listen(1)  # binding alone does not collide with a listener that shares its address
    except OSError as refusal:
        if refusal.errno == errno.EADDRINUSE:
            raise PortTaken(f"Port {port} is taken. Choose another: PORT={port + 1} make run") from None
        if refusal.errno == errno.EACCES:
            raise PortTaken(f"Port {port} needs more rights than this user has. Try PORT=8000.") from None
        return False
    return True


def addresses(host: str, port: int) -> list[str]:
    return [f"http://localhost:{port}", *([f"http://[::1]:{port}"] if host == "::" else [])]


def answers(port: int, path: str = "/readyz") -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    except http.client.HTTPException:
        return False
    finally:
        connection.close()


def processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

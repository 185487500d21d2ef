"""Counting in fixed windows, in the database: exact across processes, and it survives a flushed cache."""

import hashlib
import hmac
import ipaddress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection

from foundation.kernel.clock import now
from foundation.kernel.errors import TooMany

COUNT = """
INSERT INTO kernel_throttlecount (key, "window", count, expires_at) VALUES (%s, %s, 1, %s)
ON CONFLICT (key, "window") DO UPDATE SET count = kernel_throttlecount.count + 1 RETURNING count
"""
COUNTED = 'SELECT count FROM kernel_throttlecount WHERE key = %s AND "window" = %s'
Row = tuple[str, int, datetime]
_counted: ContextVar[list[Row] | None] = ContextVar("counted", default=None)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` in each window of `seconds`, per key. Count before the transaction that may be rolled back."""

    scope: str
    times: int
    seconds: int

    def count(self, *key: object) -> None:
        """Count one use for `key`; raise `TooMany` beyond the limit."""
        row = self._row(key)
        if (counted := _counted.get()) is not None:
            counted.append(row)
        if _count(row) > self.times:
            raise self._refusal(row)

    def check(self, *key: object) -> None:
        """Raise `TooMany` where `key` has used the limit up; counts nothing."""
        row = self._row(key)
        if _counted_so_far(row) >= self.times:
            raise self._refusal(row)

    def _row(self, key: tuple[object, ...]) -> Row:
        window = int(now().timestamp()) // self.seconds * self.seconds
        return self._digest(key), window, datetime.fromtimestamp(window + self.seconds, UTC)

    def _refusal(self, row: Row) -> TooMany:
        return TooMany(retry_after=max(1, row[1] + self.seconds - int(now().timestamp())))

    def _digest(self, key: tuple[object, ...]) -> str:
        """Keyed, so that the table names nobody."""
        words = "\0".join([self.scope, *map(str, key)]).encode()
        return hmac.new(settings.SECRET_KEY.encode(), words, hashlib.sha256).hexdigest()


def network_of(address: str) -> str:
    """Whose attempts are counted together: an IPv4 address, an IPv6 /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address


def _count(row: Row) -> int:
    return _number(COUNT, row)


def _counted_so_far(row: Row) -> int:
    return _number(COUNTED, row[:2])


def _number(statement: str, parameters: tuple[str | int | datetime, ...]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found = cursor.fetchone()
    return int(found[0]) if found else 0


class Recount:
    """Remembers what was counted inside, so that it can be counted again after a rollback took it back."""

    def __enter__(self) -> "Recount":
        self._rows: list[Row] = []
        self._token = _counted.set(self._rows)
        return self

    def __exit__(self, *_: object) -> None:
        _counted.reset(self._token)

    def again(self) -> None:
        for row in self._rows:
            _count(row)

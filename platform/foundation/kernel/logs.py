"""One JSON object a line, with nothing personal: ids, routes and codes, never values."""

import logging
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import orjson

request_id: ContextVar[str] = ContextVar("request_id", default="")
EXTRAS = ("route", "method", "status", "ms", "user_id", "task", "code", "count", "port", "id")
QUOTED = ("exc", "traceback")  # Celery's names for a failure's message


def describe(failure: BaseException) -> str:
    """The failure's type and the last lines of code that it passed, without its message: messages quote values."""
    frames = []
    trace = failure.__traceback__
    while trace is not None:
        frames.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(failure).__name__} at {' > '.join(frames[-8:])}"


def words(record: logging.LogRecord) -> str:
    """The line's own words; where Django or Celery would quote a failure in them, its type instead."""
    given: Any = record.args
    if isinstance(given, Mapping):
        given = {name: "" if name in QUOTED else value for name, value in given.items()}
    elif given:
        given = tuple(type(value).__name__ if isinstance(value, BaseException) else value for value in given)
    return str(record.msg) % given if given else str(record.msg)


class JSONFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": words(record),
            "request_id": request_id.get(),
        } | {name: value for name in EXTRAS if (value := getattr(record, name, None)) is not None}
        if record.exc_info and record.exc_info[1]:
            line["failure"] = describe(record.exc_info[1])
        return orjson.dumps(line, default=str).decode()

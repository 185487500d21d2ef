import logging
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from celery import Celery
from celery.app.trace import build_tracer
from django.db import transaction

from foundation.kernel.logs import JSONFormatter

SECRET = "Key (email)=(amina@example.org) already exists"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[list[dict[str, Any]]]:
    """What is logged, as it would be written down."""
    written: list[dict[str, Any]] = []

    class Pen(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(orjson.loads(self.format(record)))

    pen = Pen(logging.WARNING)
    pen.setFormatter(JSONFormatter())
    logging.getLogger().addHandler(pen)
    yield written
    logging.getLogger().removeHandler(pen)


def fail(**_: object) -> None:
    raise ValueError(SECRET)


def test_a_task_that_failed_is_named_without_the_words_of_the_failure(lines: list[dict[str, Any]]) -> None:
    app = Celery("tests", set_as_current=False)
    task = app.task(name="tests.fail")(fail)
    build_tracer("tests.fail", task, app=app)("an-id", (), {"mail_id": "7"}, {"id": "an-id"})

    [line] = lines
    assert (line["level"], line["message"]) == ("error", "Task tests.fail[an-id] raised unexpected: ")
    assert line["failure"].startswith("ValueError at ")
    assert "amina" not in str(line)


@pytest.mark.django_db(transaction=True)
def test_nor_what_failed_after_a_commit(lines: list[dict[str, Any]]) -> None:
    transaction.on_commit(fail, robust=True)
    [line] = lines
    assert line["message"].endswith("in on_commit() (ValueError).")
    assert "amina" not in str(line)


def test_other_words_stay_as_they_are(lines: list[dict[str, Any]]) -> None:
    logging.getLogger("tests").warning("%s of %d, 100%%", "three", 4)
    logging.getLogger("tests").warning("100%")
    assert [line["message"] for line in lines] == ["three of 4, 100%", "100%"]

from datetime import date
from typing import Any

import pytest

from foundation.accounts.models import User
from foundation.kernel import clock
from foundation.kernel.clock import now, today
from foundation.notifications.models import Mail
from tests.factories.consents import GuardianFactory, deliver_all, minor


def guarded(code: str = "MA", *, email: str = "mother@example.org", **more: Any) -> User:
    person = minor(code, **more)
    GuardianFactory(person=person, email=email)
    return person


def mails() -> list[Mail]:
    """What the events so far made the spool hold."""
    deliver_all()
    return list(Mail.objects.order_by("id"))


def at(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    moment = now().replace(year=day.year, month=day.month, day=day.day)
    monkeypatch.setattr(clock.timezone, "now", lambda: moment)
    assert today() == day

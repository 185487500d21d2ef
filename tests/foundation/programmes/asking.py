from collections.abc import Callable
from typing import Any

from foundation.accounts.models import User

PEOPLE = ("office", "coordinator", "other state", "learner", "stranger", "nobody")


def statuses(person_named: Any, call: Callable[[User | None], Any], people: tuple[str, ...] = PEOPLE) -> dict[str, int]:
    """What each of the people is answered; `person_named` is the fixture."""
    return {name: call(person_named(name)).status_code for name in people}

"""When a call takes work, and whose."""

from collections.abc import Collection
from datetime import date
from typing import TypedDict

from foundation.kernel.ages import age_on
from mentoring.projects.enums import CallMove, CallStatus
from mentoring.projects.rules.calls import Fault

S, M = CallStatus, CallMove

CALL_TRANSITIONS: dict[tuple[CallStatus, CallMove], CallStatus] = {
    (S.DRAFT, M.OPEN): S.OPEN,
    (S.OPEN, M.CLOSE): S.CLOSED,
    (S.CLOSED, M.REOPEN): S.OPEN,
}


class Audience(TypedDict, total=False):
    """Who may begin or join: of one of these states (none is any), and of these ages."""

    states: list[str]
    min_age: int | None
    max_age: int | None


def takes_work(status: str, opens_on: date | None, closes_on: date | None, today: date) -> bool:
    began = opens_on is None or opens_on <= today
    return status == S.OPEN and began and (closes_on is None or today <= closes_on)


def opens_later(status: str, opens_on: date, today: date) -> bool:
    return status == S.OPEN and today < opens_on


def may_move(status: str, to: str) -> bool:
    return status == to or any(origin == status and target == to for (origin, _), target in CALL_TRANSITIONS.items())


def belongs(audience: Audience, states: Collection[str], born: date | None, today: date) -> bool:
    """An unknown birth date is of no age that is asked for."""
    wanted, least, most = audience.get("states"), audience.get("min_age"), audience.get("max_age")
    here = not wanted or not set(wanted).isdisjoint(states)
    if least is None and most is None:
        return here
    age = None if born is None else age_on(born, today)
    return here and age is not None and (least or 0) <= age <= (age if most is None else most)


def over_faults(closes_on: date | None, today: date) -> list[Fault]:
    """A call is not opened whose days are over."""
    return [("/closes_on", "over_already")] if closes_on and closes_on < today else []


def opening_faults(opens_on: date | None, closes_on: date | None, audience: Audience) -> list[Fault]:
    faults = [("/closes_on", "closes_before_it_opens")] if opens_on and closes_on and closes_on < opens_on else []
    least, most = audience.get("min_age"), audience.get("max_age")
    return faults + ([("/audience/min_age", "ages_crossed")] if least and most is not None and most < least else [])

from collections.abc import Collection
from datetime import datetime

from foundation.accounts.models import User
from foundation.kernel.workdays import local_day
from foundation.programmes.selectors import state_codes_of
from mentoring.projects.errors import CallClosed, NotForYou
from mentoring.projects.models import Call
from mentoring.projects.rules import belongs, takes_work


def is_open(call: Call, zones: Collection[str], now: datetime) -> bool:
    """In one of the zones: of several the most generous counts."""
    return any(takes_work(call.status, call.opens_on, call.closes_on, local_day(now, zone)) for zone in zones)


def check_open(call: Call, actor: User, now: datetime) -> None:
    """For beginning and for joining."""
    if not is_open(call, [actor.time_zone], now):
        raise CallClosed
    if not any(call.audience.values()):
        return
    if not belongs(call.audience, state_codes_of(actor.id), actor.birth_date, local_day(now, actor.time_zone)):
        raise NotForYou

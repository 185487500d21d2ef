from collections.abc import Sequence
from typing import Any

from django.db import transaction

from foundation.accounts.models import User
from foundation.accounts.services.profile import checked
from foundation.programmes.selectors import states_by_code
from mentoring.mentors.errors import ProfileNotRight, UnknownState, field_errors
from mentoring.mentors.models import Mentor
from mentoring.mentors.policies import require_mentor
from mentoring.mentors.rules import window_faults
from mentoring.mentors.selectors import own_profile

CHANGEABLE = (
    "languages",
    "states",
    "competences",
    "time_zone",
    "weekly_hours",
    "max_projects",
    "availability",
    "active",
)


@transaction.atomic
def change_profile(*, actor: User, changes: dict[str, Any]) -> Mentor:
    """Fill in or change one's own profile. The first change makes it, ready for work unless it says otherwise."""
    require_mentor(actor)
    _check(changes)
    mentor = lock_own_profile(actor)
    for field in CHANGEABLE:
        setattr(mentor, field, changes.get(field, getattr(mentor, field)))
    mentor.advance(CHANGEABLE)
    return own_profile(actor)


def lock_own_profile(actor: User) -> Mentor:
    """The actor's row, made where it is missing."""
    require_mentor(actor)
    blank = Mentor(person=actor, languages=[actor.language], time_zone=actor.time_zone)
    Mentor.objects.bulk_create([blank], ignore_conflicts=True)
    return Mentor.objects.select_for_update(no_key=True).get(person=actor)


def _check(changes: dict[str, Any]) -> None:
    _check_states(changes.get("states", ()))
    if "time_zone" in changes:
        checked("time_zone", changes["time_zone"])
    if faults := window_faults(changes.get("availability", ())):
        raise ProfileNotRight(errors=field_errors(faults))


def _check_states(codes: Sequence[str]) -> None:
    known = states_by_code(codes) if codes else {}
    if unknown := [f"/states/{n}" for n, code in enumerate(codes) if code not in known]:
        raise UnknownState(unknown)

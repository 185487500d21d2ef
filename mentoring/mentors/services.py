from collections.abc import Sequence
from typing import Any

from django.db import transaction

from foundation.accounts.models import User
from foundation.programmes.selectors import states_by_code
from mentoring.mentors.errors import UnknownState
from mentoring.mentors.models import Mentor
from mentoring.mentors.policies import require_mentor

CHANGEABLE = ("languages", "states", "active")


@transaction.atomic
def change_profile(*, actor: User, changes: dict[str, Any]) -> Mentor:
    """Fill in or change one's own profile. The first change makes it, ready for work unless it says otherwise."""
    require_mentor(actor)
    _check_states(changes.get("states", ()))
    Mentor.objects.bulk_create([Mentor(person=actor, languages=[actor.language])], ignore_conflicts=True)
    mentor = Mentor.objects.select_for_update(no_key=True).get(person=actor)
    for field in CHANGEABLE:
        setattr(mentor, field, changes.get(field, getattr(mentor, field)))
    return mentor.advance(CHANGEABLE)


def _check_states(codes: Sequence[str]) -> None:
    known = states_by_code(codes) if codes else {}
    if unknown := [n for n, code in enumerate(codes) if code not in known]:
        raise UnknownState(unknown)

from typing import Any

from django.db import transaction

from foundation.kernel.clock import now
from foundation.rosters.enums import BUSY, RosterStatus
from foundation.rosters.models import Roster, RosterRow
from foundation.rosters.rules.terms import KEEP_VALUES

WORKING = (*BUSY, RosterStatus.READING)
BLANK: dict[str, Any] = dict.fromkeys(
    (
        "name", "name_latin", "learner_number", "email", "phone", "gender", "language", "school", "group",
        "guardian_name", "guardian_email", "guardian_phone", "relationship",
    ),
    "",
) | {"cells": {}, "faults": [], "findings": [], "birth_date": None, "consent_on": None, "organisation": None,
     "before": None, "due": False}  # fmt: skip


def erase_values() -> int:
    """Empty the rows of rosters that are 90 days old; which row had which outcome stays. One at work is emptied afterwards:
    else people without names would be added. Returns how many rosters. Each is emptied for itself: an interruption costs
    the one that it comes upon, and the next call goes on."""
    erased = 0
    while _erase_next():
        erased += 1
    return erased


@transaction.atomic
def _erase_next() -> bool:
    old = Roster.objects.filter(erased_at=None, created_at__lt=now() - KEEP_VALUES).exclude(status__in=WORKING)
    locked = old.select_for_update(of=("self",), no_key=True, skip_locked=True)
    roster_id = locked.order_by("created_at").values_list("pk", flat=True).first()
    if roster_id is None:
        return False
    RosterRow.objects.filter(roster=roster_id).update(**BLANK)
    Roster.objects.filter(pk=roster_id).update(erased_at=now(), detected={}, problem_read="", notices=[])
    return True

"""Whom a mentor may meet (`desk_of`), and who sees and vets mentors. Whatever shows a mentor anything of a young person's
asks `desk_of`."""

from mentoring.mentors.policies.conflicts import in_conflict
from mentoring.mentors.policies.desk import (
    DAY,
    Desk,
    desk_of,
    desks_of,
    granted_states,
    lock_profile,
    require_mentor,
)
from mentoring.mentors.policies.staff import (
    get_evidence_for,
    get_vetting_for,
    lock_overseen,
    lock_own_request,
    lock_vetting_to_decide,
    mentors_overseen_by,
    mentors_visible_to,
    overseen_states,
    require_staff,
    suspensions_visible_to,
    vettings_visible_to,
)

__all__ = [
    "DAY",
    "Desk",
    "desk_of",
    "desks_of",
    "get_evidence_for",
    "get_vetting_for",
    "granted_states",
    "in_conflict",
    "lock_overseen",
    "lock_own_request",
    "lock_profile",
    "lock_vetting_to_decide",
    "mentors_overseen_by",
    "mentors_visible_to",
    "overseen_states",
    "require_mentor",
    "require_staff",
    "suspensions_visible_to",
    "vettings_visible_to",
]

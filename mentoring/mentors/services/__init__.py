"""Writes of this app, in three parts: what mentors say of themselves, whether a state trusts them, and who stops them."""

from mentoring.mentors.services.declaring import add_pause, declare_conflict, end_conflict, remove_pause
from mentoring.mentors.services.profile import change_profile
from mentoring.mentors.services.requesting import add_evidence, request_vetting, tell_refused, withdraw_request
from mentoring.mentors.services.suspending import lift_suspension, suspend
from mentoring.mentors.services.vetting import decide_vetting, revoke_vetting, set_vetting_rule, warn_of_expiry

__all__ = [
    "add_evidence",
    "add_pause",
    "change_profile",
    "decide_vetting",
    "declare_conflict",
    "end_conflict",
    "lift_suspension",
    "remove_pause",
    "request_vetting",
    "revoke_vetting",
    "set_vetting_rule",
    "suspend",
    "tell_refused",
    "warn_of_expiry",
    "withdraw_request",
]

"""A mentor's own words (profile, pauses, conflicts), and what others say of her (vettings, suspensions)."""

from mentoring.mentors.models.declared import Conflict, Mentor, Pause
from mentoring.mentors.models.vouched import Evidence, Suspension, Vetting, VettingRule

__all__ = ["Conflict", "Evidence", "Mentor", "Pause", "Suspension", "Vetting", "VettingRule"]

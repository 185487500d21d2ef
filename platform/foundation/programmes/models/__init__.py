"""Places (states, organisations, programmes, cohorts) and the people in them (memberships, invitations, grants)."""

from foundation.programmes.models.people import Invitation, Membership, RoleGrant
from foundation.programmes.models.places import Cohort, DayNotice, MemberState, Organisation, Programme

__all__ = ["Cohort", "DayNotice", "Invitation", "MemberState", "Membership", "Organisation", "Programme", "RoleGrant"]

"""Places (states, organisations, programmes, cohorts) and the people in them (memberships, invitations, grants)."""

from foundation.programmes.models.people import Invitation, Membership, RoleGrant
from foundation.programmes.models.places import Cohort, MemberState, Organisation, Programme

__all__ = ["Cohort", "Invitation", "MemberState", "Membership", "Organisation", "Programme", "RoleGrant"]

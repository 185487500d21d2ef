"""Everything that writes: places, members one by one and in bulk, invitations and their claims, role grants."""

from foundation.programmes.services.admission import NewMember, admit, take_back
from foundation.programmes.services.amendment import Amendment, amend
from foundation.programmes.services.calendars import give_notice, take_back_notice
from foundation.programmes.services.claims import claim
from foundation.programmes.services.grants import create_office, give_role, grant_role, invite_role, revoke_grant
from foundation.programmes.services.invitations import ClaimCode, claim_link, code_of, draft_invitation, invite
from foundation.programmes.services.members import (
    AddedMember,
    add_member,
    change_member,
    move_member,
    new_claim_code,
    note_started,
    withdraw_member,
)
from foundation.programmes.services.places import (
    change_cohort,
    change_organisation,
    change_programme,
    create_cohort,
    create_organisation,
    create_programme,
)
from foundation.programmes.services.refusals import refusing
from foundation.programmes.services.returns import rejoin, send_back
from foundation.programmes.services.seats import release_seats, reserve_seats, reserve_up_to
from foundation.programmes.services.states import load_member_states
from foundation.programmes.services.transfers import dismiss, lock_cohorts, lock_memberships, readmit, transfer

__all__ = [
    "AddedMember",
    "Amendment",
    "ClaimCode",
    "NewMember",
    "add_member",
    "admit",
    "amend",
    "change_cohort",
    "change_member",
    "change_organisation",
    "change_programme",
    "claim",
    "claim_link",
    "code_of",
    "create_cohort",
    "create_office",
    "create_organisation",
    "create_programme",
    "dismiss",
    "draft_invitation",
    "give_notice",
    "give_role",
    "grant_role",
    "invite",
    "invite_role",
    "load_member_states",
    "lock_cohorts",
    "lock_memberships",
    "move_member",
    "new_claim_code",
    "note_started",
    "readmit",
    "refusing",
    "rejoin",
    "release_seats",
    "reserve_seats",
    "reserve_up_to",
    "revoke_grant",
    "send_back",
    "take_back",
    "take_back_notice",
    "transfer",
    "withdraw_member",
]

from uuid import UUID

from foundation.outbox.events.base import Event, event


@event("programmes.member_added.v1")
class MemberAdded(Event):
    membership_id: UUID
    person_id: UUID
    cohort_id: UUID
    programme_id: UUID


@event("programmes.member_moved.v1")
class MemberMoved(Event):
    membership_id: UUID
    person_id: UUID
    from_cohort_id: UUID
    to_cohort_id: UUID


@event("programmes.member_withdrawn.v1")
class MemberWithdrawn(Event):
    membership_id: UUID
    person_id: UUID
    cohort_id: UUID


@event("programmes.invitation_claimed.v1")
class InvitationClaimed(Event):
    invitation_id: UUID
    person_id: UUID


@event("programmes.account_code_made.v1")
class AccountCodeMade(Event):
    """For someone who has her account already: whoever holds the code may choose its password. `issue_id` is of this code."""

    issue_id: UUID
    membership_id: UUID
    person_id: UUID


@event("programmes.grant_invited.v1")
class GrantInvited(Event):
    grant_id: UUID
    person_id: UUID
    invitation_id: UUID


@event("programmes.cohort_courses_changed.v1")
class CohortCoursesChanged(Event):
    cohort_id: UUID


@event("accounts.person_signed_up.v1")
class PersonSignedUp(Event):
    person_id: UUID

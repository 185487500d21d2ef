from uuid import UUID

from foundation.outbox.events.base import Event, event


@event("programmes.members_added.v1")
class MembersAdded(Event):
    """A chunk of them, or one. The lists run side by side, here and below."""

    cohort_id: UUID
    programme_id: UUID
    membership_ids: list[UUID]
    person_ids: list[UUID]


@event("programmes.members_moved.v1")
class MembersMoved(Event):
    to_cohort_id: UUID
    membership_ids: list[UUID]
    person_ids: list[UUID]
    from_cohort_ids: list[UUID]


@event("programmes.members_withdrawn.v1")
class MembersWithdrawn(Event):
    cohort_id: UUID
    membership_ids: list[UUID]
    person_ids: list[UUID]


@event("programmes.members_removed.v1")
class MembersRemoved(Event):
    """Added by mistake and taken back before they began: what followed from it is to go, as if it had never been."""

    cohort_id: UUID
    membership_ids: list[UUID]
    person_ids: list[UUID]


@event("programmes.membership_passed.v1")
class MembershipPassed(Event):
    """An invited person's place, or a former one, became that of someone who had an account already; who gave it is empty
    now."""

    membership_id: UUID
    cohort_id: UUID
    from_person_id: UUID
    to_person_id: UUID


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


@event("programmes.cohort_deadlines_changed.v1")
class CohortDeadlinesChanged(Event):
    """By when its courses are to be done, or which these are."""

    cohort_id: UUID


@event("accounts.time_zone_changed.v1")
class TimeZoneChanged(Event):
    person_id: UUID


@event("accounts.person_signed_up.v1")
class PersonSignedUp(Event):
    person_id: UUID


@event("consents.consents_asked.v1")
class ConsentsAsked(Event):
    """Guardians with an e-mail address are to be written to."""

    request_ids: list[UUID]


@event("consents.consents_answered.v1")
class ConsentsAnswered(Event):
    """Guardians decided, or took a decision back, each of them the same. `granted` and `refused` are purposes."""

    answer_ids: list[UUID]
    person_ids: list[UUID]
    granted: list[str]
    refused: list[str]


@event("files.file_refused.v1")
class FileRefused(Event):
    """A scanner found something in it. `purpose` says which app's it is."""

    file_id: UUID
    purpose: str

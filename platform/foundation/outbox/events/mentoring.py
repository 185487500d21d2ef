from dataclasses import field
from datetime import datetime
from uuid import UUID

from foundation.outbox.events.base import Event, event


@event("mentoring.project_submitted.v1")
class ProjectSubmitted(Event):
    submission_id: UUID
    project_id: UUID


@event("mentoring.submission_withdrawn.v1")
class SubmissionWithdrawn(Event):
    """It doesn't wait any longer: it is its team's draft again."""

    submission_id: UUID
    project_id: UUID
    withdrawn_at: datetime


@event("mentoring.submission_reviewed.v1")
class SubmissionReviewed(Event):
    """`person_ids` are the project's team; `decision` is accepted, revise or declined. `next_titles` where the work was
    accepted at a stage, `stage_titles`, that another follows."""

    review_id: UUID
    submission_id: UUID
    project_id: UUID
    decision: str
    stage_titles: dict[str, str] = field(default_factory=dict)
    next_titles: dict[str, str] = field(default_factory=dict)
    person_ids: list[UUID]


@event("mentoring.project_file_refused.v1")
class ProjectFileRefused(Event):
    """The scanner found something in a file of the project, whose team `person_ids` are. `handed_in`: it is part of what
    reviewers have; `given_back`: what waited is a draft again, and wants another file for the question."""

    file_id: UUID
    project_id: UUID
    handed_in: bool
    given_back: bool = False
    question_titles: dict[str, str] = field(default_factory=dict)
    person_ids: list[UUID]


@event("mentoring.team_changed.v1")
class TeamChanged(Event):
    """Of a project's team `person_id`, as its `member_id`, has joined, left or was let go (`change`); `lead_id` leads it,
    since then if `new_lead`. `person_ids` are the others."""

    member_id: UUID
    project_id: UUID
    person_id: UUID
    change: str
    lead_id: UUID
    new_lead: bool = False
    person_ids: list[UUID]


@event("mentoring.mentorship_ended.v1")
class MentorshipEnded(Event):
    """`mentor_id` is a person, `person_ids` are the project's team; `ending` is a `MentorshipEnd`."""

    mentorship_id: UUID
    project_id: UUID
    mentor_id: UUID
    ending: str
    person_ids: list[UUID]


@event("mentoring.other_mentor_asked.v1")
class OtherMentorAsked(Event):
    """One of a team did; `person_ids` are the others in it. `mentor_id` is a person."""

    asking_id: UUID
    project_id: UUID
    mentor_id: UUID
    person_ids: list[UUID]


@event("mentoring.mentor_asked_back.v1")
class MentorAskedBack(Event):
    """Whoever asked for another has thought better of it; the fields are those of the asking."""

    asking_id: UUID
    project_id: UUID
    mentor_id: UUID
    person_ids: list[UUID]


@event("mentoring.wait_nudged.v1")
class WaitNudged(Event):
    """`awaited` is mentor or team, who are `person_ids`; `step` how many working days have passed."""

    nudge_id: UUID
    submission_id: UUID
    project_id: UUID
    awaited: str
    step: int
    person_ids: list[UUID]


@event("mentoring.consent_awaited.v1")
class ConsentAwaited(Event):
    """No mentor may read what waits: of its team, who are `person_ids`, somebody lacks a consent."""

    nudge_id: UUID
    submission_id: UUID
    project_id: UUID
    person_ids: list[UUID]


@event("mentoring.wait_overdue.v1")
class WaitOverdue(Event):
    """For one of the staff: how many waits for a mentor, a team, a consent or anybody (`awaited`) are over; nobody, where
    there is no mentor left who could end it."""

    notice_id: UUID
    awaited: str
    count: int
    person_id: UUID


@event("mentoring.project_accepted.v1")
class ProjectAccepted(Event):
    project_id: UUID
    submission_id: UUID
    call_id: UUID
    accepted_at: datetime


@event("mentoring.mentor_suspended.v1")
class MentorSuspended(Event):
    suspension_id: UUID
    mentor_id: UUID
    person_id: UUID


@event("mentoring.mentor_reinstated.v1")
class MentorReinstated(Event):
    suspension_id: UUID
    person_id: UUID


@event("mentoring.conflict_declared.v1")
class ConflictDeclared(Event):
    conflict_id: UUID
    person_id: UUID


@event("mentoring.evidence_refused.v1")
class EvidenceRefused(Event):
    """The scanner found something in a file that a mentor, a person, sent to be vetted."""

    evidence_id: UUID
    vetting_id: UUID
    person_id: UUID


@event("mentoring.vetting_decided.v1")
class VettingDecided(Event):
    """`decision` is valid, refused or revoked; `state_names` are its state's public names, none for every state."""

    notice_id: UUID
    vetting_id: UUID
    person_id: UUID
    decision: str
    state_names: dict[str, str]


@event("mentoring.vetting_expiring.v1")
class VettingExpiring(Event):
    """`days` says which of the warnings it is."""

    notice_id: UUID
    vetting_id: UUID
    person_id: UUID
    days: int
    state_names: dict[str, str]


@event("mentoring.report_made.v1")
class ReportMade(Event):
    """`person_ids` are those who look into it."""

    report_id: UUID
    case_id: UUID
    is_safety: bool
    person_ids: list[UUID]


@event("mentoring.case_closed.v1")
class CaseClosed(Event):
    """Who made which report."""

    case_id: UUID
    report_ids: list[UUID]
    person_ids: list[UUID]

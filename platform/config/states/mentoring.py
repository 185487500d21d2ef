"""The tables of mentoring, each with who makes its moves, by what, and what is told of them."""

from config.states.machines import By, Machine, Return, Way, term
from foundation.files.enums import FileMove, FileStatus
from foundation.files.models import StoredFile
from foundation.files.rules import scans
from foundation.outbox.events import mentoring as events
from foundation.outbox.events.foundation import FileRefused
from mentoring.mentors import rules as mentors
from mentoring.mentors.enums import VettingMove, VettingStatus
from mentoring.mentors.models import Vetting
from mentoring.projects import rules as projects
from mentoring.projects.enums import (
    CallMove,
    CallStatus,
    MentorshipEnd,
    ProjectMove,
    ProjectStatus,
    SubmissionMove,
    SubmissionStatus,
)
from mentoring.projects.models import Call, Mentorship, Project, Submission
from mentoring.reviews import rules as reviews
from mentoring.reviews.enums import CaseMove, CaseStatus, ReviewMove, ReviewStatus
from mentoring.reviews.models import Case, Review

TEAM = "the team"
WRITERS = "the programme office, authors"
READER = "the mentor who holds it"
CLOCK = "the clock"
HANDLER = "a safeguarding officer of the state, the programme office"
STATE = "the state's coordinator, the programme office"
HAND_IN = "POST submissions/{submission_id}/submit"
TAKE_BACK = "POST submissions/{submission_id}/withdrawal"
LEASE = "POST review-queue/{submission_id}/lease"
RELEASE = "POST reviews/{review_id}/release"
DECIDE = "POST reviews/{review_id}/submit"
REPLACE = "PUT submissions/{submission_id}/files/{file_id}"
UPLOAD = ("POST submissions/{submission_id}/files", REPLACE, "POST vettings/{vetting_id}/evidence")
SCAN = ("files.scan", "files.sweep_scans")
REMOVE = (
    "DELETE submissions/{submission_id}/files/{file_id}",
    "PATCH submissions/{submission_id}",
    "DELETE submissions/{submission_id}",
)
CLOSED = (events.MentorSuspended, events.VettingDecided, events.ConflictDeclared)
OTHER_MENTOR = "POST projects/{project_id}/other-mentor"
ASK_BACK = "DELETE projects/{project_id}/other-mentor"
RUNS_OUT = (LEASE, "reviews.expire_leases", OTHER_MENTOR, *CLOSED)

CLOCKS = "projects.sweep_clocks"


def ending(who: str, *by: By) -> Way:
    return Way(who, by, (events.MentorshipEnded,))


handed_in = Way(TEAM, (HAND_IN,), (events.ProjectSubmitted,))
taken_back = Way(f"{TEAM}, {CLOCK}", (TAKE_BACK, FileRefused), (events.SubmissionWithdrawn,))
decided = Way(READER, (DECIDE,), (events.SubmissionReviewed,))
taken = Way("a mentor whom it suits", (LEASE,))
left = Way(f"{READER}, {CLOCK}", (RELEASE, *RUNS_OUT))
accepted = Way(READER, (DECIDE,), (events.SubmissionReviewed, events.ProjectAccepted))

CALL = Machine(
    Call,
    CallStatus,
    projects.CALL_TRANSITIONS,
    begins=dict.fromkeys(CallStatus, Way(WRITERS, ("POST calls",))),
    ways=dict.fromkeys(CallMove, Way(WRITERS, ("PATCH calls/{call_id}",))),
)
PROJECT = Machine(
    Project,
    ProjectStatus,
    projects.PROJECT_TRANSITIONS,
    begins={ProjectStatus.ACTIVE: Way("a learner", ("POST projects",))},
    ways={
        ProjectMove.SUBMIT: handed_in,
        ProjectMove.WITHDRAW: taken_back,
        ProjectMove.RETURN: decided,
        ProjectMove.ADVANCE: decided,
        ProjectMove.ACCEPT: accepted,
        ProjectMove.DECLINE: decided,
    },
)
SUBMISSION = Machine(
    Submission,
    SubmissionStatus,
    projects.TRANSITIONS,
    begins={SubmissionStatus.DRAFT: Way(TEAM, ("POST projects/{project_id}/submissions",))},
    ways={
        SubmissionMove.SUBMIT: handed_in,
        SubmissionMove.WITHDRAW: taken_back,
        SubmissionMove.LEASE: taken,
        SubmissionMove.JOIN: taken,
        SubmissionMove.FREE: left,
        SubmissionMove.LEAVE: left,
        SubmissionMove.WIDEN: Way(READER, (DECIDE,)),
        SubmissionMove.ACCEPT: decided,
        SubmissionMove.RETURN: decided,
        SubmissionMove.DECLINE: decided,
    },
    ends={SubmissionStatus.DRAFT: Way(TEAM, ("DELETE submissions/{submission_id}",))},
)
REVIEW = Machine(
    Review,
    ReviewStatus,
    reviews.TRANSITIONS,
    begins={ReviewStatus.DRAFT: taken},
    ways={
        ReviewMove.SUBMIT: decided,
        ReviewMove.RELEASE: Way(READER, (RELEASE,)),
        ReviewMove.EXPIRE: Way(f"{CLOCK}, whoever closes the work to the mentor", RUNS_OUT),
    },
)
VETTING = Machine(
    Vetting,
    VettingStatus,
    mentors.TRANSITIONS,
    begins={VettingStatus.REQUESTED: Way("a mentor", ("POST vettings",))},
    ways={
        VettingMove.APPROVE: Way(STATE, ("POST vettings/{vetting_id}/decide",), (events.VettingDecided,)),
        VettingMove.REFUSE: Way(STATE, ("POST vettings/{vetting_id}/decide",), (events.VettingDecided,)),
        VettingMove.REPLACE: Way(STATE, ("POST vettings/{vetting_id}/decide",)),
        VettingMove.REVOKE: Way(STATE, ("POST vettings/{vetting_id}/revoke",), (events.VettingDecided,)),
    },
    ends={VettingStatus.REQUESTED: Way("the mentor", ("DELETE vettings/{vetting_id}",))},
)
MENTORSHIP = term(
    Mentorship,
    "ended_at",
    begins=Way("a mentor whose review is the first, unless it ends the project", (DECIDE,)),
    ways={
        MentorshipEnd.DECIDED: ending(READER, DECIDE),
        MentorshipEnd.SILENT: ending(CLOCK, CLOCKS),
        MentorshipEnd.HANDED_BACK: ending("the mentor", RELEASE),
        MentorshipEnd.TEAM: Way(TEAM, (OTHER_MENTOR,), (events.MentorshipEnded, events.OtherMentorAsked)),
        MentorshipEnd.CLOSED: ending(f"whoever closes the work to the mentor, {CLOCK}", *CLOSED, CLOCKS),
        MentorshipEnd.AWAY: ending(CLOCK, CLOCKS),
    },
    returns={Return.ASKED_BACK: Way("whoever of the team asked", (ASK_BACK,), (events.MentorAskedBack,))},
)
FILE = Machine(
    StoredFile,
    FileStatus,
    scans.TRANSITIONS,
    begins={
        FileStatus.HELD: Way("who uploads what others are to open", UPLOAD),
        FileStatus.CLEAN: Way("who uploads, where no scanner is wanted", UPLOAD),
    },
    ways={
        FileMove.CLEAR: Way(CLOCK, SCAN),
        FileMove.REFUSE: Way(CLOCK, SCAN, (FileRefused, events.ProjectFileRefused, events.EvidenceRefused)),
    },
    ends={**dict.fromkeys(FileStatus, Way(TEAM, REMOVE)), FileStatus.REFUSED: Way(TEAM, (*REMOVE, REPLACE))},
)
CASE = Machine(
    Case,
    CaseStatus,
    reviews.CASE_TRANSITIONS,
    begins={CaseStatus.OPEN: Way("whoever sees what is reported", ("POST reports",), (events.ReportMade,))},
    ways={
        CaseMove.TAKE: Way(HANDLER, ("PATCH cases/{case_id}",)),
        CaseMove.LEAVE: Way(HANDLER, ("PATCH cases/{case_id}",)),
        CaseMove.CLOSE: Way(HANDLER, ("PATCH cases/{case_id}",), (events.CaseClosed,)),
    },
)
MACHINES = (CALL, PROJECT, SUBMISSION, REVIEW, MENTORSHIP, FILE, VETTING, CASE)

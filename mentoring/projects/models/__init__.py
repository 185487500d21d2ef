"""What is stored: the invitation, the work, whose it is, what of it is handed in, and who mentors whom."""

from mentoring.projects.models.calls import Call
from mentoring.projects.models.declarations import Declaration
from mentoring.projects.models.files import ProjectFile
from mentoring.projects.models.mentorships import Asking, Mentorship
from mentoring.projects.models.nudges import Nudge
from mentoring.projects.models.projects import Project
from mentoring.projects.models.submissions import (
    CLOCKED,
    DECIDED,
    FOR_ANYBODY,
    OPEN_SUBMISSION,
    OVERDUE,
    WAITING,
    Submission,
)
from mentoring.projects.models.teams import JoinCode, TeamMember

__all__ = [
    "CLOCKED",
    "DECIDED",
    "FOR_ANYBODY",
    "OPEN_SUBMISSION",
    "OVERDUE",
    "WAITING",
    "Asking",
    "Call",
    "Declaration",
    "JoinCode",
    "Mentorship",
    "Nudge",
    "Project",
    "ProjectFile",
    "Submission",
    "TeamMember",
]

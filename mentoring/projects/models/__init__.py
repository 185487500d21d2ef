"""What is stored: the invitation, the work, whose it is, what of it is handed in, and who mentors whom."""

from mentoring.projects.models.calls import Call
from mentoring.projects.models.files import ProjectFile
from mentoring.projects.models.mentorships import Mentorship
from mentoring.projects.models.projects import Project
from mentoring.projects.models.submissions import FOR_ANYBODY, OPEN_SUBMISSION, WAITING, Submission
from mentoring.projects.models.teams import TeamMember

__all__ = [
    "FOR_ANYBODY",
    "OPEN_SUBMISSION",
    "WAITING",
    "Call",
    "Mentorship",
    "Project",
    "ProjectFile",
    "Submission",
    "TeamMember",
]

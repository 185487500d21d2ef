"""What is stored, in four parts: the invitation, the work, whose it is, and what of it is handed in."""

from mentoring.projects.models.calls import Call
from mentoring.projects.models.files import ProjectFile
from mentoring.projects.models.projects import Project
from mentoring.projects.models.submissions import OPEN_SUBMISSION, Submission
from mentoring.projects.models.teams import TeamMember

__all__ = ["OPEN_SUBMISSION", "Call", "Project", "ProjectFile", "Submission", "TeamMember"]

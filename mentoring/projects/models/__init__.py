"""What is stored, in three parts: the invitation, the work, and what of it is handed in."""

from mentoring.projects.models.calls import Call
from mentoring.projects.models.projects import Project
from mentoring.projects.models.submissions import OPEN_SUBMISSION, Submission

__all__ = ["OPEN_SUBMISSION", "Call", "Project", "Submission"]

from mentoring.projects.api.views.calls import CallsView, CallView
from mentoring.projects.api.views.files import SubmissionFilesView, SubmissionFileView
from mentoring.projects.api.views.projects import ProjectsView, ProjectView
from mentoring.projects.api.views.submissions import (
    ComparisonView,
    ProjectSubmissionsView,
    SubmissionSubmitView,
    SubmissionView,
)

__all__ = [
    "CallView",
    "CallsView",
    "ComparisonView",
    "ProjectSubmissionsView",
    "ProjectView",
    "ProjectsView",
    "SubmissionFileView",
    "SubmissionFilesView",
    "SubmissionSubmitView",
    "SubmissionView",
]

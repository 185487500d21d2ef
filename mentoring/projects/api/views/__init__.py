from mentoring.projects.api.views.calls import CallsView, CallView
from mentoring.projects.api.views.declaring import DeclarationView
from mentoring.projects.api.views.files import SubmissionFilesView, SubmissionFileView
from mentoring.projects.api.views.projects import ProjectsView, ProjectView
from mentoring.projects.api.views.submissions import (
    ComparisonView,
    ProjectSubmissionsView,
    SubmissionSubmitView,
    SubmissionView,
    WithdrawalView,
)
from mentoring.projects.api.views.teams import (
    JoinCodeView,
    LettingGoView,
    ProjectMembersView,
    ProjectMemberView,
    TeamsView,
)

__all__ = [
    "CallView",
    "CallsView",
    "ComparisonView",
    "DeclarationView",
    "JoinCodeView",
    "LettingGoView",
    "ProjectMemberView",
    "ProjectMembersView",
    "ProjectSubmissionsView",
    "ProjectView",
    "ProjectsView",
    "SubmissionFileView",
    "SubmissionFilesView",
    "SubmissionSubmitView",
    "SubmissionView",
    "TeamsView",
    "WithdrawalView",
]

from django.urls import path

from mentoring.projects.api import views

urlpatterns = [
    path("calls", views.CallsView.as_view(), name="calls"),
    path("calls/<uuid:call_id>", views.CallView.as_view(), name="call"),
    path("projects", views.ProjectsView.as_view(), name="projects"),
    path("projects/<uuid:project_id>", views.ProjectView.as_view(), name="project"),
    path("projects/<uuid:project_id>/declaration", views.DeclarationView.as_view(), name="declaration"),
    path("projects/<uuid:project_id>/join-code", views.JoinCodeView.as_view(), name="join-code"),
    path("projects/<uuid:project_id>/members", views.ProjectMembersView.as_view(), name="project-members"),
    path(
        "projects/<uuid:project_id>/members/<uuid:member_id>", views.ProjectMemberView.as_view(), name="project-member"
    ),
    path(
        "projects/<uuid:project_id>/members/<uuid:member_id>/letting-go",
        views.LettingGoView.as_view(),
        name="letting-go",
    ),
    path("projects/<uuid:project_id>/submissions", views.ProjectSubmissionsView.as_view(), name="project-submissions"),
    path("teams", views.TeamsView.as_view(), name="teams"),
    path("submissions/<uuid:submission_id>", views.SubmissionView.as_view(), name="submission"),
    path("submissions/<uuid:submission_id>/comparison", views.ComparisonView.as_view(), name="comparison"),
    path("submissions/<uuid:submission_id>/files", views.SubmissionFilesView.as_view(), name="submission-files"),
    path(
        "submissions/<uuid:submission_id>/files/<uuid:file_id>",
        views.SubmissionFileView.as_view(),
        name="submission-file",
    ),
    path("submissions/<uuid:submission_id>/submit", views.SubmissionSubmitView.as_view(), name="submission-submit"),
    path("submissions/<uuid:submission_id>/withdrawal", views.WithdrawalView.as_view(), name="withdrawal"),
]

"""Work of learners moves by services alone: the office looks."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from foundation.kernel.readonly import ReadOnly
from mentoring.projects.models import Call, Declaration, Mentorship, Nudge, Project, Submission, TeamMember


@admin.register(Call)
class CallAdmin(ReadOnly, ModelAdmin):
    list_display = ("__str__", "status", "programme", "opens_on", "closes_on", "team_max", "mixed_ages")
    list_filter = ("status",)
    list_select_related = ("programme",)


@admin.register(Project)
class ProjectAdmin(ReadOnly, ModelAdmin):
    list_display = ("title", "language", "stage", "status", "created_at")
    list_filter = ("status", "language")
    search_fields = ("title",)


@admin.register(TeamMember)
class TeamMemberAdmin(ReadOnly, ModelAdmin):
    list_display = ("project", "person", "role", "joined_at", "left_at")
    list_filter = (("left_at", admin.EmptyFieldListFilter),)
    list_select_related = ("project", "person")


@admin.register(Declaration)
class DeclarationAdmin(ReadOnly, ModelAdmin):
    list_display = ("project", "person", "licence", "others_work", "created_at")
    list_filter = ("licence", ("others_work", admin.EmptyFieldListFilter))
    list_select_related = ("project", "person")


@admin.register(Submission)
class SubmissionAdmin(ReadOnly, ModelAdmin):
    list_display = ("project", "stage", "number", "status", "submitted_at")
    list_filter = ("status",)
    list_select_related = ("project",)


@admin.register(Mentorship)
class MentorshipAdmin(ReadOnly, ModelAdmin):
    list_display = ("project", "mentor", "created_at", "ended_at", "ending", "reason", "words")
    list_filter = ("ending",)
    list_select_related = ("project", "mentor")


@admin.register(Nudge)
class NudgeAdmin(ReadOnly, ModelAdmin):
    list_display = ("submission__project", "submission", "awaited", "waits_on", "step", "created_at")
    list_filter = ("awaited", "step")
    list_select_related = ("submission__project",)

"""Work of learners moves by services alone: the office looks."""

from collections.abc import Iterable
from typing import cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from foundation.accounts.models import User
from foundation.kernel.language import pick
from foundation.kernel.readonly import ReadOnly
from mentoring.projects.enums import QuestionKind, ReviewMode
from mentoring.projects.models import Asking, Call, Declaration, Mentorship, Nudge, Project, Submission, TeamMember
from mentoring.projects.rules import ONE_MENTOR, Level, Question, Stage


@admin.register(Call)
class CallAdmin(ReadOnly, ModelAdmin):
    """As learners read it, in the language of the desk."""

    fields = (
        *("name", "about", "status", "programme", "opens_on", "closes_on", "audience", "sdgs"),
        *("several_projects", "team_min", "team_max", "mixed_ages", "wants", "judges_by"),
    )
    readonly_fields = ("name", "about", "wants", "judges_by")
    list_display = ("__str__", "status", "programme", "opens_on", "closes_on", "team_max", "mixed_ages")
    list_filter = ("status",)
    list_select_related = ("programme",)

    @admin.display(description=_("title"))
    def name(self, call: Call) -> str:
        return pick(call.title)

    @admin.display(description=_("summary"))
    def about(self, call: Call) -> str:
        return pick(call.summary)

    @admin.display(description=_("stages"))
    def wants(self, call: Call) -> SafeString:
        return _listed((_stage(stage), [_question(one) for one in stage["questions"]]) for stage in call.stages)

    @admin.display(description=_("rubric"))
    def judges_by(self, call: Call) -> SafeString:
        criteria = call.rubric["criteria"]
        return _listed((pick(one["title"]), [_level(level) for level in one["levels"]]) for one in criteria)


def _stage(stage: Stage) -> str:
    review = stage.get("review", ONE_MENTOR)
    number = f" ({review['reviewers']})" if review["mode"] == ReviewMode.BLIND else ""
    return f"{pick(stage['title'])} · {ReviewMode(review['mode']).label}{number}"


def _question(question: Question) -> str:
    return f"{pick(question['title'])} ({QuestionKind(question['kind']).label})"


def _level(level: Level) -> str:
    text = pick(level.get("text", {}))
    return f"{level['points']} · {pick(level['title'])}" + (f": {text}" if text else "")


def _listed(parts: Iterable[tuple[str, Iterable[str]]]) -> SafeString:
    points = ((head, format_html_join("", "<li>{}</li>", ((line,) for line in lines))) for head, lines in parts)
    return format_html_join("", "<p><strong>{}</strong></p><ul>{}</ul>", points)


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
    list_display = ("project", "mentor", "created_at", "ended_at", "ending")
    list_filter = ("ending",)
    list_select_related = ("project", "mentor")


@admin.register(Asking)
class AskingAdmin(ReadOnly, ModelAdmin):
    """Nobody reads what is said of herself."""

    list_display = ("created_at", "project", "mentor", "reason", "words", "person", "undone_at")
    list_filter = ("reason",)
    list_select_related = ("mentorship__project", "mentorship__mentor", "person")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Asking]:
        return Asking.objects.exclude(mentorship__mentor=cast("User", request.user))

    @admin.display(description=_("project"))
    def project(self, asking: Asking) -> str:
        return str(asking.mentorship.project)

    @admin.display(description=_("mentor"))
    def mentor(self, asking: Asking) -> str:
        return asking.mentorship.mentor.name


@admin.register(Nudge)
class NudgeAdmin(ReadOnly, ModelAdmin):
    list_display = ("project", "submission", "awaited", "waits_on", "step", "created_at")
    list_filter = ("awaited", "step")
    list_select_related = ("submission__project",)

    @admin.display(description=_("project"))
    def project(self, nudge: Nudge) -> str:
        return str(nudge.submission.project)

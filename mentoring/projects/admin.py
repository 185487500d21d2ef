"""Work of learners moves by services alone: the office looks."""

from datetime import date
from typing import cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from foundation.accounts.models import User
from foundation.kernel.language import listed as in_a_row
from foundation.kernel.language import pick
from foundation.kernel.readonly import ReadOnly, listed
from foundation.programmes.selectors import states_by_code
from mentoring.projects.enums import QuestionKind, ReviewMode
from mentoring.projects.models import Asking, Call, Declaration, Mentorship, Nudge, Project, Submission, TeamMember
from mentoring.projects.rules import ONE_MENTOR, Audience, Criterion, Level, Question, Stage, questions_of, stage_of
from mentoring.projects.rules.files import Answer
from mentoring.projects.selectors import name_of


@admin.register(Call)
class CallAdmin(ReadOnly, ModelAdmin):
    """As learners read it, in the language of the desk."""

    fields = (
        *("name", "about", "status", "programme", "opens_on", "closes_on", "meant", "sdgs"),
        *("several_projects", "team_min", "team_max", "mixed_ages", "wants", "judges_by"),
    )
    readonly_fields = ("name", "about", "meant", "wants", "judges_by")
    list_display = ("__str__", "status", "programme", "opens_on", "closes_on", "team_max", "mixed_ages")
    list_filter = ("status",)
    list_select_related = ("programme",)

    @admin.display(description=_("title"))
    def name(self, call: Call) -> str:
        return pick(call.title)

    @admin.display(description=_("summary"))
    def about(self, call: Call) -> str:
        return pick(call.summary)

    @admin.display(description=_("audience"))
    def meant(self, call: Call) -> str:
        codes = call.audience.get("states", [])
        states = states_by_code(codes)
        said = [in_a_row(pick(states[code].name) for code in codes), _ages(call.audience)]
        return " · ".join(filter(None, said)) or gettext("everybody")

    @admin.display(description=_("stages"))
    def wants(self, call: Call) -> SafeString:
        return listed((_stage(stage), [_question(one) for one in stage["questions"]]) for stage in call.stages)

    @admin.display(description=_("rubric"))
    def judges_by(self, call: Call) -> SafeString:
        criteria = call.rubric["criteria"]
        return listed((_criterion(one), [_level(level) for level in one["levels"]]) for one in criteria)


def _ages(audience: Audience) -> str:
    least, most = audience.get("min_age"), audience.get("max_age")
    said = {
        (True, True): gettext("%(least)s to %(most)s years old"),
        (True, False): gettext("%(least)s years old or older"),
        (False, True): gettext("%(most)s years old or younger"),
    }
    return said.get((least is not None, most is not None), "") % {"least": least, "most": most}


def _stage(stage: Stage) -> str:
    review = stage.get("review", ONE_MENTOR)
    said = [pick(stage["title"]), str(ReviewMode(review["mode"]).label)]
    if review["mode"] == ReviewMode.BLIND:
        said[1] += f" ({review['reviewers']})"
        said.append(
            gettext("one more where two differ by more than %(share)s") % {"share": number_format(review["threshold"])}
        )
    if day := stage.get("due_on"):
        said.append(gettext("last day %(day)s") % {"day": date_format(date.fromisoformat(day))})
    return " · ".join(said)


def _question(question: Question) -> str:
    return f"{pick(question['title'])} ({QuestionKind(question['kind']).label})"


def _criterion(criterion: Criterion) -> str:
    asked = [gettext("with a reason")] if criterion.get("reason_required") else []
    return " · ".join([pick(criterion["title"]), *asked])


def _level(level: Level) -> str:
    text = pick(level.get("text", {}))
    return f"{level['points']} · {pick(level['title'])}" + (f": {text}" if text else "")


@admin.register(Project)
class ProjectAdmin(ReadOnly, ModelAdmin):
    """The day alone of its acceptance is kept: an hour could tell who read it."""

    fields = (
        *("call", "owner", "title", "problem", "idea", "users", "language", "sdgs", "stage_title", "status"),
        "accepted_on",
    )
    readonly_fields = ("stage_title", "accepted_on")
    list_display = ("title", "language", "stage_title", "status", "created_at")
    list_select_related = ("call",)
    list_filter = ("status", "language")
    search_fields = ("title",)

    @admin.display(description=_("stage"))
    def stage_title(self, project: Project) -> str:
        return pick(stage_of(project.call.stages, project.stage)["title"])

    @admin.display(description=_("accepted on"))
    def accepted_on(self, project: Project) -> str:
        return date_format(project.accepted_at) if project.accepted_at else ""


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
    fields = ("project", "work", "status", "answered", "submitted_at", "late", "decided_at")
    readonly_fields = ("work", "answered")
    list_display = ("project", "work", "status", "submitted_at")
    list_filter = ("status",)
    list_select_related = ("project__call",)

    @admin.display(description=_("submission"))
    def work(self, submission: Submission) -> str:
        return name_of(submission)

    @admin.display(description=_("answers"))
    def answered(self, submission: Submission) -> SafeString:
        questions = questions_of(submission.project.call.stages, submission.stage)
        given = [(one, submission.answers[one["key"]]) for one in questions if one["key"] in submission.answers]
        return listed((pick(one["title"]), _lines(submission, answer)) for one, answer in given)


def _lines(submission: Submission, answer: Answer) -> list[str]:
    """Of files, how they were called."""
    if isinstance(answer, str):
        return answer.splitlines()
    return list(submission.project.files.filter(pk__in=answer).order_by("number").values_list("file__name", flat=True))


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
    fields = ("project", "work", "awaited", "waits_on", "step")
    readonly_fields = ("project", "work")
    list_display = ("project", "work", "awaited", "waits_on", "step", "created_at")
    list_filter = ("awaited", "step")
    list_select_related = ("submission__project__call",)

    @admin.display(description=_("project"))
    def project(self, nudge: Nudge) -> str:
        return str(nudge.submission.project)

    @admin.display(description=_("submission"))
    def work(self, nudge: Nudge) -> str:
        return name_of(nudge.submission)

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from foundation.accounts.models import User
from foundation.kernel.language import pick
from foundation.kernel.readonly import ReadOnly, listed
from mentoring.projects.selectors import name_of
from mentoring.reviews.enums import Remark
from mentoring.reviews.models import Case, Forecast, Review, Snooze
from mentoring.reviews.policies import cases_visible_to, reviews_at_desk
from mentoring.reviews.rules import Score


class OfWork(ReadOnly, ModelAdmin):
    @admin.display(description=_("project"))
    def project(self, row: Review | Forecast | Snooze) -> str:
        return str(row.submission.project)

    @admin.display(description=_("submission"))
    def work(self, row: Review | Forecast | Snooze) -> str:
        return name_of(row.submission)

    @admin.display(description=_("mentor"))
    def mentor_name(self, row: Review | Snooze) -> str:
        return row.mentor.person.name


@admin.register(Review)
class ReviewAdmin(OfWork):
    """Reviews move by services alone: the office looks."""

    fields = (
        *("project", "work", "mentor_name", "status", "lease_until", "scored", "feedback", "remarked", "decision"),
        *("word", "submitted_at"),
    )
    readonly_fields = ("project", "work", "mentor_name", "scored", "remarked")
    list_display = ("project", "work", "mentor_name", "status", "decision", "lease_until", "submitted_at")
    list_filter = ("status", "decision")
    list_select_related = ("submission__project__call", "mentor__person")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        return reviews_at_desk(cast("User", request.user))

    @admin.display(description=_("scores"))
    def scored(self, review: Review) -> SafeString:
        criteria = review.submission.project.call.rubric["criteria"]
        given = [(one, review.scores[one["key"]]) for one in criteria if one["key"] in review.scores]
        return listed((pick(one["title"]), [_level(one, score), *score["reason"].splitlines()]) for one, score in given)

    @admin.display(description=_("remarks"))
    def remarked(self, review: Review) -> SafeString:
        return format_html_join("", "<p>{}</p>", ((Remark(code).label,) for code in review.remarks))


def _level(criterion: dict[str, Any], score: Score) -> str:
    titles = (pick(level["title"]) for level in criterion["levels"] if level["points"] == score["points"])
    return f"{score['points']} · {next(titles, '')}"


@admin.register(Case)
class CaseAdmin(ReadOnly, ModelAdmin):
    """As far as they are the office's: what is about safety is for the officers."""

    list_display = ("created_at", "subject_type", "states", "is_safety", "status", "outcome", "handled_by")
    list_filter = ("status", "is_safety")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        return cases_visible_to(cast("User", request.user))


@admin.register(Forecast)
class ForecastAdmin(OfWork):
    fields = ("project", "work", "position", "median_hours", "p90_hours", "answer_by")
    readonly_fields = ("project", "work")
    list_display = ("project", "work", "created_at", "position", "median_hours", "p90_hours", "answer_by")
    list_select_related = ("submission__project__call",)


@admin.register(Snooze)
class SnoozeAdmin(OfWork):
    fields = ("project", "work", "mentor_name", "which", "until_on")
    readonly_fields = ("project", "work", "mentor_name", "which")
    list_display = ("project", "work", "mentor_name", "which", "created_at", "until_on")
    list_select_related = ("submission__project__call", "mentor__person")

    @admin.display(description=_("which time"))
    def which(self, row: Snooze) -> int:
        return row.number

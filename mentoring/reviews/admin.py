from typing import cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from foundation.accounts.models import User
from foundation.kernel.readonly import ReadOnly
from mentoring.reviews.models import Case, Forecast, Review, Snooze
from mentoring.reviews.policies import cases_visible_to, reviews_at_desk


class OfWork(ReadOnly, ModelAdmin):
    @admin.display(description=_("project"))
    def project(self, row: Review | Forecast | Snooze) -> str:
        return str(row.submission.project)

    @admin.display(description=_("mentor"))
    def mentor_name(self, row: Review | Snooze) -> str:
        return row.mentor.person.name


@admin.register(Review)
class ReviewAdmin(OfWork):
    """Reviews move by services alone: the office looks."""

    list_display = ("project", "submission", "mentor_name", "status", "decision", "lease_until", "submitted_at")
    list_filter = ("status", "decision")
    list_select_related = ("submission__project", "mentor__person")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        return reviews_at_desk(cast("User", request.user))


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
    list_display = ("project", "submission", "created_at", "position", "median_hours", "p90_hours", "answer_by")
    list_select_related = ("submission__project",)


@admin.register(Snooze)
class SnoozeAdmin(OfWork):
    list_display = ("project", "submission", "mentor_name", "number", "created_at", "until_on")
    list_select_related = ("submission__project", "mentor__person")

from typing import cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from foundation.accounts.models import User
from foundation.kernel.readonly import ReadOnly
from mentoring.reviews.models import Case, Forecast, Review, Snooze
from mentoring.reviews.policies import cases_visible_to

WORK = ("submission__project", "submission")


@admin.register(Review)
class ReviewAdmin(ReadOnly, ModelAdmin):
    """Reviews move by services alone: the office looks."""

    list_display = (*WORK, "mentor__person", "status", "decision", "lease_until", "submitted_at")
    list_filter = ("status", "decision")
    list_select_related = ("submission__project", "mentor__person")


@admin.register(Case)
class CaseAdmin(ReadOnly, ModelAdmin):
    """As far as they are the office's: what is about safety is for the officers."""

    list_display = ("created_at", "subject_type", "states", "is_safety", "status", "outcome", "handled_by")
    list_filter = ("status", "is_safety")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        return cases_visible_to(cast("User", request.user))


@admin.register(Forecast)
class ForecastAdmin(ReadOnly, ModelAdmin):
    list_display = (*WORK, "created_at", "position", "median_hours", "p90_hours", "answer_by")
    list_select_related = ("submission__project",)


@admin.register(Snooze)
class SnoozeAdmin(ReadOnly, ModelAdmin):
    list_display = (*WORK, "mentor__person", "number", "created_at", "until_on")
    list_select_related = ("submission__project", "mentor__person")

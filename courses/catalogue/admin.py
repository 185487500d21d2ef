"""Content comes in as packages and is published by services; here it is looked at."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from courses.catalogue.errors import UnknownCourses
from courses.catalogue.models import Course, CourseVersion, Module, Path, PathCourse
from courses.catalogue.services import change_path, create_path, find_courses
from foundation.accounts.models import User
from foundation.kernel.readonly import ReadOnly


class VersionInline(ReadOnly, TabularInline):
    model = CourseVersion
    fields = ("number", "published_at", "languages", "hours", "share")
    extra = 0


class ModuleInline(ReadOnly, TabularInline):
    model = Module
    fields = ("position", "key", "title")
    extra = 0


@admin.register(Course)
class CourseAdmin(ReadOnly, ModelAdmin):
    list_display = ("slug", "level", "hours", "languages", "open_to_all", "published_version")
    list_filter = ("level", "open_to_all")
    search_fields = ("slug",)
    inlines = (VersionInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Course]:
        courses: QuerySet[Course] = super().get_queryset(request)
        return courses.select_related("published_version")


@admin.register(CourseVersion)
class CourseVersionAdmin(ReadOnly, ModelAdmin):
    list_display = ("course", "number", "published_at", "share", "licence")
    list_filter = ("published_at",)
    list_select_related = ("course",)
    search_fields = ("course__slug",)
    inlines = (ModuleInline,)


class PathForm(forms.ModelForm):  # type: ignore[type-arg]
    courses = SimpleArrayField(
        forms.SlugField(), label=_("courses"), help_text=_("Their slugs in order, with commas between.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = PathCourse.objects.filter(path=self.instance.pk).order_by("position")
        self.initial.setdefault("courses", list(steps.values_list("course__slug", flat=True)))

    def clean_courses(self) -> list[str]:
        courses: list[str] = self.cleaned_data["courses"]
        try:
            find_courses(courses)
        except UnknownCourses as refusal:
            raise ValidationError([str(fault.detail) for fault in refusal.errors]) from None
        return courses


@admin.register(Path)
class PathAdmin(ModelAdmin):
    """Laid by the services, and so audited like what comes by the API."""

    form = PathForm
    list_display = ("slug", "is_published")
    list_filter = ("is_published",)
    search_fields = ("slug",)
    fields = ("slug", "title", "summary", "courses", "is_published")

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Path, form: Any, change: bool) -> None:
        person = cast("User", request.user)
        if change:
            changes = {name: form.cleaned_data[name] for name in form.changed_data}
            change_path(actor=person, slug=obj.slug, revision=None, changes=changes)
        else:
            obj.pk = create_path(actor=person, **form.cleaned_data).pk

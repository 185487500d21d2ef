"""Content comes in as packages and is published by services; here it is looked at."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from courses.catalogue.models import Course, CourseVersion, Module, Path, PathCourse
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


class PathCourseInline(ReadOnly, TabularInline):
    model = PathCourse
    fields = ("position", "course")
    ordering = ("position",)
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[PathCourse]:
        steps: QuerySet[PathCourse] = super().get_queryset(request)
        return steps.select_related("course")


@admin.register(Path)
class PathAdmin(ReadOnly, ModelAdmin):
    list_display = ("slug", "is_published")
    list_filter = ("is_published",)
    search_fields = ("slug",)
    inlines = (PathCourseInline,)

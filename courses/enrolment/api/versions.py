"""A course's versions, for its authors: looking at drafts as a learner would, and publishing one."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from courses.catalogue.enums import Level
from courses.catalogue.errors import VersionIncomplete, VersionOutdated
from courses.catalogue.selectors import Change
from courses.enrolment.api.rendering import answer
from courses.enrolment.api.serializers import LessonOut, OutlineOut
from courses.enrolment.enums import Following
from courses.enrolment.errors import PreviewDiffers
from courses.enrolment.selectors import (
    lesson_members,
    outline_members,
    read_lesson_of,
    version_outline,
    versions_of,
)
from courses.enrolment.services import preview_publication, publish_for_learners, recompute_completion
from foundation.kernel.http import Answer, Input, Output, SignedIn, Text, TextsOut, View, actor, operation
from foundation.kernel.language import LANGUAGES, current


class LearnersOut(Output):
    under_way = serializers.IntegerField()
    completed = serializers.IntegerField()


class VersionOut(Output):
    number = serializers.IntegerField()
    status = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    sent_by = serializers.CharField(allow_null=True, help_text="Her name; null: the operator.")
    published_at = serializers.DateTimeField(allow_null=True)
    title = TextsOut()
    languages = serializers.ListField(child=serializers.ChoiceField(choices=LANGUAGES))
    level = serializers.ChoiceField(choices=Level.values)
    hours = serializers.IntegerField()
    licence = serializers.CharField()
    learners = LearnersOut(source="*")

    def get_status(self, version: dict[str, Any]) -> str:
        """`draft`, `current` (what new learners get) or `past`."""
        if version["published_at"] is None:
            return "draft"
        return "current" if version["is_current"] else "past"


class FromVersionOut(Output):
    """From a version that was published before: the keys of lessons by what becomes of them, and its learners."""

    number = serializers.IntegerField(source="version.number")
    share = serializers.IntegerField(source="version.share", help_text="Of required lessons, that completes it.")
    under_way = serializers.IntegerField()
    started = serializers.IntegerField(help_text="Of those under way, who have done something.")
    completed = serializers.IntegerField(help_text="They stay completed, whatever is published.")
    same = serializers.SerializerMethodField()
    changed = serializers.SerializerMethodField()
    new = serializers.SerializerMethodField()
    gone = serializers.SerializerMethodField()

    def get_same(self, step: Any) -> list[str]:
        keys: list[str] = step.keys(Change.SAME)
        return keys

    def get_changed(self, step: Any) -> list[str]:
        keys: list[str] = step.keys(Change.CHANGED)
        return keys

    def get_new(self, step: Any) -> list[str]:
        keys: list[str] = step.keys(Change.NEW)
        return keys

    def get_gone(self, step: Any) -> list[str]:
        keys: list[str] = step.keys(Change.GONE)
        return keys


class KeepOut(Output):
    learners = serializers.IntegerField(source="under_way", help_text="They stay on their version.")


class MoveOut(Output):
    """All who are under way go on in this version: what they have done counts where the lesson is the same."""

    learners = serializers.IntegerField()
    lessons_carried = serializers.IntegerField()
    lessons_reopened = serializers.IntegerField(help_text="Done, and changed: to be done again.")
    learners_reopened = serializers.IntegerField(help_text="Who have such a lesson.")
    completed = serializers.IntegerField(help_text="Who have then done all that is needed.")


class PublicationPreviewOut(Output):
    version = serializers.IntegerField(source="version.number")
    share = serializers.IntegerField(source="version.share", help_text="Of required lessons, that completes it.")
    digest = serializers.CharField(help_text="Of what happens to each learner; how many there are may change.")
    completed = serializers.IntegerField(help_text="Learners who have completed an earlier version; that stays.")
    keep = KeepOut(source="*")
    move = MoveOut()
    versions = FromVersionOut(many=True, source="steps")


class PublishIn(Input):
    digest = Text(max_length=64, help_text="Of the preview.")
    learners = serializers.ChoiceField(choices=Following.choices, help_text="What becomes of those under way.")


class PublicationOut(Output):
    version = serializers.IntegerField(source="version.number")
    published_at = serializers.DateTimeField(source="version.published_at")
    batch = serializers.UUIDField(
        source="batch.id", allow_null=True, default=None, help_text="Moves learners; see `batches`."
    )


class RecomputationOut(Output):
    batch = serializers.UUIDField(source="pk", help_text="How many were `same`, `corrected`, `completed` and `kept`.")


class VersionsView(View):
    permission_classes = [SignedIn]

    @operation(summary="The versions of a course, the newest first; for authors", result=VersionOut, page="-number")
    def get(self, request: Request, slug: str) -> QuerySet[Any, dict[str, Any]]:
        return versions_of(actor(request), slug)


class VersionOutlineView(View):
    permission_classes = [SignedIn]

    @operation(summary="The parts of a version, a draft's too, as a learner would see them", result=OutlineOut)
    def get(self, request: Request, slug: str, number: int) -> HttpResponse:
        outline = version_outline(actor(request), slug, number)
        return answer(request, outline_members(outline, current()), shared=False)


class VersionLessonView(View):
    permission_classes = [SignedIn]

    @operation(summary="A lesson of a version, a draft's too, as a learner would read it", result=LessonOut)
    def get(self, request: Request, slug: str, number: int, lesson_id: UUID) -> HttpResponse:
        lesson = read_lesson_of(actor(request), slug, number, lesson_id, current())
        return answer(request, lesson_members(lesson), shared=False)


class PublishView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="What publishing this version would do to learners under way",
        result=PublicationPreviewOut,
        problems=(VersionOutdated, VersionIncomplete),
    )
    def get(self, request: Request, slug: str, number: int) -> Any:
        return preview_publication(actor=actor(request), slug=slug, number=number)

    @operation(
        summary="Publish it as previewed; 202 and a batch where learners are moved",
        body=PublishIn,
        result=PublicationOut,
        problems=(PreviewDiffers, VersionOutdated, VersionIncomplete),
    )
    def post(self, request: Request, slug: str, number: int, *, body: dict[str, Any]) -> Answer:
        following = Following(body.pop("learners"))
        publication = publish_for_learners(actor=actor(request), slug=slug, number=number, learners=following, **body)
        if publication.batch is None:
            return Answer(publication)
        return Answer(publication, location=f"/api/v1/batches/{publication.batch.id}", status=202)


class RecomputationView(View):
    permission_classes = [SignedIn]

    @operation(
        summary="Count anew what learners of a course have done (programme office); while that runs, the same batch",
        result=RecomputationOut,
        status=202,
    )
    def post(self, request: Request, slug: str) -> Answer:
        batch = recompute_completion(actor=actor(request), slug=slug)
        return Answer(batch, location=f"/api/v1/batches/{batch.pk}")

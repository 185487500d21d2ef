from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from courses.catalogue.enums import LessonKind, MediaKind
from courses.catalogue.selectors import excerpt_of
from courses.enrolment.enums import EnrolmentStatus
from foundation.kernel.http import Input, Output, ProgressOut, Slug, Text, TextsOut
from foundation.kernel.language import LANGUAGES, pick


class CaptionsOut(Output):
    language = serializers.ChoiceField(choices=LANGUAGES)
    url = serializers.CharField()
    bytes = serializers.IntegerField()


class MediaOut(Output):
    """A picture or a recording, once, however often the text shows it."""

    url = serializers.CharField(
        help_text="As the text calls it: a path of this server. What it leads to never changes."
    )
    media_type = serializers.ChoiceField(choices=sorted(kind.media_type for kind in MediaKind))
    bytes = serializers.IntegerField()
    alt = serializers.CharField(help_text="What it shows, for whoever can't see it.")
    captions = CaptionsOut(many=True)


class OutlinedLessonOut(Output):
    id = serializers.UUIDField()
    key = serializers.SlugField(help_text="The same in every version of the course.")
    title = TextsOut()
    kind = serializers.ChoiceField(choices=LessonKind.values)
    minutes = serializers.IntegerField()
    required = serializers.BooleanField()  # type: ignore[assignment]
    bytes = serializers.IntegerField(help_text="The size of its text in the language in which you get it.")
    media_bytes = serializers.IntegerField(help_text="The size of what that text shows, captions included.")
    outdated = serializers.ListField(
        child=serializers.ChoiceField(choices=LANGUAGES),
        help_text="Languages whose text has stayed as it was since another was changed.",
    )


class OutlinedModuleOut(Output):
    id = serializers.UUIDField()
    title = TextsOut()
    lessons = OutlinedLessonOut(many=True)


class CompletionOut(Output):
    """What completes the course. Required quizzes have to be passed in any case."""

    share = serializers.IntegerField(help_text="Of the required lessons, in percent.")
    needed = serializers.IntegerField(help_text="That many of the required lessons suffice.")


class OutlineOut(Output):
    course = serializers.SlugField()
    version = serializers.IntegerField()
    language = serializers.ChoiceField(choices=LANGUAGES)
    completion = CompletionOut()
    modules = OutlinedModuleOut(many=True)


class LessonsQuery(Input):
    q = Text(max_length=100, help_text="Words of titles and texts; all of them have to be there.")


class PieceOut(Output):
    text = serializers.CharField(trim_whitespace=False)
    hit = serializers.BooleanField(help_text="It says what was asked for.")


class ModuleOut(Output):
    id = serializers.UUIDField(source="module")
    title = TextsOut(source="module_title")


class FoundLessonOut(Output):
    id = serializers.UUIDField()
    key = serializers.SlugField()
    title = serializers.SerializerMethodField()
    language = serializers.ChoiceField(choices=LANGUAGES, help_text="In which you get it, and it was looked through.")
    module = ModuleOut(source="*")
    excerpt = serializers.SerializerMethodField(
        help_text="Plain text: the sentence that says most of the words, else the first one, in pieces to be joined."
    )

    def get_title(self, lesson: dict[str, Any]) -> str:
        return pick(lesson["title"], lesson["language"])

    @extend_schema_field(PieceOut(many=True))
    def get_excerpt(self, lesson: dict[str, Any]) -> Any:
        return PieceOut(excerpt_of(lesson), many=True).data


class LessonOut(Output):
    id = serializers.UUIDField()
    key = serializers.SlugField()
    title = serializers.CharField()
    language = serializers.ChoiceField(choices=LANGUAGES)
    html = serializers.CharField()
    media = MediaOut(many=True)


class EnrolmentIn(Input):
    course = Slug()


class LessonsOut(ProgressOut):
    """Required ones, of the version."""

    needed = serializers.IntegerField(help_text="That many suffice, once the required quizzes are passed.")


class EnrolmentOut(Output):
    id = serializers.UUIDField()
    course = serializers.SlugField(source="slug")
    version = serializers.IntegerField(source="number")
    status = serializers.ChoiceField(choices=EnrolmentStatus.values)
    progress = LessonsOut(source="*")
    enrolled_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True, help_text="The end of the last day, where you are.")
    is_closed = serializers.BooleanField(help_text="What is done now counts no more.")


class PathStepOut(Output):
    """The enrolment's members are null where nobody is signed in, and of a course that she was never in."""

    course = serializers.SlugField()
    title = TextsOut()
    hours = serializers.IntegerField()
    enrolment = serializers.UUIDField(source="enrolment.id", allow_null=True)
    status = serializers.ChoiceField(source="enrolment.status", choices=EnrolmentStatus.values, allow_null=True)
    progress = LessonsOut(source="enrolment", allow_null=True)
    completed_at = serializers.DateTimeField(source="enrolment.completed_at", allow_null=True)


class EnrolmentDetailOut(EnrolmentOut):
    lessons_done = serializers.ListField(child=serializers.UUIDField(), help_text="Required or not, in order of time.")


class CompletionIn(Input):
    completed_at = serializers.DateTimeField(
        required=False, help_text="By the learner's clock; kept between the enrolment and now."
    )

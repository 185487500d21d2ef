from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from courses.enrolment.enums import EnrolmentStatus
from foundation.accounts.enums import Gender
from foundation.kernel.http import Input, Output, ProgressOut, TextsOut
from foundation.kernel.language import LANGUAGES
from foundation.programmes.enums import MembershipStatus
from outcomes.insights.enums import NOT_STARTED, StepKind
from outcomes.insights.notices import reason_of, title_of
from outcomes.insights.rules import Step
from outcomes.insights.selectors import Learner, courses_of, last_active

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}


class CourseLessonsOut(ProgressOut):
    needed = serializers.IntegerField(help_text="That many complete it, once its quizzes are passed.")


class CourseProgressOut(Output):
    course = serializers.SlugField()
    status = serializers.ChoiceField(
        choices=[NOT_STARTED, *EnrolmentStatus.values],
        allow_null=True,
        help_text="not_started: enrolled, and no lesson done nor quiz begun yet; null: not enrolled in it.",
    )
    progress = CourseLessonsOut()
    started_at = serializers.DateTimeField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)
    enrolment = serializers.UUIDField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True, help_text="The end of the last day, where she is.")
    due_on = serializers.DateField(allow_null=True, help_text="That day.")
    overdue = serializers.BooleanField(
        help_text="It was due, and isn't completed by whoever has come into her account and may learn."
    )
    closed = serializers.BooleanField(help_text="It isn't completed, and what she does now counts no more.")
    extended_until = serializers.DateField(
        allow_null=True,
        help_text="The day that was given to her alone; `due_at` is the later one of this and her cohorts'.",
    )
    quizzes_left = serializers.IntegerField(help_text="Required quizzes that she has yet to pass, besides `progress`.")


class LearnerProgressOut(Output):
    """`id` is the membership's."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    learner_number = serializers.CharField()
    organisation = serializers.SlugField(source="school", help_text="The learner's school.")
    group = serializers.CharField()
    status = serializers.ChoiceField(choices=[MembershipStatus.INVITED.value, MembershipStatus.ACTIVE.value])
    claimed_at = serializers.DateTimeField(allow_null=True)
    awaiting_consent = serializers.BooleanField(help_text="She may not learn yet: see the cohort's consents.")
    courses = serializers.SerializerMethodField(help_text="Each of the cohort's, in its order.")
    last_active_at = serializers.SerializerMethodField(
        help_text="When something that she did in them was last heard of."
    )
    projects_submitted = serializers.IntegerField()
    certified = serializers.BooleanField()

    @extend_schema_field(CourseProgressOut(many=True))
    def get_courses(self, learner: Learner) -> list[dict[str, Any]]:
        return [
            {
                "course": course.course,
                "status": course.status,
                "progress": course.progress,
                "started_at": in_utc(course.started_at),
                "completed_at": in_utc(course.completed_at),
                "enrolment": course.enrolment,
                "due_at": in_utc(course.due_at),
                "due_on": course.due_on,
                "overdue": course.overdue,
                "closed": course.closed,
                "extended_until": course.extended_on,
                "quizzes_left": course.quizzes_left,
            }
            for course in courses_of(learner)
        ]

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_last_active_at(self, learner: Learner) -> str | None:
        return in_utc(last_active(courses_of(learner)))


def in_utc(moment: str | None) -> str | None:
    """PostgreSQL's way of writing it made ours."""
    return moment and moment.replace("+00:00", "Z")


class LearnerCountsOut(Output):
    enrolled = serializers.IntegerField(help_text="Who has a place in the cohort.")
    claimed = serializers.IntegerField(help_text="Who has come into her account.")
    awaiting_consent = serializers.IntegerField(help_text="Who may not learn yet.")
    started = serializers.IntegerField(help_text="Who has done a lesson or begun a quiz of the cohort's courses.")
    active = serializers.IntegerField(help_text="Who was heard of in them since `active_since`.")
    completed = serializers.IntegerField(help_text="Who has completed every course of the cohort.")
    overdue = serializers.IntegerField(
        help_text="Of those who have come into their accounts and may learn, who hasn't completed one that was due."
    )
    submitted = serializers.IntegerField(help_text="Who has handed in a project.")
    certified = serializers.IntegerField(help_text="Who holds a valid certificate for one of the courses or a project.")


class OrganisationCountsOut(LearnerCountsOut):
    organisation = serializers.SlugField(source="key")
    name = TextsOut()


class GenderCountsOut(LearnerCountsOut):
    gender = serializers.ChoiceField(choices=["", *Gender.values], source="key", help_text='"": not known.')


class LanguageCountsOut(LearnerCountsOut):
    language = serializers.ChoiceField(choices=LANGUAGES, source="key")


class CourseCountsOut(Output):
    course = serializers.SlugField()
    title = TextsOut()
    enrolled = serializers.IntegerField()
    started = serializers.IntegerField()
    completed = serializers.IntegerField()


class TotalsOut(Output):
    cohort = serializers.UUIDField(source="cohort.pk")
    counted_at = serializers.DateTimeField()
    active_since = serializers.DateTimeField(help_text="14 days before.")
    totals = LearnerCountsOut()
    by_organisation = OrganisationCountsOut(many=True, source="organisations")
    by_gender = GenderCountsOut(many=True, source="genders")
    by_language = LanguageCountsOut(many=True, source="languages")
    courses = CourseCountsOut(many=True)
    unpublished = serializers.ListField(
        child=serializers.SlugField(),
        help_text="Courses of the cohort that nobody can be enrolled in: misspelt, or yet to come.",
    )


class FileQuery(Input):
    delimiter = serializers.ChoiceField(
        choices=list(DELIMITERS), default="comma", help_text="Excel in French and Arabic looks for semicolons."
    )


class StepSubjectOut(Output):
    type = serializers.CharField(help_text="consent, cohort, project, lesson, credential or course.")
    id = serializers.CharField(help_text="The slug of a course, the purpose of a consent; else an id.")


class StepOut(Output):
    kind = serializers.ChoiceField(choices=[kind.value for kind in StepKind])
    title = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField(help_text="Why, in the reader's language.")
    due_at = serializers.DateTimeField(
        allow_null=True,
        help_text="Of a lesson or a quiz that of its enrolment, or the end of the attempt that is open if that is earlier; of "
        "a deadline when the course is due or the cohort ends; else null.",
    )
    subject = serializers.SerializerMethodField()
    enrolment = serializers.SerializerMethodField(
        help_text="Of a lesson, a quiz, or a deadline of a course; else null."
    )

    def get_title(self, step: Step) -> str:
        return title_of(step)

    def get_reason(self, step: Step) -> str:
        return reason_of(step)

    @extend_schema_field(StepSubjectOut)
    def get_subject(self, step: Step) -> dict[str, str]:
        kind, reference = step.subject
        return {"type": kind, "id": str(reference)}

    def get_enrolment(self, step: Step) -> UUID | None:
        return step.way.enrolment if step.way else None


class StepsOut(Output):
    """Shaped as a page, of which there is only one."""

    next = serializers.CharField(allow_null=True, default=None)
    previous = serializers.CharField(allow_null=True, default=None)
    results = StepOut(many=True)

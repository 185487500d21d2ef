from typing import ClassVar

from rest_framework import serializers

from foundation.kernel.http import Date, Input, Output, Slug, Text, TextsIn, TextsOut
from foundation.kernel.language import LANGUAGES
from foundation.programmes.api.serializers.fields import REFERENCE, LanguagesIn, ServedIn
from foundation.programmes.enums import OrganisationKind
from foundation.programmes.models.places import SLUG_LENGTH

MOST_SEATS = 1_000_000
MOST_COURSES = 100
WHOLE = "The whole list: a course that it doesn't name has no deadline any more; [] takes all away."


class MemberStateOut(Output):
    code = serializers.CharField(help_text="ISO 3166-1 alpha-2.")
    name = TextsOut()
    language = ServedIn(source="name")
    languages = serializers.ListField(child=serializers.ChoiceField(choices=LANGUAGES))


class CalendarQuery(Input):
    since = Date(required=False, help_text="Today, if it isn't said.")
    until = Date(required=False, help_text="90 days later, if it isn't said; 400 at most.")


class NoticeIn(Input):
    ignored = ("day",)
    working = serializers.BooleanField()
    note = Text(required=False, max_length=200, allow_blank=True)


class NoticeOut(Output):
    day = serializers.DateField()
    working = serializers.BooleanField(source="is_working")
    note = serializers.CharField()


class CalendarOut(Output):
    state = serializers.CharField()
    since = serializers.DateField()
    until = serializers.DateField()
    weekend = serializers.ListField(child=serializers.IntegerField(), help_text="ISO 8601 weekdays, Monday 1.")
    days_off = serializers.ListField(child=serializers.DateField(), help_text="Free days that are no weekend.")
    notices = NoticeOut(many=True, help_text="The state's own word on single days; it holds.")
    working_days = serializers.IntegerField(help_text="From `since` to `until`, both counted.")


class OrganisationsQuery(Input):
    state = Text(required=False, max_length=2, help_text="A member state's code.")


class OrganisationIn(Input):
    ignored = ("id", "created_at", "language")
    name = TextsIn(max_length=200)
    slug = Slug(max_length=SLUG_LENGTH)
    state = Text(max_length=2, help_text="A member state's code.")
    kind = serializers.ChoiceField(choices=OrganisationKind.values, required=False)


class OrganisationPatch(Input):
    ignored = ("id", "created_at", "language", "slug", "state")
    name = TextsIn(max_length=200)
    kind = serializers.ChoiceField(choices=OrganisationKind.values)


class OrganisationOut(Output):
    id = serializers.UUIDField()
    slug = serializers.SlugField()
    name = TextsOut()
    language = ServedIn(source="name")
    state = serializers.CharField(source="state.code")
    kind = serializers.ChoiceField(choices=OrganisationKind.values)


class ProgrammeIn(Input):
    ignored = ("id", "created_at", "language")
    title = TextsIn(max_length=200)
    slug = Slug(max_length=SLUG_LENGTH)
    starts_on = Date()
    ends_on = Date()
    follows = Text(required=False, allow_null=True, max_length=100, help_text=REFERENCE)


class ProgrammePatch(Input):
    ignored = ("id", "created_at", "language", "slug", "follows")
    title = TextsIn(max_length=200)
    starts_on = Date()
    ends_on = Date()


class ProgrammeOut(Output):
    id = serializers.UUIDField()
    slug = serializers.SlugField()
    title = TextsOut()
    language = ServedIn(source="title")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    follows = serializers.SlugField(source="follows.slug", default=None, allow_null=True)


class CohortsQuery(Input):
    programme = Text(required=False, max_length=100, help_text=REFERENCE)
    open = serializers.BooleanField(required=False, help_text="Those that have not ended, or only those that have.")


class DeadlineIn(Input):
    course = Slug(max_length=SLUG_LENGTH)
    date = Date(help_text="The last day, wherever each learner is.")
    closes = serializers.BooleanField(default=False, help_text="Whether what is done later counts no more.")


class CohortPatch(Input):
    ignored: ClassVar[tuple[str, ...]] = ("id", "created_at", "programme", "organisation", "seats_taken")
    name = Text(max_length=200)
    starts_on = Date()
    ends_on = Date()
    seats = serializers.IntegerField(min_value=1, max_value=MOST_SEATS)
    languages = LanguagesIn()
    courses = serializers.ListField(child=Slug(max_length=SLUG_LENGTH), max_length=MOST_COURSES)
    deadlines = serializers.ListField(child=DeadlineIn(), max_length=MOST_COURSES, help_text=WHOLE)


class CohortIn(CohortPatch):
    ignored = ("id", "created_at", "seats_taken")
    programme = Text(max_length=100, help_text=REFERENCE)
    organisation = Text(max_length=100, help_text=REFERENCE)
    courses = serializers.ListField(child=Slug(max_length=SLUG_LENGTH), max_length=MOST_COURSES, required=False)
    deadlines = serializers.ListField(child=DeadlineIn(), max_length=MOST_COURSES, required=False, help_text=WHOLE)


class DeadlineOut(Output):
    course = serializers.SlugField()
    date = serializers.DateField()
    closes = serializers.BooleanField()


class CohortOut(Output):
    id = serializers.UUIDField()
    name = serializers.CharField()
    programme = serializers.SlugField(source="programme.slug")
    organisation = serializers.SlugField(source="organisation.slug")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    seats = serializers.IntegerField()
    seats_taken = serializers.IntegerField()
    languages = serializers.ListField(child=serializers.ChoiceField(choices=LANGUAGES))
    courses = serializers.ListField(child=serializers.SlugField())
    deadlines = DeadlineOut(many=True)

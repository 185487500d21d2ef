from rest_framework import serializers

from courses.catalogue.enums import Level
from foundation.kernel.http import Input, LanguageOut, Output, Slug, Text, TextsOut
from foundation.kernel.language import LANGUAGES


class CourseQuery(Input):
    q = Text(required=False, allow_blank=True, max_length=100, help_text="Words of titles, summaries and lessons.")
    language = serializers.ChoiceField(choices=LANGUAGES, required=False, help_text="Every lesson is in this language.")
    level = serializers.ChoiceField(choices=Level.values, required=False)
    skill = Slug(required=False)


class CourseOut(Output):
    id = serializers.UUIDField()
    slug = serializers.SlugField()
    title = TextsOut()
    summary = TextsOut()
    language = LanguageOut(source="title")
    languages = serializers.ListField(child=serializers.ChoiceField(choices=LANGUAGES))
    level = serializers.ChoiceField(choices=Level.values)
    hours = serializers.IntegerField()
    skills = serializers.ListField(child=serializers.SlugField())
    open_to_all = serializers.BooleanField(help_text="Else it is for the cohorts that name it.")


class CountOut(Output):
    value = serializers.CharField()
    count = serializers.IntegerField()


class FacetsOut(Output):
    """How many of the courses are in each language, of each level, about each skill; the most frequent first."""

    total = serializers.IntegerField()
    language = CountOut(many=True)
    level = CountOut(many=True)
    skill = CountOut(many=True)

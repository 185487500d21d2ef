from rest_framework import serializers

from foundation.kernel.http import Input, Output, Text
from foundation.kernel.language import Language


class MentorPatch(Input):
    ignored = ("id", "name")

    languages = serializers.ListField(
        child=serializers.ChoiceField(choices=Language.choices), min_length=1, max_length=3, required=False
    )
    states = serializers.ListField(child=Text(min_length=2, max_length=2), max_length=100, required=False)
    active = serializers.BooleanField(required=False)


class MentorOut(Output):
    id = serializers.UUIDField()
    name = serializers.CharField(source="person.name")
    languages = serializers.ListField(child=serializers.CharField())
    states = serializers.ListField(child=serializers.CharField())
    active = serializers.BooleanField()

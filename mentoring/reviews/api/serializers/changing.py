from rest_framework import serializers

from foundation.kernel.http import Input, Text
from mentoring.projects.enums import OtherMentor


class OtherMentorIn(Input):
    reason = serializers.ChoiceField(choices=OtherMentor.choices)
    words = Text(allow_blank=True, max_length=500, default="")

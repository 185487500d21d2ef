from rest_framework import serializers

from foundation.kernel.http import Output
from foundation.kernel.language import Language


class QueuedProjectOut(Output):
    title = serializers.CharField()
    language = serializers.ChoiceField(choices=Language.choices)


class QueueEntryOut(Output):
    submission = serializers.UUIDField(source="id")
    project = QueuedProjectOut()
    position = serializers.IntegerField(allow_null=True, help_text="null beyond 100")
    mine = serializers.BooleanField(help_text="of a project that I mentor: shown to nobody else")
    waiting_since = serializers.DateTimeField(source="submitted_at")

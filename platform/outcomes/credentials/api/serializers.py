from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from foundation.kernel.http import Input, LanguageOut, Output, Text, TextsOut
from foundation.kernel.urls import client_url
from outcomes.credentials.enums import AchievementKind, CredentialStatus
from outcomes.credentials.models import Credential


class AchievementOut(Output):
    id = serializers.UUIDField()
    slug = serializers.SlugField()
    kind = serializers.ChoiceField(choices=AchievementKind.values)
    title = TextsOut(source="titles")
    language = LanguageOut(source="titles")


class CredentialOut(Output):
    """`url` confirms with initials; `share_url` carries the key that the paper's QR carries, and shows the name."""

    id = serializers.UUIDField()
    achievement = serializers.SerializerMethodField(
        help_text="The slug of a course, the achievement's id of a project."
    )
    kind = serializers.ChoiceField(choices=AchievementKind.values, source="achievement.kind")
    title = TextsOut(source="snapshot.titles")
    language = LanguageOut(source="snapshot.titles")
    project_title = serializers.CharField(source="snapshot.project_title", help_text='"" of a course.')
    status = serializers.ChoiceField(choices=CredentialStatus.values)
    issued_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(source="rendered_at", allow_null=True, help_text="Since when the PDF is kept.")
    url = serializers.SerializerMethodField()

    def get_achievement(self, credential: Credential) -> str:
        return credential.achievement.slug or str(credential.achievement_id)

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, credential: Credential) -> str:
        return client_url("credential", id=str(credential.id))


class OwnCredentialOut(CredentialOut):
    share_url = serializers.SerializerMethodField()

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_share_url(self, credential: Credential) -> str:
        return client_url("credential", {"key": credential.view_key}, id=str(credential.id))


class ReasonIn(Input):
    reason = Text(max_length=500, help_text="Kept for the office.")

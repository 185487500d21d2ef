from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from foundation.files.enums import FileStatus
from foundation.kernel.clock import now, today
from foundation.kernel.http import Date, Input, Output, Text
from foundation.kernel.language import Language
from foundation.kernel.urls import public_url
from foundation.kernel.workdays import local_day
from mentoring.mentors import enums
from mentoring.mentors.models import Evidence, Mentor, Vetting
from mentoring.mentors.rules import HOURS, PROJECTS, YEARS, is_running, lacking, standing

DECISIONS = {"valid": enums.VettingMove.APPROVE, "refused": enums.VettingMove.REFUSE}
TIME: dict[str, Any] = {"format": "%H:%M", "input_formats": ["%H:%M"]}
WINDOW: dict[str, Any] = {
    "weekday": serializers.IntegerField(min_value=1, max_value=7, help_text=_("From 1 (Monday) to 7 (Sunday).")),
    "from": serializers.TimeField(**TIME),
    "to": serializers.TimeField(**TIME),
}


class WindowIn(type("Window", (Input,), WINDOW)):  # type: ignore[misc]
    """Hours of a day of the week, in the mentor's own time zone."""

    def validate(self, window: dict[str, Any]) -> dict[str, Any]:
        """As it is kept."""
        return {**window, "from": f"{window['from']:%H:%M}", "to": f"{window['to']:%H:%M}"}


WindowOut = type(
    "WindowOut",
    (Output,),
    {"weekday": serializers.IntegerField(), "from": serializers.CharField(), "to": serializers.CharField()},
)


def kinds_field(**options: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.ChoiceField(choices=enums.EvidenceKind.choices), **options)


class MentorPatch(Input):
    ignored = ("id", "name", "competence_texts", "vettings", "pause", "suspended")

    languages = serializers.ListField(
        child=serializers.ChoiceField(choices=Language.choices), min_length=1, max_length=3, required=False
    )
    states = serializers.ListField(child=Text(min_length=2, max_length=2), max_length=100, required=False)
    competences = serializers.ListField(
        child=serializers.ChoiceField(choices=enums.Competence.choices),
        max_length=len(enums.Competence),
        required=False,
    )
    time_zone = Text(max_length=64, required=False)
    weekly_hours = serializers.IntegerField(min_value=HOURS[0], max_value=HOURS[1], allow_null=True, required=False)
    max_projects = serializers.IntegerField(
        min_value=PROJECTS[0], max_value=PROJECTS[1], allow_null=True, required=False
    )
    availability = WindowIn(many=True, max_length=21, required=False)
    active = serializers.BooleanField(required=False)


class MentorsQuery(Input):
    vetted = Text(max_length=2, required=False, help_text=_("The code of a state: vetted there, or for every state."))
    vetting = serializers.ChoiceField(choices=enums.VettingStatus.choices, required=False)
    suspended = serializers.BooleanField(required=False)
    competence = serializers.ChoiceField(choices=enums.Competence.choices, required=False)
    language = serializers.ChoiceField(choices=Language.choices, required=False)


class PauseIn(Input):
    starts_on = Date()
    ends_on = Date(allow_null=True, default=None, help_text=_("The last day; null: until further notice."))


class PauseOut(Output):
    id = serializers.UUIDField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)


class StandingOut(Output):
    """A vetting that was asked for, or granted."""

    id = serializers.UUIDField()
    state = serializers.CharField(source="state.code", default=None, allow_null=True, help_text=_("null: every state."))
    status = serializers.SerializerMethodField()
    expires_on = serializers.DateField(allow_null=True, help_text=_("The last day on which it holds."))

    def get_status(self, vetting: Vetting) -> enums.VettingStatus:
        return standing(vetting.status, vetting.expires_on, today())


class MentorOut(Output):
    id = serializers.UUIDField()
    name = serializers.CharField(source="person.name")
    languages = serializers.ListField(child=serializers.CharField())
    states = serializers.ListField(child=serializers.CharField())
    competences = serializers.ListField(child=serializers.ChoiceField(choices=enums.Competence.choices))
    competence_texts = serializers.SerializerMethodField()
    time_zone = serializers.CharField()
    weekly_hours = serializers.IntegerField(allow_null=True)
    max_projects = serializers.IntegerField(allow_null=True)
    availability = WindowOut(many=True)
    active = serializers.BooleanField()
    pause = serializers.SerializerMethodField(help_text=_("The one that holds today."))
    vettings = StandingOut(many=True, source="live_vettings")
    suspended = serializers.SerializerMethodField()

    def get_competence_texts(self, mentor: Mentor) -> list[str]:
        return [str(enums.Competence(code).label) for code in mentor.competences]

    @extend_schema_field(PauseOut(allow_null=True))
    def get_pause(self, mentor: Any) -> Any:
        day = local_day(now(), mentor.time_zone)
        running = next((pause for pause in mentor.near if is_running(pause.starts_on, pause.ends_on, day)), None)
        return PauseOut(running).data if running else None

    def get_suspended(self, mentor: Any) -> bool:
        return mentor.suspended_at is not None


class ConflictIn(Input):
    kind = serializers.ChoiceField(choices=enums.ConflictKind.choices)
    organisation = Text(max_length=100, default="", help_text=_("A slug or an id."))
    family_name = Text(max_length=100, default="")
    from_year = serializers.IntegerField(min_value=YEARS[0], max_value=YEARS[1], allow_null=True, default=None)
    until_year = serializers.IntegerField(min_value=YEARS[0], max_value=YEARS[1], allow_null=True, default=None)
    note = Text(max_length=500, default="", help_text=_("For the programme office."))


class ConflictOut(Output):
    """What was declared, and never whom it concerns."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=enums.ConflictKind.choices)
    organisation = serializers.CharField(source="organisation.slug", default=None, allow_null=True)
    family_name = serializers.CharField()
    from_year = serializers.IntegerField(allow_null=True)
    until_year = serializers.IntegerField(allow_null=True)
    note = serializers.CharField()


class VettingsQuery(Input):
    status = serializers.ChoiceField(choices=enums.VettingStatus.choices, required=False)
    state = Text(max_length=2, required=False)
    mentor = serializers.UUIDField(required=False)


class VettingIn(Input):
    state = Text(max_length=2, allow_null=True, default=None, help_text=_("null: for every state."))
    note = Text(max_length=1000, allow_blank=True, default="")


class EvidenceIn(Input):
    kind = serializers.ChoiceField(choices=enums.EvidenceKind.choices)
    file = serializers.FileField(help_text=_("PDF, PNG, JPEG or WEBP, 10 MB at most."))


class EvidenceOut(Output):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=enums.EvidenceKind.choices)
    name = serializers.CharField(source="file.name", default=None, allow_null=True)
    media_type = serializers.CharField(source="file.media_type", default=None, allow_null=True)
    bytes = serializers.IntegerField(source="file.bytes", default=None, allow_null=True)
    status = serializers.ChoiceField(
        source="file.status",
        choices=FileStatus.choices,
        default=None,
        allow_null=True,
        help_text=_("null: it is gone."),
    )
    url = serializers.SerializerMethodField(
        help_text=_("null while the file is looked at for viruses, and once it is gone, 30 days after the decision.")
    )

    def get_url(self, evidence: Evidence) -> str | None:
        path = f"/api/v1/vettings/{evidence.vetting_id}/evidence/{evidence.id}"
        return public_url(path) if evidence.file and evidence.file.is_there(now()) else None


class VettingOut(StandingOut):
    mentor = serializers.UUIDField(source="mentor_id")
    name = serializers.CharField(source="mentor.person.name")
    note = serializers.CharField()
    requested_at = serializers.DateTimeField(source="created_at")
    wanted = kinds_field(help_text=_("The evidence that was asked for."))
    seen = kinds_field(help_text=_("What was shown on paper."))
    lacking = serializers.SerializerMethodField()
    evidence = EvidenceOut(many=True, source="evidence.all")
    reason = serializers.CharField(help_text=_("A code; empty where none was given."))
    decided_at = serializers.DateTimeField(allow_null=True)

    def get_lacking(self, vetting: Vetting) -> list[enums.EvidenceKind]:
        shown = {*vetting.seen, *(evidence.kind for evidence in vetting.evidence.all() if evidence.is_shown())}
        return [enums.EvidenceKind(kind) for kind in lacking(vetting.wanted, shown)]


class DecisionIn(Input):
    decision = serializers.ChoiceField(choices=list(DECISIONS))
    reason = serializers.ChoiceField(choices=enums.VettingReason.choices, required=False)
    seen = kinds_field(required=False, help_text=_("Evidence that was shown and not uploaded."))

    def validate(self, body: dict[str, Any]) -> dict[str, Any]:
        """A refusal says why; an approval needs no reason."""
        move = DECISIONS[body.pop("decision")]
        if move == enums.VettingMove.REFUSE and "reason" not in body:
            raise serializers.ValidationError({"reason": [_("Say why, by one of the codes.")]}, code="required")
        return {**body, "move": move}


class RevocationIn(Input):
    reason = serializers.ChoiceField(choices=enums.VettingReason.choices)


class SuspensionIn(Input):
    reason = serializers.ChoiceField(choices=enums.SuspensionReason.choices)
    note = Text(max_length=1000, allow_blank=True, default="")


class SuspensionOut(Output):
    id = serializers.UUIDField()
    mentor = serializers.UUIDField(source="mentor_id")
    reason = serializers.ChoiceField(choices=enums.SuspensionReason.choices)
    note = serializers.CharField()
    suspended_at = serializers.DateTimeField(source="created_at")

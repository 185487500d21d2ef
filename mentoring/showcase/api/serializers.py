from datetime import date, datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from foundation.kernel.http import Input, Output, Text, TextsOut
from foundation.kernel.language import Language
from foundation.kernel.urls import client_url, public_url
from mentoring.projects.enums import Licence
from mentoring.projects.models import Project
from mentoring.showcase.enums import Lack, ShownName, TakedownReason
from mentoring.showcase.selectors import licence_of, picture_of, states_of, team_named, team_size, words_of


class ShowcaseQuery(Input):
    q = Text(required=False, allow_blank=True, max_length=100, help_text="Words of title, problem and idea.")
    sdg = serializers.IntegerField(required=False, min_value=1, max_value=17)
    state = serializers.RegexField(r"^[A-Z]{2}\Z", required=False)
    language = serializers.ChoiceField(choices=Language.choices, required=False)
    call = serializers.UUIDField(required=False)


class NamedOut(Output):
    name = serializers.CharField()
    name_latin = serializers.CharField(help_text="Empty where she gave none.")


class ShownLicenceOut(Output):
    key = serializers.ChoiceField(source="value", choices=Licence.choices)
    title = serializers.CharField(source="label")
    url = serializers.CharField(help_text="Empty where all rights are reserved.")


class PictureOut(Output):
    url = serializers.CharField()
    media_type = serializers.CharField()
    bytes = serializers.IntegerField()


class WordsField(serializers.CharField):
    """Of a project that is shown, without names that are not to be read, and ways to reach somebody."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given, source="*", read_only=True)

    def to_representation(self, value: Any) -> str:
        return words_of(value, self.field_name or "")


class ShownOut(Output):
    """A project in public: of its people no more than the names that each wants to be read."""

    id = serializers.UUIDField()
    url = serializers.SerializerMethodField()
    title = WordsField()
    problem = WordsField()
    idea = WordsField()
    language = serializers.ChoiceField(choices=Language.choices)
    sdgs = serializers.ListField(child=serializers.IntegerField())
    call = serializers.UUIDField(source="call_id")
    call_title = TextsOut(source="call.title")
    states = serializers.SerializerMethodField()
    team = serializers.SerializerMethodField(help_text="Those of whom a name is shown.")
    team_size = serializers.SerializerMethodField()
    picture = serializers.SerializerMethodField(help_text="One that all of the team want shown.")
    licence = serializers.SerializerMethodField(help_text="The strictest that one of the team gave.")
    accepted_on = serializers.SerializerMethodField(help_text="The day, in UTC.")

    def get_url(self, project: Project) -> str:
        return client_url("showcase", id=str(project.pk))

    def get_states(self, project: Project) -> list[str]:
        return states_of(project)

    @extend_schema_field(NamedOut(many=True))
    def get_team(self, project: Project) -> list[dict[str, str]]:
        return [{"name": each.name, "name_latin": each.name_latin} for each in team_named(project)]

    def get_team_size(self, project: Project) -> int:
        return team_size(project)

    @extend_schema_field(PictureOut(allow_null=True))
    def get_picture(self, project: Project) -> dict[str, Any] | None:
        told = picture_of(project)
        return told and {"url": public_url(f"/showcase/{project.pk}/picture"), **told}

    @extend_schema_field(ShownLicenceOut)
    def get_licence(self, project: Project) -> Any:
        return ShownLicenceOut(licence_of(project)).data

    def get_accepted_on(self, project: Any) -> date:
        accepted_at: datetime = project.accepted_at
        return accepted_at.date()


class TitledCountOut(Output):
    value = serializers.CharField()
    title = serializers.CharField()
    count = serializers.IntegerField()


class ShowcaseFacetsOut(Output):
    """How many are about each goal, from each state, in each language, of each call; the most frequent first. Of
    many only the newest 2,000 are counted."""

    total = serializers.IntegerField()
    complete = serializers.BooleanField(help_text="Whether all were counted.")
    sdg = TitledCountOut(many=True)
    state = TitledCountOut(many=True)
    language = TitledCountOut(many=True)
    call = TitledCountOut(many=True)


class ShowingIn(Input):
    ignored = ("names", "pictures", "shown", "waiting_for", "words")

    show = serializers.BooleanField()
    name = serializers.ChoiceField(choices=ShownName.choices, default=ShownName.NONE)
    picture = serializers.UUIDField(allow_null=True, default=None, help_text="Shown if all of the team name the same.")


class NamesOut(Output):
    none = serializers.CharField()
    given = serializers.CharField()
    full = serializers.CharField()


class WordsOut(Output):
    title = serializers.CharField()
    problem = serializers.CharField()
    idea = serializers.CharField()


class ShowingOut(Output):
    show = serializers.BooleanField(allow_null=True, help_text="null until it was said.")
    name = serializers.ChoiceField(choices=ShownName.choices)
    names = NamesOut(help_text="What each choice would show.")
    words = WordsOut(
        help_text="As they would be read: `…` stands for what could tell strangers who somebody is or how to reach them."
    )
    picture = serializers.UUIDField(allow_null=True)
    pictures = serializers.ListField(child=serializers.UUIDField(), help_text="Files to choose from.")
    shown = serializers.BooleanField(help_text="Whether the project is in the showcase now.")
    waiting_for = serializers.ListField(child=serializers.ChoiceField(choices=Lack.choices))


class TakedownIn(Input):
    reason = serializers.ChoiceField(choices=TakedownReason.choices)


class TakedownOut(Output):
    reason = serializers.ChoiceField(choices=TakedownReason.choices)
    created_at = serializers.DateTimeField()

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from foundation.kernel.http import Input, Output, Text
from foundation.kernel.names import readable_name
from mentoring.projects.enums import Licence
from mentoring.projects.selectors import Declared


class DeclarationIn(Input):
    ignored = ("licences", "team", "team_licence")

    own_work = serializers.BooleanField(help_text="True: what can't be said isn't kept.")
    others_work = Text(max_length=5000, allow_blank=True, default="", help_text="Pictures, music, code, by whom.")
    licence = serializers.ChoiceField(choices=Licence.choices)


class LicenceOut(Output):
    key = serializers.ChoiceField(source="value", choices=Licence.choices)
    title = serializers.CharField(source="label")
    means = serializers.CharField()
    url = serializers.CharField(help_text="Empty where all rights are reserved.")


class MemberLicenceOut(Output):
    member = serializers.UUIDField(source="id")
    name = serializers.SerializerMethodField()
    licence = serializers.ChoiceField(choices=Licence.choices, allow_null=True, help_text="null: not declared yet.")

    def get_name(self, member: Any) -> str:
        return readable_name(member.person.name, member.person.name_latin)


class DeclarationOut(Output):
    own_work = serializers.SerializerMethodField()
    others_work = serializers.SerializerMethodField()
    licence = serializers.SerializerMethodField()
    licences = serializers.SerializerMethodField(help_text="To choose from, the strictest first.")
    team = MemberLicenceOut(many=True)
    team_licence = serializers.ChoiceField(
        choices=Licence.choices,
        allow_null=True,
        help_text="The strictest that was given, under which the project is shown; null until all have declared.",
    )

    def get_own_work(self, declared: Declared) -> bool:
        return declared.own is not None

    def get_others_work(self, declared: Declared) -> str:
        return declared.own.others_work if declared.own else ""

    @extend_schema_field(serializers.ChoiceField(choices=Licence.choices, allow_null=True))
    def get_licence(self, declared: Declared) -> str | None:
        return declared.own.licence if declared.own else None

    @extend_schema_field(LicenceOut(many=True))
    def get_licences(self, declared: Declared) -> Any:
        return LicenceOut(list(Licence), many=True).data

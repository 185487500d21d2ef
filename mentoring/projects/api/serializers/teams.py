from typing import Any

from rest_framework import serializers

from foundation.kernel.http import Input, Output, Text
from foundation.kernel.names import given_name, readable_name
from mentoring.projects.enums import LetGo, Naming


class JoinIn(Input):
    code = Text(max_length=100)


class JoinCodeIn(Input):
    cohort = serializers.UUIDField(required=False, help_text="Of mine, where the project is of none yet.")


class JoinCodeOut(Output):
    code = serializers.CharField()
    expires_at = serializers.DateTimeField()


class TeamMemberPatch(Input):
    ignored = ("id", "name", "me", "joined_at")

    role = Text(max_length=60, allow_blank=True, required=False)
    lead = serializers.BooleanField(required=False, help_text="True: to be the lead from now on.")


class LetGoIn(Input):
    reason = serializers.ChoiceField(choices=LetGo.choices, help_text="For the record alone: nobody is told.")


class TeamMemberOut(Output):
    id = serializers.UUIDField()
    name = serializers.SerializerMethodField()
    role = serializers.SerializerMethodField()
    lead = serializers.SerializerMethodField()
    me = serializers.SerializerMethodField()
    joined_at = serializers.DateTimeField()

    def get_name(self, member: Any) -> str | None:
        """For mentors the name by which she is called; null in blind reviews, and where a guardian agreed to less."""
        if member.naming == Naming.NONE:
            return None
        name = readable_name(member.person.name, member.person.name_latin)
        return given_name(name) if member.naming == Naming.GIVEN else name

    def get_role(self, member: Any) -> str | None:
        return None if member.naming == Naming.NONE else member.role

    def get_lead(self, member: Any) -> bool:
        return bool(member.person_id == member.project.owner_id)

    def get_me(self, member: Any) -> bool:
        return bool(member.person_id == self.context["request"].user.pk)

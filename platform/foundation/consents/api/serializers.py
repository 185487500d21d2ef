from typing import Any

from rest_framework import serializers

from foundation.accounts.enums import Gender
from foundation.consents.enums import Purpose, Waiting
from foundation.consents.selectors import waiting_of
from foundation.kernel.http import Date, Input, Output, Text, TextsOut
from foundation.kernel.language import LANGUAGES
from foundation.programmes.enums import MembershipStatus, Role

MOST_AT_ONCE = 1000
TOLD_WAITING = "Whose consent is missing: `guardian`, or `member_state` where the state is not open to minors."


class HeldRoleOut(Output):
    role = serializers.ChoiceField(choices=Role.values)
    scope = serializers.CharField(
        allow_null=True, help_text="A member state's code or an organisation's slug; null reaches everywhere."
    )


class CapabilityOut(Output):
    granted = serializers.BooleanField()
    waiting_for = serializers.ChoiceField(choices=Waiting.values, allow_null=True, help_text=TOLD_WAITING)


CapabilitiesOut = type("CapabilitiesOut", (Output,), {purpose.value: CapabilityOut() for purpose in Purpose})


class MeOut(Output):
    id = serializers.UUIDField(source="person.id")
    username = serializers.CharField(source="person.username")
    name = serializers.CharField(source="person.name")
    name_latin = serializers.CharField(source="person.name_latin")
    email = serializers.CharField(source="person.email", help_text="Where we write to; empty for none.")
    email_verified = serializers.BooleanField()
    phone = serializers.CharField(source="person.phone")
    birth_date = serializers.DateField(source="person.birth_date", allow_null=True)
    gender = serializers.ChoiceField(source="person.gender", choices=["", *Gender.values])
    language = serializers.ChoiceField(source="person.language", choices=LANGUAGES)
    time_zone = serializers.CharField(source="person.time_zone")
    country = serializers.CharField(source="person.country")
    roles = HeldRoleOut(many=True)
    capabilities = CapabilitiesOut()


class MePatch(Input):
    """Birth date, country, username and address may come along as they are; they are not changed here."""

    ignored = ("id", "created_at", "email_verified", "roles", "capabilities")
    name = Text(max_length=200)
    name_latin = Text(max_length=200, allow_blank=True)
    phone = Text(max_length=40, allow_blank=True)
    gender = serializers.ChoiceField(choices=["", *Gender.values])
    language = serializers.ChoiceField(choices=LANGUAGES)
    time_zone = Text(max_length=64)
    username = Text(max_length=64)
    email = Text(max_length=254, allow_blank=True)
    birth_date = Date(allow_null=True)
    country = Text(max_length=2, allow_blank=True)


class HeldOut(Output):
    purpose = serializers.ChoiceField(choices=Purpose.values)
    text = serializers.CharField(help_text="What a guardian reads of it.")
    version = serializers.IntegerField()
    granted = serializers.BooleanField(help_text="Whether I may, by consent or by age.")
    waiting_for = serializers.ChoiceField(choices=Waiting.values, allow_null=True, help_text=TOLD_WAITING)
    decision = serializers.BooleanField(
        allow_null=True, help_text="My guardian's; null while there is none that holds."
    )
    valid_until = serializers.DateField(allow_null=True)


class MyConsentsOut(Output):
    purposes = HeldOut(many=True)


class AskedOut(Output):
    key = serializers.ChoiceField(choices=Purpose.values)
    title = serializers.CharField()
    text = serializers.CharField()
    version = serializers.IntegerField()
    decision = serializers.BooleanField(allow_null=True, help_text="null while there is none that holds.")
    valid_until = serializers.DateField(allow_null=True)


class ContactOut(Output):
    name = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()


class LetterOut(Output):
    learner_name = serializers.CharField(source="person.name")
    programme = TextsOut()
    purposes = AskedOut(many=True)
    safeguarding_contact = ContactOut(allow_null=True)


class DecisionsIn(Input):
    """By purpose; what is left out stays as it is."""

    def get_fields(self) -> dict[str, Any]:
        return {purpose.value: serializers.BooleanField(required=False) for purpose in Purpose}


class AnswerIn(Input):
    decisions = DecisionsIn()
    guardian_name = Text(max_length=200)
    relationship = Text(max_length=80, required=False, allow_blank=True)


class WaitingQuery(Input):
    withheld = serializers.ChoiceField(
        choices=Purpose.values, required=False, help_text="Only members who may not do this now."
    )


WaitingByPurpose = type(
    "WaitingByPurpose",
    (Output,),
    {p.value: serializers.ChoiceField(choices=Waiting.values, required=False) for p in Purpose},
)


class WaitedRows(serializers.ListSerializer[Any]):
    """A page of members, with one query for what they all wait for."""

    def to_representation(self, data: Any) -> Any:
        return super().to_representation(waiting_of(data))


class WaitedOut(Output):
    class Meta:
        list_serializer_class = WaitedRows

    id = serializers.UUIDField(source="membership.id")
    person = serializers.UUIDField(source="membership.person_id")
    name = serializers.CharField(source="membership.person.name")
    status = serializers.ChoiceField(source="membership.status", choices=MembershipStatus.values)
    waiting_for = WaitingByPurpose(
        source="waiting", help_text=TOLD_WAITING + " Purposes that wait for nobody are left out."
    )
    refused = serializers.ListField(
        child=serializers.ChoiceField(choices=Purpose.values),
        help_text="What of it the guardian has refused: asking again is for her to wish.",
    )


class AttestIn(Input):
    members = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_AT_ONCE)
    evidence = Text(max_length=500, help_text="What the guardians signed, and where it lies.")
    granted = serializers.BooleanField(default=True, help_text="False enters that they refused.")
    purposes = serializers.ListField(
        child=serializers.ChoiceField(choices=Purpose.values),
        min_length=1,
        required=False,
        help_text="By default all that the member state asks of guardians.",
    )
    decided_on = Date(required=False, help_text="By default today.")
    guardian_name = Text(max_length=200, required=False, allow_blank=True)
    relationship = Text(max_length=80, required=False, allow_blank=True)


class AttestedOut(Output):
    recorded = serializers.IntegerField()
    unchanged = serializers.IntegerField(
        help_text="Of age, nothing to ask, or decided later or by the guardian's own link."
    )

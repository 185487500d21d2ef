from typing import Any

from rest_framework import serializers

from foundation.accounts.enums import Gender
from foundation.kernel.http import Date, Input, Output, Text
from foundation.kernel.language import LANGUAGES
from foundation.programmes.api.serializers.fields import REFERENCE
from foundation.programmes.enums import MembershipStatus, Role
from foundation.programmes.services import AddedMember


class MembersQuery(Input):
    status = serializers.ChoiceField(choices=MembershipStatus.values, required=False)


class ClaimCodeOut(Output):
    code = serializers.CharField(help_text="Told this once.")
    url = serializers.CharField()
    expires_at = serializers.DateTimeField()


class MemberOut(Output):
    id = serializers.UUIDField()
    person = serializers.UUIDField(source="person_id")
    name = serializers.CharField(source="person.name")
    language = serializers.ChoiceField(source="person.language", choices=LANGUAGES)
    status = serializers.ChoiceField(choices=MembershipStatus.values)
    claimed_at = serializers.DateTimeField(source="person.claimed_at", allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    cohort = serializers.UUIDField(source="cohort_id")
    organisation = serializers.SlugField(source="organisation.slug")
    group = serializers.CharField()
    learner_number = serializers.CharField()


class AddedMemberOut(MemberOut):
    claim = ClaimCodeOut()

    def to_representation(self, instance: AddedMember) -> dict[str, Any]:
        claim = ClaimCodeOut(instance.claim, context=self.context).data
        return {**MemberOut(instance.membership, context=self.context).data, "claim": claim}


class MemberIn(Input):
    ignored = ("id", "created_at")
    name = Text(max_length=200)
    birth_date = Date(allow_null=True, help_text="Unknown (null) counts as under age.")
    language = serializers.ChoiceField(choices=LANGUAGES)
    name_latin = Text(max_length=200, required=False, allow_blank=True)
    gender = serializers.ChoiceField(choices=["", *Gender.values], required=False)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)
    phone = Text(max_length=20, required=False, allow_blank=True)
    learner_number = Text(max_length=40, required=False, allow_blank=True)
    organisation = Text(max_length=100, required=False, help_text="The learner's school. " + REFERENCE)
    group = Text(max_length=80, required=False, allow_blank=True)


class MemberPatch(Input):
    ignored = ("id", "created_at", "person", "name", "language", "claimed_at", "withdrawn_at")
    cohort = serializers.UUIDField(help_text="Another cohort moves the learner there.")
    status = serializers.ChoiceField(choices=MembershipStatus.values, help_text="`withdrawn` gives the seat back.")
    organisation = Text(max_length=100, help_text=REFERENCE)
    group = Text(max_length=80, allow_blank=True)
    learner_number = Text(max_length=40, allow_blank=True)


class GrantIn(Input):
    ignored = ("id", "created_at", "person", "granted_at")
    role = serializers.ChoiceField(choices=Role.values)
    state = Text(max_length=2, required=False, allow_null=True, help_text="A member state's code.")
    organisation = Text(max_length=100, required=False, allow_null=True, help_text=REFERENCE)
    user = Text(max_length=100, required=False, help_text="A username or id.")
    email = serializers.EmailField(max_length=254, required=False)
    name = Text(max_length=200, required=False, help_text="Of someone new.")
    language = serializers.ChoiceField(choices=LANGUAGES, required=False, help_text="Of someone new.")


class GranteeOut(Output):
    id = serializers.UUIDField()
    name = serializers.CharField()
    claimed_at = serializers.DateTimeField(allow_null=True)


class GrantOut(Output):
    id = serializers.UUIDField()
    role = serializers.ChoiceField(choices=Role.values)
    state = serializers.CharField(source="state.code", default=None, allow_null=True)
    organisation = serializers.SlugField(source="organisation.slug", default=None, allow_null=True)
    person = GranteeOut()
    granted_at = serializers.DateTimeField(source="created_at")


class ClaimIn(Input):
    code = Text(max_length=100, help_text="As printed; spaces, dashes, case and the script of digits don't matter.")
    username = Text(max_length=200, required=False)
    password = Text(max_length=200, required=False, trim_whitespace=False)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)


class SignedInMetaOut(Output):
    is_authenticated = serializers.BooleanField()
    session_token = serializers.CharField()
    access_token = serializers.CharField()
    refresh_token = serializers.CharField()


class SignedInOut(Output):
    """As `POST /_allauth/app/v1/auth/login` answers."""

    status = serializers.IntegerField()
    data = serializers.DictField()  # type: ignore[assignment]
    meta = SignedInMetaOut()

"""Serializers that are strict about what they take: no unknown members, no number where a text belongs."""

from datetime import date
from typing import Any, ClassVar, cast

from django.core.validators import RegexValidator
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from foundation.kernel.http.words import SLUG, name_choices
from foundation.kernel.language import LANGUAGES, best, pick


class Text(serializers.CharField):
    """A string and only a string."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Date(serializers.DateField):
    """A day that the calendar has. One that it hasn't is well written, and told apart from what is no date."""

    default_error_messages = {"no_such_day": _("There is no such day.")}

    def to_internal_value(self, value: Any) -> date:
        try:
            if isinstance(value, str):
                parse_date(value)
        except ValueError:
            self.fail("no_such_day")
        return super().to_internal_value(value)


class Slug(Text):
    """Lower-case letters, digits and single hyphens."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=kwargs.pop("max_length", 100), **kwargs)
        self.validators.append(RegexValidator(r"^[a-z0-9]+(?:-[a-z0-9]+)*$", SLUG, code="invalid"))


TEXTS_SCHEMA = {
    "type": "object",
    "properties": {code: {"type": "string"} for code in LANGUAGES},
    "additionalProperties": False,
    "minProperties": 1,
}


@extend_schema_field(TEXTS_SCHEMA)
class TextsIn(serializers.Field[dict[str, str], Any, Any, Any]):
    """A text in the working languages, `{"ar", "en", "fr"}`; at least one of them, or with `whole` each."""

    default_error_messages = {
        "texts": _("Give the text as an object with any of ar, en and fr."),
        "whole": _("Say it in each of ar, en and fr."),
        "long": _("Each text may have at most {max_length} characters."),
    }

    def __init__(self, *, max_length: int = 500, whole: bool = False, **kwargs: Any) -> None:
        self.max_length, self.whole = max_length, whole
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> dict[str, str]:
        if not isinstance(data, dict) or not data or not set(data) <= set(LANGUAGES):
            self.fail("texts")
        if not all(isinstance(text, str) and text.strip() and "\0" not in text for text in data.values()):
            self.fail("texts")
        if self.whole and len(data) < len(LANGUAGES):
            self.fail("whole")
        if any(len(text) > self.max_length for text in data.values()):
            self.fail("long", max_length=self.max_length)
        return {code: text.strip() for code, text in data.items()}

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_field({"type": "string"})
class TextsOut(serializers.Field[Any, Any, str, Any]):
    """A text in the reader's language, or the nearest that there is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> str:
        return pick(value)


@extend_schema_field({"type": "string", "enum": list(LANGUAGES)})
class LanguageOut(serializers.Field[Any, Any, str, Any]):
    """The language in which the texts beside it are said: the reader's, or the nearest that there is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> str:
        return best(value)


class Output(serializers.Serializer[Any]):
    """What goes out."""


class ProgressOut(Output):
    """How far something long has come."""

    done = serializers.IntegerField()
    total = serializers.IntegerField(help_text=_("0 while nobody knows yet."))


class MessageOut(Output):
    """What is said of a row."""

    code = serializers.CharField()
    field = serializers.CharField()
    read = serializers.CharField(help_text=_("What was read."))
    expected = serializers.CharField(help_text=_("What would be right."))
    detail = serializers.CharField(help_text=_("In the reader's language."))


class Input(serializers.Serializer[Any]):
    """What comes in. Unknown members are refused; those in `ignored` may come along, since what GET gives, PUT takes."""

    ignored: ClassVar[tuple[str, ...]] = ()
    default_error_messages = {"unknown": _("There is no such field."), "invalid": _("Give an object here.")}

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        for field in fields.values():
            name_choices(field)
        return fields

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """An object inside the body comes whole, even where a PATCH around it names only what changes."""
        if self.parent is None or not isinstance(data, dict):
            return super().run_validation(data)
        whole = type(self)(data=data, context=self.context)
        whole.is_valid(raise_exception=True)
        return whole.validated_data

    def to_internal_value(self, data: Any) -> Any:
        """Says of unknown members and of all others at once what is wrong."""
        told = data if isinstance(data, dict) else {}
        unknown = sorted(str(name) for name in told if name not in self.fields and name not in self.ignored)
        wrong: dict[str, Any] = {
            name: [ErrorDetail(str(self.error_messages["unknown"]), "unknown")] for name in unknown
        }
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as refused:
            wrong |= cast("dict[str, Any]", refused.detail)
        if wrong:
            raise serializers.ValidationError(wrong)
        return value

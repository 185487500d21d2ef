from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from foundation.kernel.language import LANGUAGES, best

REFERENCE = "A slug or an id."


@extend_schema_field({"type": "string", "enum": list(LANGUAGES)})
class ServedIn(serializers.Field[Any, Any, str, Any]):
    """The language in which the texts of `source` are served."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> str:
        return best(value)


class LanguagesIn(serializers.ListField):
    """Some of the working languages, the main one first."""

    child = serializers.ChoiceField(choices=LANGUAGES)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_length=1, max_length=len(LANGUAGES), **kwargs)

    def to_internal_value(self, data: Any) -> list[str]:
        return list(dict.fromkeys(super().to_internal_value(data)))

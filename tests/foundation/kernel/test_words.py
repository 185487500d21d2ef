"""What is said of single values says what would be right, in three languages and their own signs."""

import re

import pytest
from django.utils import translation
from rest_framework import fields, serializers

from foundation.kernel.http import Date, Input, Slug
from foundation.kernel.http.words import THEIRS

FOREIGN = re.compile(r"'|(?<!\xa0)[:;?!](?!\S)|« | »")


class Asked(Input):
    learners = serializers.ChoiceField(choices=["keep", "move"], required=False)
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=["one", "two"]), required=False)
    slug = Slug(required=False)


def said_of(field: str, value: object) -> str:
    asked = Asked(data={field: value})
    assert not asked.is_valid()
    told = asked.errors[field]
    return str(told[0] if isinstance(told, list) else told[0][0])


@pytest.mark.parametrize(
    ("language", "choices", "slug"),
    [
        ("ar", "يجب أن يكون هذا واحدًا من: {}.", "تُكتب هنا حروف صغيرة من a إلى z وأرقام، في كلمات تصل بينها شرطات."),
        (
            "en",
            "This has to be one of: {}.",
            "Give lower-case letters from a to z and digits, in words joined by hyphens.",
        ),
        (
            "fr",
            "Cette valeur doit être l’une de\xa0: {}.",
            "Donnez des minuscules de a à z et des chiffres, en mots joints par des traits d’union.",
        ),
    ],
)
def test_what_would_be_right_is_said(language: str, choices: str, slug: str) -> None:
    comma = "، " if language == "ar" else ", "
    with translation.override(language):
        assert said_of("learners", "stay") == choices.format(f"keep{comma}move")
        assert said_of("kinds", ["three"]) == choices.format(f"one{comma}two")
        assert said_of("slug", "No Slug") == slug


class Limited(Input):
    number = serializers.IntegerField(max_value=5, required=False)
    text = serializers.CharField(max_length=3, required=False)


@pytest.mark.parametrize(
    ("language", "number", "text"),
    [
        ("ar", "لا تزيد القيمة هنا على 5.", "لا يزيد عدد الحروف هنا على 3."),
        ("fr", "La valeur est de 5 au plus.", "Nombre de caractères\xa0: 3 au plus."),
    ],
)
def test_a_limit_agrees_with_any_number(language: str, number: str, text: str) -> None:
    with translation.override(language):
        asked = Limited(data={"number": 6, "text": "four"})
        assert not asked.is_valid()
        assert {name: str(told[0]) for name, told in asked.errors.items()} == {"number": number, "text": text}


class Dated(Input):
    day = Date()


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2026-02-30", "no_such_day"),
        ("2026-13-01", "no_such_day"),
        ("0000-01-01", "no_such_day"),
        ("2026-02", "invalid"),
        ("tomorrow", "invalid"),
        (20260228, "invalid"),
        (None, "null"),
    ],
)
def test_a_day_that_is_none_is_told_from_what_is_no_date(day: object, code: str) -> None:
    asked = Dated(data={"day": day})
    assert not asked.is_valid()
    assert [told.code for told in asked.errors["day"]] == [code]


@pytest.mark.parametrize(
    ("language", "words"),
    [("ar", "لا يوجد يوم كهذا."), ("en", "There is no such day."), ("fr", "Ce jour n’existe pas.")],
)
def test_a_day_that_is_none_is_said_to_be_none(language: str, words: str) -> None:
    with translation.override(language):
        asked = Dated(data={"day": "2026-02-30"})
        assert not asked.is_valid()
        assert [str(told) for told in asked.errors["day"]] == [words]
    asked = Dated(data={"day": "2028-02-29"})
    assert asked.is_valid()


class Named(Input):
    name = serializers.CharField()


def test_an_unknown_member_hides_no_other_fault() -> None:
    asked = Named(data={"nmae": "Amina"})
    assert not asked.is_valid()
    assert [(name, told[0].code) for name, told in asked.errors.items()] == [("nmae", "unknown"), ("name", "required")]


def theirs() -> set[str]:
    """All that the kinds of field that we use can say by themselves."""
    used = (
        serializers.BooleanField, serializers.CharField, serializers.ChoiceField, serializers.DateField,
        serializers.DateTimeField, serializers.DecimalField, serializers.DictField, serializers.EmailField,
        serializers.FileField, serializers.FloatField, serializers.IntegerField, serializers.ListField,
        serializers.ListSerializer, serializers.Serializer, serializers.TimeField, serializers.URLField,
        serializers.UUIDField,
    )  # fmt: skip
    kinds = {kind for field in used for kind in field.__mro__ if issubclass(kind, fields.Field)}
    with translation.override("en"):
        return {str(words) for kind in kinds for words in getattr(kind, "default_error_messages", {}).values()}


def test_what_is_replaced_is_said_somewhere() -> None:
    assert set(THEIRS) - theirs() == set()


def test_french_has_its_own_signs() -> None:
    with translation.override("fr"):
        said = {words: translation.gettext(words) for words in theirs()}
    assert [words for words, french in said.items() if FOREIGN.search(french.replace("{format}", ""))] == []


def test_all_of_it_is_ours_in_arabic_too() -> None:
    with translation.override("ar"):
        assert translation.gettext("This field may not be blank.") == "لا يجوز أن يكون هذا الحقل فارغًا."
        assert [words for words in THEIRS if " ان " in translation.gettext(words)] == []

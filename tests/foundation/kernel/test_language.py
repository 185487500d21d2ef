import pytest
from django.utils import translation

from foundation.kernel.language import best, current, direction, pick


@pytest.mark.parametrize(
    ("texts", "wanted", "served", "text"),
    [
        ({"ar": "ا", "en": "a", "fr": "à"}, "fr", "fr", "à"),
        ({"ar": "ا", "en": "a"}, "fr", "en", "a"),
        ({"ar": "ا", "fr": ""}, "fr", "ar", "ا"),
        ({}, "fr", "fr", ""),
    ],
)
def test_a_text_falls_back_and_says_so(texts: dict[str, str], wanted: str, served: str, text: str) -> None:
    assert (best(texts, wanted), pick(texts, wanted)) == (served, text)


@pytest.mark.parametrize(("active", "code", "way"), [("ar", "ar", "rtl"), ("fr-tn", "fr", "ltr"), ("de", "en", "ltr")])
def test_the_current_language_is_one_of_ours(active: str, code: str, way: str) -> None:
    with translation.override(active):
        assert (current(), direction()) == (code, way)

import pytest
from django.test import Client

from tests.factories.courses import published_course

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "words", "direction"), [("ar", "الدورات", "rtl"), ("fr", "Cours", "ltr")])
def test_the_catalogue_is_a_page_in_the_readers_language(
    client: Client, language: str, words: str, direction: str
) -> None:
    published_course("reading")
    published_course("hidden", open_to_all=False)
    said = client.get("/courses", {"lang": language}).content.decode()
    assert f"<h1>{words}</h1>" in said
    assert f'dir="{direction}"' in said
    assert "/courses/reading" in said
    assert "hidden" not in said


def test_an_empty_catalogue_says_so(client: Client) -> None:
    assert "There are no courses open to you yet." in client.get("/courses", {"lang": "en"}).content.decode()

import pytest
from django.test import Client

from tests.factories.courses import published, published_course

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


def test_a_course_shows_its_lessons(client: Client) -> None:
    version = published()
    answer = client.get(f"/courses/{version.course.slug}")
    said = answer.content.decode()
    assert said.count('href="/lessons/') == 2
    assert len(answer.content) < 50_000
    assert "<script" not in said


def test_a_course_that_is_not_for_all_is_not_there(client: Client) -> None:
    published_course("hidden", open_to_all=False)
    assert client.get("/courses/hidden").status_code == 404
    assert client.get("/courses/nothing").status_code == 404


def test_an_empty_catalogue_says_so(client: Client) -> None:
    assert "There are no courses open to you yet." in client.get("/courses", {"lang": "en"}).content.decode()

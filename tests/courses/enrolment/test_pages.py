import pytest
from django.test import Client

from courses.catalogue.services import ModuleDraft
from courses.enrolment.services import enrol
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, lesson_draft, lessons_of, published, published_course, texts

pytestmark = pytest.mark.django_db


def test_a_course_shows_its_lessons(client: Client) -> None:
    version = published()
    answer = client.get(f"/courses/{version.course.slug}")
    said = answer.content.decode()
    assert said.count('href="/lessons/') == 2
    assert len(answer.content) < 50_000
    assert "<script" not in said


def test_a_course_says_how_much_of_it_is_enough_where_that_is_not_all(client: Client) -> None:
    published(course_draft("half", lessons=5, share=50))
    published(course_draft("whole", lessons=5))
    sentence = "Leçons obligatoires qui suffisent pour le terminer\u00a0: 3 sur 5, dont chaque quiz."
    found = {slug: client.get(f"/courses/{slug}?lang=fr").content.decode() for slug in ("half", "whole")}
    assert [sentence in said for said in found.values()] == [True, False]
    assert "suffisent" not in found["whole"]


def test_a_course_that_is_not_for_all_is_not_there(client: Client) -> None:
    published_course("hidden", open_to_all=False)
    assert client.get("/courses/hidden").status_code == 404
    assert client.get("/courses/nothing").status_code == 404
    for slug in ("hidden", "nothing"):
        assert "connectez-vous d’abord" in client.get(f"/courses/{slug}?lang=fr").content.decode()


def test_a_learner_under_way_sees_the_lessons_of_her_version(client: Client) -> None:
    """Though another is published since, and the course is hers no more to begin."""
    (mine,) = lessons_of(published(course_draft("reading", lessons=1)))
    person = PersonFactory()
    enrol(actor=person, course_slug="reading")
    (newer,) = lessons_of(published(course_draft("reading", lessons=1, said="2"), open_to_all=False))
    client.force_login(person)
    said = client.get("/courses/reading").content.decode()
    assert f"/lessons/{mine.id}" in said
    assert f"/lessons/{newer.id}" not in said


def test_a_lesson_is_a_page_with_a_way_on(client: Client) -> None:
    first, second, third = lessons_of(published(course_draft("reading", lessons=3)))
    answer = client.get(f"/lessons/{second.id}", {"lang": "ar"})
    said = answer.content.decode()
    assert "<p>lesson-2 ar</p>" in said
    assert 'lang="ar" dir="rtl"' in said
    assert f'href="/lessons/{first.id}" rel="prev"' in said
    assert f'href="/lessons/{third.id}" rel="next"' in said
    assert len(answer.content) < 50_000


def test_a_lesson_page_shows_pictures_and_recordings_of_ours(client: Client) -> None:
    (lesson,) = lessons_of(published(course_draft("reading", lessons=1)))
    policy = client.get(f"/lessons/{lesson.id}")["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "img-src 'self' data:", "media-src 'self'"} <= set(policy)


def test_a_lesson_in_another_language_says_so(client: Client) -> None:
    parts = (lesson_draft("a", languages=("fr",)),)
    (lesson,) = lessons_of(published(course_draft(modules=(ModuleDraft("start", texts("start"), parts),))))
    said = client.get(f"/lessons/{lesson.id}", {"lang": "ar"}).content.decode()
    assert '<article lang="fr" dir="ltr">' in said
    assert "هذا الدرس غير متوفر بلغتك بعد." in said


def test_a_lesson_that_is_not_for_all_is_not_there(client: Client) -> None:
    lesson = lessons_of(published(course_draft("hidden"), open_to_all=False))[0]
    assert client.get(f"/lessons/{lesson.id}").status_code == 404
    client.force_login(PersonFactory(is_staff=True))
    assert client.get(f"/lessons/{lesson.id}").status_code == 200

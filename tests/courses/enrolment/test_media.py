"""What a lesson shows and how much it weighs, before a phone fetches it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from rest_framework.test import APIClient

from courses.catalogue.services import MediaDraft, ModuleDraft
from tests.factories.courses import course_draft, lesson_draft, lessons_of, published, texts
from tests.factories.media import CAPTIONS, MP3, picture, shown
from tests.factories.programmes import office
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
DAM, TALK, SAID = MediaDraft.of("png", picture()), MediaDraft.of("mp3", MP3), MediaDraft.of("vtt", CAPTIONS.encode())
MEDIA = {"en": [shown(DAM)], "fr": [shown(DAM, "Un barrage"), shown(TALK, ar=SAID, fr=SAID)]}
SIZES = {"en": len(picture()), "fr": len(picture()) + len(MP3) + 2 * len(CAPTIONS)}


def set_up() -> Any:
    lesson = replace(lesson_draft("a", languages=("en", "fr")), media=MEDIA)
    modules = (ModuleDraft("start", texts("start"), (lesson,)),)
    version = published(course_draft("reading", modules=modules, media=(DAM, TALK, SAID)))
    return {"lesson": lessons_of(version)[0], "author": office()}


_written, desk = scene(set_up)


@pytest.mark.parametrize(("asked", "served"), [("en", "en"), ("fr", "fr"), ("ar", "en")])
def test_a_lesson_says_what_it_shows_and_the_outline_how_much_that_is(
    client_of: Clients, desk: Any, asked: str, served: str
) -> None:
    client = client_of(language=asked)
    assert client.get(f"/api/v1/lessons/{desk['lesson'].id}").json()["media"] == MEDIA[served]
    ((entry,),) = (module["lessons"] for module in client.get("/api/v1/courses/reading/outline").json()["modules"])
    assert (entry["bytes"], entry["media_bytes"]) == (len(f"<p>a {served}</p>"), SIZES[served])


def test_an_author_sees_the_same(client_of: Clients, desk: Any) -> None:
    client, base = client_of(desk["author"], language="fr"), "/api/v1/courses/reading"
    path = f"{base}/versions/1/lessons/{desk['lesson'].id}"
    assert client.get(path).json() == client.get(f"/api/v1/lessons/{desk['lesson'].id}").json()
    assert client.get(f"{base}/versions/1/outline").json() == client.get(f"{base}/outline").json()


def test_reading_it_is_one_statement(client_of: Clients, desk: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        client_of().get(f"/api/v1/lessons/{desk['lesson'].id}")

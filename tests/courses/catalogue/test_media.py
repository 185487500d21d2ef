"""What lessons show, at its address: to whoever has that, for ever, whole or in parts."""

from hashlib import sha256
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from courses.catalogue.enums import MediaKind
from courses.catalogue.models import MediaFile
from courses.catalogue.services import MediaDraft, draft_version
from courses.catalogue.services.showing import keep_media
from foundation.kernel.http.downloads import PART, POLICY
from tests.factories.courses import course_draft
from tests.factories.media import CAPTIONS, picture
from tests.scenes import scene

pytestmark = pytest.mark.django_db
FOR_EVER = "public, max-age=31536000, immutable"
LONG = bytes(range(256)) * (PART * 5 // 2 // 256)  # two parts and a half


def set_up() -> dict[str, MediaDraft]:
    media = {
        "picture": MediaDraft.of("png", picture()),
        "film": MediaDraft.of("mp4", LONG),
        "captions": MediaDraft.of("vtt", CAPTIONS.encode()),
    }
    draft_version(actor=None, draft=course_draft(media=tuple(media.values())))
    return media


_written, media = scene(set_up)


def body(answer: Any) -> bytes:
    return b"".join(answer) if answer.streaming else bytes(answer.content)


@pytest.mark.parametrize(
    ("name", "media_type"), [("picture", "image/png"), ("film", "video/mp4"), ("captions", "text/vtt")]
)
def test_whoever_has_its_address_gets_it(client: Client, media: Any, name: str, media_type: str) -> None:
    draft = media[name]
    answer = client.get(draft.url, headers={"Authorization": "Bearer none", "Accept": "image/avif,image/*;q=0.8"})
    assert (answer.status_code, body(answer)) == (200, draft.content)
    wanted = {
        "Content-Type": media_type,
        "Content-Length": str(len(draft.content)),
        "Accept-Ranges": "bytes",
        "Cache-Control": FOR_EVER,
        "ETag": f'"{sha256(draft.content).hexdigest()}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": POLICY,
        "Vary": "origin",
    }
    assert {header: answer.headers.get(header) for header in wanted} == wanted
    assert (answer.has_header("Content-Language"), answer.cookies) == (False, {})


def test_a_part_of_it(client: Client, media: Any) -> None:
    film = media["film"]
    for asked, part in (
        ("bytes=0-1", slice(0, 2)),
        (f"bytes={PART - 3}-{PART + 2}", slice(PART - 3, PART + 3)),
        ("bytes=-5", slice(len(LONG) - 5, len(LONG))),
        ("bytes=0-", slice(0, PART)),
        (f"bytes=7-{len(LONG)}", slice(7, PART + 7)),
        (f"bytes={2 * PART}-", slice(2 * PART, len(LONG))),
    ):
        answer = client.get(film.url, headers={"Range": asked})
        told = f"bytes {part.start}-{part.stop - 1}/{len(LONG)}"
        assert (answer.status_code, answer["Content-Range"]) == (206, told)
        assert (answer.streaming, body(answer), answer["Cache-Control"]) == (False, LONG[part], FOR_EVER)


def test_a_part_only_of_the_same(client: Client, media: Any) -> None:
    film = media["film"]
    for etag, status in ((f'"{film.sha256}"', 206), ('"another"', 200), ("Wed, 25 Nov 2026 10:00:00 GMT", 200)):
        answer = client.get(film.url, headers={"Range": "bytes=0-1", "If-Range": etag})
        assert (answer.status_code, len(body(answer))) == (status, 2 if status == 206 else len(LONG))


def test_what_lies_beyond_its_end(client: Client, media: Any) -> None:
    answer = client.get(media["film"].url, headers={"Range": f"bytes={len(LONG)}-"})
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(LONG)}")
    assert (answer["Content-Type"], answer.json()["code"]) == ("application/problem+json", "range_not_satisfiable")


def test_how_large_it_is_without_getting_it(client: Client, media: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        answer = client.head(media["film"].url, headers={"Range": "bytes=0-1"})
    assert (answer.status_code, answer.content, answer["Content-Length"]) == (200, b"", str(len(LONG)))
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("video/mp4", FOR_EVER)


def test_whoever_has_it_need_not_get_it_again(client: Client, media: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        answer = client.get(media["film"].url, headers={"If-None-Match": f'"{media["film"].sha256}"'})
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (304, b"", FOR_EVER)


def test_what_is_not_what_somebody_asks_for_is_refused(client: Client, media: Any) -> None:
    answer = client.get(media["film"].url, headers={"If-Match": '"other"', "Range": "bytes=0-1"})
    assert (answer.status_code, answer.json()["code"], answer["Cache-Control"]) == (412, "stale", "no-store")


@pytest.mark.parametrize("asked", ["If-Match", "If-Unmodified-Since"])
def test_what_never_changes_is_given_to_whoever_goes_on_getting_it(client: Client, media: Any, asked: str) -> None:
    said = {"If-Match": f'"{media["film"].sha256}"', "If-Unmodified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}
    answer = client.get(media["film"].url, headers={asked: said[asked], "Range": "bytes=10-19"})
    assert (answer.status_code, answer.content) == (206, LONG[10:20])


def test_a_statement_for_each_part(client: Client, media: Any, django_assert_num_queries: Any) -> None:
    for name, asked, count in (("picture", "", 2), ("film", "", 4), ("film", "bytes=0-", 2)):
        with django_assert_num_queries(count):
            body(client.get(media[name].url, headers={"Range": asked}))


def test_slow_phones_leave_room_for_others(client: Client, media: Any) -> None:
    """What is large holds a thread while it is fetched whole; parts and pictures hold none."""
    film = media["film"].url
    slow = [client.get(film) for _ in range(2)]
    refused = client.get(film)
    assert (refused.status_code, refused.json()["code"], refused["Retry-After"]) == (503, "busy", "5")
    assert client.get(film, headers={"Range": "bytes=0-"}).status_code == 206
    assert client.get(media["picture"].url).status_code == 200
    assert [body(answer) for answer in slow] == [LONG, LONG]
    assert [body(client.get(film)) for _ in range(3)] == [LONG] * 3


def test_what_is_not_there(client: Client, media: Any) -> None:
    digest = media["picture"].sha256
    for path in (f"/media/{digest}.jpg", f"/media/{digest}.html", f"/media/{'0' * 64}.png"):
        for headers in ({"Accept": "text/html"}, {}):
            answer = client.get(path, headers=headers)
            assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
            assert (answer.json()["code"], answer["Cache-Control"]) == ("not_found", "no-store")
    for path in ("/media/", f"/media/{digest}", f"/media/{digest[:-1]}.png", "/media/../manage.py"):
        assert client.get(path).status_code == 404


def test_nothing_can_be_done_to_it(client: Client, media: Any) -> None:
    for method in (client.post, client.put, client.patch, client.delete):
        answer = method(media["picture"].url)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_it_neither_changes_nor_goes(media: Any) -> None:
    kept = MediaFile.objects.filter(sha256=media["picture"].sha256)
    for change in (
        lambda: kept.update(kind="jpg"),
        lambda: kept.update(content=picture(colour="red")),
        lambda: kept.delete(),
        lambda: MediaFile.objects.create(sha256="0" * 64, kind="png", content=picture(colour="red")),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert [bytes(file.content) for file in kept] == [picture()]


def test_what_is_there_is_not_sent_to_the_database_again(media: Any, django_assert_num_queries: Any) -> None:
    drafts = [*media.values(), MediaDraft.of("png", picture(colour="red")), MediaDraft.of("png", picture(colour="red"))]
    with django_assert_num_queries(2):
        keep_media(drafts)
    with django_assert_num_queries(1):
        keep_media(drafts)
    assert MediaFile.objects.count() == 4


def test_a_part_is_read_without_the_rest() -> None:
    """Compressed, the whole would have to be unpacked for each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstorage FROM pg_attribute WHERE attrelid = 'catalogue_mediafile'::regclass AND attname = 'content'"
        )
        assert cursor.fetchall() == [("e",)]


def test_only_pictures_are_pictures() -> None:
    assert [kind for kind in MediaKind if kind.is_picture] == [MediaKind.PNG, MediaKind.JPG, MediaKind.WEBP]

"""A course to take along, checked as a phone checks it."""

import json
import zipfile
from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from rest_framework.test import APIClient

from courses.catalogue.enums import TakenDown
from courses.catalogue.services import MediaDraft, ModuleDraft, offer_to_all, withdraw_media
from courses.enrolment.services import enrol
from tests.factories.accounts import PersonFactory
from tests.factories.courses import LANGUAGES, course_draft, lesson_draft, lessons_of, published, texts
from tests.factories.media import CAPTIONS, FILM, picture, shown
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
ZIP = "/api/v1/courses/reading/offline.zip"


SMALL, LARGE = MediaDraft.of("png", picture()), MediaDraft.of("png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64 * 1024)
FILM_DRAFT, SAID = MediaDraft.of("mp4", FILM), MediaDraft.of("vtt", CAPTIONS.encode())


def set_up() -> dict[str, Any]:
    """A course of two lessons, one of them in Arabic and French alone, the other with pictures and a film, and a learner in
    it."""
    media = [shown(SMALL), shown(LARGE), shown(FILM_DRAFT, ar=SAID)]
    first = replace(lesson_draft("a"), media=dict.fromkeys(LANGUAGES, media))
    parts = (first, replace(lesson_draft("b", languages=("ar", "fr")), media={"fr": [shown(SMALL)]}))
    modules = (ModuleDraft("start", texts("start"), parts),)
    version = published(course_draft("reading", modules=modules, media=(SMALL, LARGE, FILM_DRAFT, SAID)))
    person = PersonFactory()
    enrol(actor=person, course_slug="reading")
    return {"person": person, "lessons": lessons_of(version)}


_written, desk = scene(set_up)


def checked(client: APIClient, content: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """The manifest and the files, if all is as it should be."""
    keys = {key["kid"]: key["x"] for key in client.get("/api/v1/bundle-keys").json()["keys"]}
    with zipfile.ZipFile(BytesIO(content)) as bundle:
        files = {name: bundle.read(name) for name in bundle.namelist()}
    manifest, signature = files.pop("manifest.json"), files.pop("manifest.sig")
    told = json.loads(manifest)
    public = Ed25519PublicKey.from_public_bytes(urlsafe_b64decode(keys[told["key"]] + "="))
    public.verify(signature, manifest)
    found = [
        {"path": path, "bytes": len(held), "sha256": sha256(held).hexdigest()} for path, held in sorted(files.items())
    ]
    listed = [{name: file[name] for name in ("path", "bytes", "sha256")} for file in told["files"]]
    assert sorted(listed, key=lambda file: str(file["path"])) == found
    return told, {path: json.loads(held) if path.endswith(".json") else held for path, held in files.items()}


def test_a_phone_finds_in_it_what_the_manifest_says(client_of: Clients, desk: Any) -> None:
    client = client_of(desk["person"])
    answer = client.get(ZIP)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert answer["Content-Disposition"] == 'attachment; filename="reading-1-en.zip"'
    manifest, files = checked(client, answer.content)
    assert {name: value for name, value in manifest.items() if name not in ("files", "key", "left_out")} == {
        "format": 1, "course": "reading", "version": 1, "language": "en",
    }  # fmt: skip
    outline = files.pop("outline.json")
    entries = [lesson for module in outline["modules"] for lesson in module["lessons"]]
    without = [{name: value for name, value in lesson.items() if name != "file"} for lesson in entries]
    assert without == client.get("/api/v1/courses/reading/outline").json()["modules"][0]["lessons"]
    assert [(entry["key"], entry["kind"], entry["file"]) for entry in entries] == [
        (lesson.key, "text", f"lessons/{lesson.id}.json") for lesson in desk["lessons"]
    ]
    for lesson in desk["lessons"]:
        assert files[f"lessons/{lesson.id}.json"] == client.get(f"/api/v1/lessons/{lesson.id}").json()
    assert [files[entry["file"]]["language"] for entry in entries] == ["en", "fr"]


def test_small_pictures_come_along_and_the_rest_is_named(client_of: Clients, desk: Any) -> None:
    client = client_of(desk["person"], language="fr")
    manifest, files = checked(client, client.get(ZIP).content)
    assert [file for file in manifest["files"] if "url" in file] == [
        {"path": SMALL.url[1:], "bytes": len(SMALL.content), "sha256": SMALL.sha256, "url": SMALL.url}
    ]
    assert files[SMALL.url[1:]] == SMALL.content
    assert manifest["left_out"] == [
        {"url": LARGE.url, "media_type": "image/png", "bytes": len(LARGE.content)},
        {"url": FILM_DRAFT.url, "media_type": "video/mp4", "bytes": len(FILM_DRAFT.content)},
        {"url": SAID.url, "media_type": "text/vtt", "bytes": len(SAID.content)},
    ]


def test_what_was_taken_down_stays_behind_at_once(client_of: Clients, desk: Any) -> None:
    client = client_of(desk["person"], language="fr")
    client.get(ZIP)
    for draft in (SMALL, FILM_DRAFT):
        withdraw_media(digest=draft.sha256, reason=TakenDown.LEAVE)
    manifest, files = checked(client, client.get(ZIP).content)
    assert [file["path"] for file in manifest["files"] if "url" in file] == []
    assert [path for path in files if path.startswith("media/")] == []
    assert [left["url"] for left in manifest["left_out"]] == [LARGE.url]


def test_it_is_the_same_whenever_it_is_made_and_need_not_come_twice(client_of: Clients, desk: Any) -> None:
    from courses.enrolment.services import bundling

    client = client_of(desk["person"], language="ar")
    first = client.get(ZIP)
    bundling._bundle.cache_clear()
    assert client.get(ZIP).content == first.content
    assert client.get(ZIP, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client_of(desk["person"], language="fr").get(ZIP).content != first.content


def test_whoever_is_enrolled_gets_her_version_and_others_the_newest(client_of: Clients, desk: Any) -> None:
    published(course_draft("reading", said="more", lessons=3))
    versions = []
    for who in (desk["person"], PersonFactory(), None):
        client = client_of(who)
        versions.append(checked(client, client.get(ZIP).content)[0]["version"])
    assert versions == [1, 2, 2]


def test_a_course_for_its_learners_is_for_nobody_else(client_of: Clients, desk: Any) -> None:
    offer_to_all(actor=None, slug="reading", open_to_all=False)
    statuses = [client_of(who).get(ZIP).status_code for who in (desk["person"], PersonFactory(), None)]
    assert statuses == [200, 404, 404]


def test_it_takes_three_queries(client_of: Clients, desk: Any, django_assert_num_queries: Any) -> None:
    client = client_of(desk["person"])
    client.get(ZIP)
    with django_assert_num_queries(3):
        client.get(ZIP)

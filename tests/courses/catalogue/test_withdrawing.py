"""Taking down what lessons show: for good, and for everybody who asks from then on."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from courses.catalogue.models import MediaFile
from courses.catalogue.services import MediaDraft, ModuleDraft, draft_version
from courses.catalogue.services.showing import keep_media
from foundation.audit.models import Record
from foundation.kernel.clock import now
from tests.factories.courses import course_draft, lesson_draft, texts
from tests.factories.media import picture
from tests.scenes import scene

pytestmark = pytest.mark.django_db
DAM, OTHER = MediaDraft.of("png", picture()), MediaDraft.of("png", picture(colour="red"))


def set_up() -> None:
    lesson = lesson_draft("a", said=f'<img src="{DAM.url}" alt="A dam">')
    modules = (ModuleDraft("start", texts("start"), (lesson,)),)
    draft_version(actor=None, draft=course_draft("dams", modules=modules, media=(DAM, OTHER)))


_written, _desk = scene(set_up)


def withdraw(name: str, reason: str = "leave") -> str:
    out = StringIO()
    call_command("withdraw_media", name, "--reason", reason, stdout=out)
    return out.getvalue()


def kept() -> list[tuple[str, bytes, bool]]:
    rows = MediaFile.objects.order_by("sha256").values_list("sha256", "content", "withdrawn_at")
    return [(digest, bytes(content), moment is not None) for digest, content, moment in rows]


def as_they_were() -> list[tuple[str, bytes, bool]]:
    return sorted((draft.sha256, draft.content, False) for draft in (DAM, OTHER))


@pytest.mark.parametrize("name", [DAM.sha256, DAM.url, f"https://jisr.example{DAM.url}"])
def test_it_is_emptied_and_recorded_and_those_who_show_it_are_named(name: str) -> None:
    assert withdraw(name) == "dams 1\n"
    assert kept() == sorted([(DAM.sha256, b"", True), (OTHER.sha256, OTHER.content, False)])
    (told,) = Record.objects.filter(action="media_withdrawn")
    assert (told.actor_id, told.details) == (None, {"sha256": DAM.sha256, "reason": "leave"})


def test_whoever_asks_for_it_is_told_that_it_is_gone(client: Client, django_assert_num_queries: Any) -> None:
    etag = client.get(DAM.url)["ETag"]
    withdraw(DAM.url)
    for headers in ({}, {"If-None-Match": etag}, {"Range": "bytes=0-1"}):
        with django_assert_num_queries(1):
            answer = client.get(DAM.url, headers=headers)
        assert (answer.status_code, answer["Content-Type"]) == (410, "application/problem+json")
        assert (answer.json()["code"], answer["Cache-Control"]) == ("media_withdrawn", "no-store")
    assert client.head(DAM.url).status_code == 410
    assert client.get(OTHER.url).content == OTHER.content


def test_it_does_not_come_back() -> None:
    withdraw(DAM.url)
    gone = kept()
    keep_media([DAM])
    assert kept() == gone
    with pytest.raises(CommandError, match="taken down already"):
        withdraw(DAM.url)
    row = MediaFile.objects.filter(sha256=DAM.sha256)
    for change in (
        lambda: row.update(withdrawn_at=None),
        lambda: row.update(withdrawn_at=None, content=DAM.content),
        lambda: row.update(withdrawn_at=now()),
        row.delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert (kept(), Record.objects.filter(action="media_withdrawn").count()) == (gone, 1)


def test_it_is_withdrawn_whole_or_not_at_all() -> None:
    row = MediaFile.objects.filter(sha256=DAM.sha256)
    for change in (
        {"withdrawn_at": now()},
        {"withdrawn_at": now(), "content": b"x"},
        {"content": b""},
        {"withdrawn_at": now(), "content": b"", "kind": "jpg"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**change)
    assert kept() == as_they_were()


@pytest.mark.parametrize("name", ["0" * 64, "dam.png", DAM.sha256[:-1], f"{DAM.sha256}0"])
def test_what_is_not_there_can_not_go(name: str) -> None:
    with pytest.raises(CommandError):
        withdraw(name)
    assert kept() == as_they_were()


@pytest.mark.parametrize("reason", [[], ["--reason", "her own wish"]])
def test_a_reason_is_asked_for_in_a_word(reason: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("withdraw_media", DAM.sha256, *reason)
    assert kept() == as_they_were()

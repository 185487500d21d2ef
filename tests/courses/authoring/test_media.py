"""What lessons show, as packages bring it."""

from hashlib import sha256
from pathlib import Path

import pytest

from courses.authoring.services import Report, check_package, import_package
from courses.authoring.services.checking import check_in_steps
from courses.catalogue.models import LessonContent, MediaFile
from tests.factories.courses import write_package
from tests.factories.media import CAPTIONS, FILM, MP3, OGG, SPEECH, WEBM, box, mp4, picture

BODY = "Some text.\n\n![A dam](media/dam.png)\n\nMore.\n\n![A talk](media/talk.mp4)"
MEDIA: dict[str, bytes | str] = {
    "dam.png": picture(),
    "talk.mp4": FILM,
    **{f"talk.{language}.vtt": CAPTIONS for language in ("ar", "en", "fr")},
}
LESSONS = [f"lessons/start/first.{language}.md" for language in ("ar", "en", "fr")]


def told(report: Report) -> list[tuple[str, int, str]]:
    return [(fault.file, fault.line, fault.code) for fault in (*report.faults, *report.warnings)]


def test_pictures_and_recordings_come_in_with_their_lesson(tmp_path: Path) -> None:
    report = check_package(source=write_package(tmp_path, body=BODY, media=MEDIA))
    assert (told(report), report.draft is not None) == ([], True)
    assert report.draft is not None
    (lesson,) = report.draft.lessons()
    assert {media.url.rpartition(".")[2] for media in report.draft.media} == {"png", "mp4", "vtt"}
    for language in ("ar", "en", "fr"):
        assert [(shown["media_type"], shown["alt"], shown["bytes"]) for shown in lesson.media[language]] == [
            ("image/png", "A dam", len(picture())),
            ("video/mp4", "A talk", len(FILM)),
        ]
        assert [shown["url"] in lesson.texts[language] for shown in lesson.media[language]] == [True, True]


@pytest.mark.parametrize(
    ("body", "line", "code"),
    [
        ("![](media/dam.png)", 6, "alt_missing"),
        ("![ ](media/dam.png)", 6, "alt_missing"),
        ("One\n\n![A](media/dams.png)", 8, "media_missing"),
        ("A ![A](media/dam.png) in a line", 6, "media_place"),
        ("[![A](media/dam.png)](https://example.org)", 6, "media_place"),
        ("# ![A](media/dam.png)", 6, "media_place"),
        ("| a |\n| - |\n| ![A](media/dam.png) |", 8, "media_place"),
        ("![A](media/dam.png)\n![B](media/dam.png)", 6, "media_place"),
        ("![A](dam.png)", 6, "image"),
        ("![A](/media/dam.png)", 6, "image"),
        ("![A](./media/dam.png)", 6, "image"),
        ("![A](media/dam.svg)", 6, "image"),
        ("![A](media/Dam.png)", 6, "misnamed"),
        ("![A](http://example.org/media/dam.png)", 6, "image"),
    ],
)
def test_how_a_lesson_may_not_show_it(tmp_path: Path, body: str, line: int, code: str) -> None:
    report = check_package(source=write_package(tmp_path, body=body, media={"dam.png": picture()}))
    assert [fault for fault in told(report) if fault[2] != "media_unused"] == [(name, line, code) for name in LESSONS]
    assert report.draft is None


def test_a_picture_that_is_spelt_otherwise_is_told_with_its_name(tmp_path: Path) -> None:
    body = "![A dam](<media/The Dam.PNG>)"
    folder = write_package(tmp_path, body=body, media={"The Dam.PNG": picture()})
    faults = check_package(source=folder).faults
    places = [*((name, 6) for name in LESSONS), ("media/The Dam.PNG", 0)]
    assert [(fault.file, fault.line) for fault in faults] == places
    assert {(fault.code, fault.values["wanted"]) for fault in faults} == {("misnamed", "media/the-dam.png")}


def test_of_a_drawing_that_a_lesson_shows_it_is_told_once_that_none_is_taken(tmp_path: Path) -> None:
    folder = write_package(tmp_path, body="![A dam](media/dam.svg)", media={"dam.svg": "<svg/>"})
    assert told(check_package(source=folder)) == [("media/dam.svg", 0, "svg")]


def test_what_no_lesson_shows_is_told_and_kept(tmp_path: Path) -> None:
    report = check_package(source=write_package(tmp_path, media={"dam.png": picture()}))
    assert told(report) == [("media/dam.png", 0, "media_unused")]
    assert report.draft is not None
    assert len(report.draft.media) == 1


def test_only_what_a_lesson_shows_is_read_to_its_end(tmp_path: Path) -> None:
    broken = {"dam.png": picture(size=(400, 300))[:-40]}
    report = check_package(source=write_package(tmp_path / "a", media=broken))
    assert told(report) == [("media/dam.png", 0, "media_unused")]
    shown = check_package(source=write_package(tmp_path / "b", body="![A dam](media/dam.png)", media=broken))
    assert (told(shown), shown.draft) == ([("media/dam.png", 0, "picture_damaged")], None)


def test_each_file_is_a_step(tmp_path: Path) -> None:
    folder = write_package(tmp_path, body=BODY, media={**MEDIA, "other.png": picture()})
    count = len([path for path in folder.rglob("*") if path.is_file()])
    assert list(check_in_steps(folder)) == [count] * count


def test_a_recording_needs_captions_and_wants_them_in_each_language(tmp_path: Path) -> None:
    media = {name: data for name, data in MEDIA.items() if name != "talk.fr.vtt"}
    folder = write_package(tmp_path, body=BODY, media=media)
    report = check_package(source=folder)
    assert told(report) == [("media/talk.mp4", 0, "captions_untranslated")]
    assert report.warnings[0].values == {"missing": "fr"}
    for language in ("ar", "en"):
        (folder / f"media/talk.{language}.vtt").unlink()
    assert told(check_package(source=folder)) == [("media/talk.mp4", 0, "captions_missing")]


def test_captions_say_what_is_wrong_and_where(tmp_path: Path) -> None:
    wrong = {"talk.en.vtt": CAPTIONS + "<b>no</b>", "talk.ar.vtt": b"WEBVTT\n\xff", "talk.fr.vtt": "WEBVTT\n\u202e"}
    report = check_package(source=write_package(tmp_path, body=BODY, media={**MEDIA, **wrong}))
    assert told(report) == [
        ("media/talk.ar.vtt", 2, "not_utf8"),
        ("media/talk.en.vtt", 5, "captions_markup"),
        ("media/talk.fr.vtt", 2, "control_character"),
    ]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("talk.mp3", MP3, ""),
        ("talk.ogg", OGG, ""),
        ("talk.m4a", SPEECH, ""),
        ("talk.m4a", mp4(b"soun", brand=b"mp42"), ""),
        ("talk.mp4", FILM, ""),
        ("talk.webm", WEBM, ""),
        ("talk.mp4", SPEECH, "wrong_type"),
        ("talk.m4a", FILM, "wrong_type"),
        ("talk.mp3", OGG, "wrong_type"),
        ("talk.webm", b"\x1aE\xdf\xa3" + b"\0" * 40, "wrong_type"),
        ("talk.mp3", "<!doctype html>", "wrong_type"),
        ("talk.mp4", b"", "wrong_type"),
        ("talk.mp4", mp4(b"vide", told=box(b"\xa9xyz", b"+34.0-006.8/")), "has_location"),
        ("talk.m4a", mp4(b"soun", told=box(b"\xa9xyz", b"+34.0-006.8/")), "has_location"),
        ("talk.webm", WEBM + b"LOCATION" + b"+34.0208-006.8416/", "has_location"),
        ("talk.mp3", MP3 + b"location+34.0208-006.8416/", "has_location"),
        ("talk.ogg", OGG + b"location=+34.0208-006.8416/", "has_location"),
    ],
)
def test_a_recording_is_what_its_name_says(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    media = {**MEDIA, name: data}
    if name != "talk.mp4":
        del media["talk.mp4"]
    report = check_package(source=write_package(tmp_path, body=BODY.replace("talk.mp4", name), media=media))
    assert told(report) == ([(f"media/{name}", 0, code)] if code else [])


@pytest.mark.django_db
def test_the_same_picture_is_kept_once_whoever_shows_it(tmp_path: Path) -> None:
    first = import_package(actor=None, source=write_package(tmp_path / "a", body=BODY, media=MEDIA))
    again = write_package(tmp_path / "b", body=f"Other. {BODY}", media={**MEDIA, "same.png": picture()})
    second = import_package(actor=None, source=again)
    assert (first.number, second.number) == (1, 2)
    assert set(MediaFile.objects.values_list("sha256", "kind")) == {
        (sha256(picture()).hexdigest(), "png"), (sha256(FILM).hexdigest(), "mp4"),
        (sha256(CAPTIONS.encode()).hexdigest(), "vtt"),
    }  # fmt: skip


@pytest.mark.django_db
def test_another_picture_makes_another_lesson(tmp_path: Path) -> None:
    folder = write_package(tmp_path, body=BODY, media=MEDIA)
    before = import_package(actor=None, source=folder)
    (folder / "media/dam.png").write_bytes(picture(colour="red"))
    after = import_package(actor=None, source=folder)
    said = [
        set(LessonContent.objects.filter(lesson__version=each).values_list("html", flat=True))
        for each in (before, after)
    ]
    assert (after.number, said[0] & said[1]) == (2, set())
    assert not LessonContent.objects.filter(is_outdated=True).exists()

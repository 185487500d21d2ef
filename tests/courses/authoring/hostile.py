"""Packages that mean harm: each is a sound one, but for one thing."""

import io
import json
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

from courses.authoring.rules.files import MAX_FILE_BYTES, MAX_LESSON_BYTES, MAX_RECORDING_BYTES
from tests.courses.authoring.rules.test_pictures import bomb
from tests.factories.courses import quiz_yaml, write_package
from tests.factories.media import GPS, MP3, box, exif, mp4, picture
from tests.factories.quizzes import quiz, text, true_false

FIRST = "lessons/start/first.en.md"
CHECK = "lessons/start/check.quiz.yaml"
FRONT = "---\ntitle: First in English\nminutes: 10\n---\n\n"
DAM, TALK, SAID = "media/dam.png", "media/talk.mp3", "media/talk.en.vtt"
PAGE = "<!doctype html><script>alert(1)</script>"
POLYGLOT = b"GIF89a/*\x01\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;*/=1;alert(1)"
SCRIPT = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
Files = dict[str, bytes]
Make = Callable[[Files], bytes]


def sound(folder: Path) -> Files:
    """The files of a course of a text and a quiz, by name."""
    write_package(folder, quiz_yaml(), quizzes={"check": quiz(true_false())})
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def zipped(files: Files) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo("placeholder")
            entry.filename, entry.compress_type = name, zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return packed.getvalue()


def crowded(count: int) -> bytes:
    """An archive that lists so many files and holds none: whoever lists them first has lost already."""
    entry = b"PK\x01\x02" + struct.pack("<6H3L5H2L", 20, 20, 0, 0, 0, 33, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0) + b"a.txt"
    directory = entry * count
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, count % 65_536, count % 65_536, len(directory), 4, 0)
    return b"PK\x03\x04" + directory + end


def linked(files: Files) -> bytes:
    packed = io.BytesIO(zipped({name: data for name, data in files.items() if name != FIRST}))
    with zipfile.ZipFile(packed, "a") as archive:
        entry = zipfile.ZipInfo(FIRST)
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return packed.getvalue()


def doubled(files: Files) -> bytes:
    packed = io.BytesIO(zipped(files))
    with zipfile.ZipFile(packed, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr(FIRST, FRONT + "Other text.")
    return packed.getvalue()


def put(name: str, data: bytes | str) -> Make:
    """With this file, or this in place of what was there."""
    return lambda files: zipped({**files, name: data.encode() if isinstance(data, str) else data})


def many(count: int) -> Make:
    return lambda files: zipped({**files, **{f"media/picture-{place}.png": picture() for place in range(count)}})


def added(name: str, data: bytes) -> Make:
    return lambda files: zipped({**files, name: data + files[name]})


def said(old: str, new: str, name: str = CHECK) -> Make:
    return lambda files: zipped({**files, name: files[name].replace(old.encode(), new.encode(), 1)})


def billion(levels: int = 9) -> str:
    """Ten of ten of ten ..."""
    lines = ["a0: &a0 [lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(lines)


def nested(marker: str, levels: int) -> str:
    indent = marker if marker.startswith(">") else " " * len(marker)
    return "\n".join(f"{indent * level}{marker}level {level}" for level in range(levels))


HOSTILE: dict[str, tuple[Make, str, str]] = {
    "a way up": (put("../../etc/cron.d/x", "x"), "../../etc/cron.d/x", "unsafe_path"),
    "a way to the root": (put("/etc/passwd", "x"), "/etc/passwd", "unsafe_path"),
    "a way up inside": (put("lessons/../../x.md", "x"), "lessons/../../x.md", "unsafe_path"),
    "a drive": (put("C:\\x.md", "x"), "C:\\x.md", "unsafe_path"),
    "a name of several lines": (put("a\n\x1b[2Jb", "x"), "a\\x0a\\x1b[2Jb", "unsafe_path"),
    "a name without end": (put("a" * 60_000, "x"), "a" * 100 + "…", "unsafe_path"),
    "no name": (put("", "x"), '""', "unsafe_path"),
    "a link": (linked, FIRST, "link"),
    "the same name twice": (doubled, FIRST, "duplicate_file"),
    "a bomb": (put(FIRST, b"\0" * (16 * 1024 * 1024)), FIRST, "file_too_large"),
    "100,000 files": (lambda files: crowded(100_000), "package.zip", "too_many_files"),
    "4,000 files": (lambda files: crowded(4_000), "package.zip", "too_many_files"),
    "an SVG with a script": (put("lessons/start/x.svg", SCRIPT), "lessons/start/x.svg", "unknown_file"),
    "a script in a page": (put("index.html", "<script>alert(1)</script>"), "index.html", "unknown_file"),
    "an SVG among the pictures": (put("media/dam.svg", SCRIPT), "media/dam.svg", "svg"),
    "an SVG that is called a PNG": (put(DAM, SCRIPT), DAM, "svg"),
    "an SVG behind its prologue": (put(DAM, f"<?xml version='1.0'?><!-- a -->{SCRIPT}"), DAM, "svg"),
    "a page that is called a JPEG": (put("media/dam.jpg", PAGE), "media/dam.jpg", "wrong_type"),
    "a PNG that is called a JPEG": (put("media/dam.jpg", picture()), "media/dam.jpg", "wrong_type"),
    "a picture and a program in one": (put("media/dam.gif", POLYGLOT), "media/dam.gif", "unknown_file"),
    "a picture and a program that are called a PNG": (put(DAM, POLYGLOT), DAM, "wrong_type"),
    "a picture that is no longer whole": (
        lambda files: zipped(
            {**files, DAM: picture(size=(400, 300))[:-60], FIRST: f"{FRONT}![A dam]({DAM})".encode()}
        ), DAM, "picture_damaged"
    ),
    "more pixels than anybody reads": (
        lambda files: zipped({**files, **{f"media/p{place}.png": bomb(4096) for place in range(30)}}),
        "package.zip", "pictures_too_large",
    ),
    "a picture in passes without end": (
        put("media/dam.jpg", picture("jpg") + b"\xff\xda" * 100), "media/dam.jpg", "picture_passes"
    ),
    "a bomb of pixels": (put(DAM, bomb()), DAM, "picture_too_large"),
    "a picture that says where": (
        put("media/dam.jpg", picture("jpg", exif=exif(gps=GPS))), "media/dam.jpg", "has_location"
    ),
    "a picture with a film behind it that says where": (
        put("media/dam.jpg", picture("jpg") + mp4(b"vide", told=box(b"\xa9xyz", b"\0\x12\x15\xc7+34.0208-006.8416/"))),
        "media/dam.jpg", "has_location"
    ),
    "a picture without end": (put(DAM, picture() + b"\0" * MAX_FILE_BYTES), DAM, "file_too_large"),
    "a recording without end": (put(TALK, MP3 + b"\0" * MAX_RECORDING_BYTES), TALK, "file_too_large"),
    "a recording for nobody who can't hear": (put(TALK, MP3), TALK, "captions_missing"),
    "captions of nothing": (put("media/talk.en.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nA"), "media/talk.en.vtt",
                            "captions_unasked"),
    "a script in captions": (
        lambda files: zipped(
            {**files, TALK: MP3, SAID: b"WEBVTT\n\n00:00.000 --> 00:01.000\n<script>alert(1)</script>\n"}
        ), SAID, "captions_markup",
    ),
    "3,000 pictures": (many(3_000), "package.zip", "too_many_files"),
    "a way up from the pictures": (put("media/../../x.png", picture()), "media/../../x.png", "unsafe_path"),
    "a name with a turn of direction": (put("media/dam\u202egnp.png", picture()), "media/dam\\x202egnp.png", "unsafe_path"),
    "a picture deeper down": (put("media/more/dam.png", picture()), "media/more/dam.png", "unknown_file"),
    "a picture from elsewhere": (put(FIRST, FRONT + "![x](https://example.org/x.png)"), FIRST, "image"),
    "a picture that is a program": (put(FIRST, FRONT + "![x](javascript:alert(1))"), FIRST, "image"),
    "a picture in itself": (put(FIRST, FRONT + "![x](data:image/svg+xml;base64,PHN2Zz4=)"), FIRST, "image"),
    "a picture of the server": (put(FIRST, FRONT + "![x](../../etc/passwd)"), FIRST, "image"),
    "an SVG in a lesson": (put(FIRST, FRONT + SCRIPT), FIRST, "raw_html"),
    "a handler in a lesson": (put(FIRST, FRONT + "A <b onclick=alert(1)>word</b>"), FIRST, "raw_html"),
    "a script in a link": (put(FIRST, FRONT + "[x](javascript:alert(1))"), FIRST, "link_target"),
    "a handler in a quiz": (said("true-false in English", "<img src=x onerror=alert(1)>"), CHECK, "markup"),
    "a handler in a title": (
        said("What it is about in English", "<i onload=alert(1)>", "course.yaml"), "course.yaml", "markup"
    ),
    "aliases of aliases": (put(CHECK, billion()), CHECK, "yaml_alias"),
    "an anchor": (added("course.yaml", b"x: &x 1\n"), "course.yaml", "yaml_alias"),
    "a merge": (added("course.yaml", b"<<: {slug: other}\n"), "course.yaml", "yaml_key"),
    "a tag": (put(CHECK, "questions: !!python/object/apply:os.system ['true']"), CHECK, "yaml_tag"),
    "a tag in front matter": (
        put(FIRST, FRONT.replace("10", "!!python/name:os.system 10") + "Text"), FIRST, "yaml_tag"
    ),
    "the same member twice": (added("course.yaml", b"slug: other\n"), "course.yaml", "yaml_duplicate"),
    "a list without end of what can't be sorted": (
        put(CHECK, json.dumps(quiz(text(accepted={"any": [1, *map(str, range(20_000))]})))), CHECK, "too_long"
    ),
    "questions without end": (put(CHECK, "questions: [" + "1, " * 20_000 + "]"), CHECK, "too_long"),
    "a lesson without end": (put(FIRST, FRONT + "[" * MAX_LESSON_BYTES), FIRST, "file_too_large"),
    "a number of a million digits": (said("points: 2", "points: 0x" + "F" * 400_000), CHECK, "invalid"),
    "endless nesting": (put(CHECK, "questions: " + "[" * 100_000), CHECK, "yaml_depth"),
    "endless front matter": (put(FIRST, "---\n" + "a: b\n" * 10_000 + "---\nText"), FIRST, "too_long"),
    "UTF-16": (put(CHECK, "questions: []".encode("utf-16")), CHECK, "not_utf8"),
    "Windows-1256": (put(FIRST, (FRONT + "مرحبا").encode("cp1256")), FIRST, "not_utf8"),
    "overlong UTF-8": (put(FIRST, FRONT.encode() + b"\xc0\xaf"), FIRST, "not_utf8"),
    "a turn of direction": (put(FIRST, FRONT + "A\u202eB"), FIRST, "control_character"),
    "a turn of direction spelt out": (put(FIRST, FRONT + "A&#x202e;B"), FIRST, "control_character"),
    "a turn of direction in a link": (
        put(FIRST, FRONT + '[x](https://example.org "&#x2066;")'), FIRST, "control_character"
    ),
    "a lesson that ends in the middle": (put(FIRST, FRONT + nested("- ", 10)), FIRST, "too_deep"),
    "a NUL": (put(FIRST, FRONT + "A\0B"), FIRST, "control_character"),
}  # fmt: skip

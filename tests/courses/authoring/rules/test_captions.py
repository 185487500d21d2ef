import pytest

from courses.authoring.rules.captions import captions_faults
from tests.factories.media import CAPTIONS

CUE = "00:00.000 --> 00:02.000\nHello\n"


@pytest.mark.parametrize(
    "text",
    [
        CAPTIONS,
        CAPTIONS.rstrip("\n"),
        f"WEBVTT - a lesson\n\n\n{CUE}",
        f"WEBVTT\n\n1\n{CUE}",
        f"WEBVTT\n\nNOTE\nWhoever reads this\n\n{CUE}",
        "WEBVTT\n\n00:00.000 --> 00:02.000 align:start position:10%\nمرحبًا\nبك &lt; &amp; &rlm;\n",
        f"WEBVTT\n\n{CUE}\n00:00.000 --> 00:01.000\nAt the same time\n",
        "WEBVTT\n\n100:59:59.999 --> 101:00:00.000\nLate\n",
    ],
)
def test_what_is_right(text: str) -> None:
    assert list(captions_faults(text)) == []


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("", 1, "captions_header"),
        ("1\n" + CUE, 1, "captions_header"),
        ("WEBVTTX\n\n" + CUE, 1, "captions_header"),
        ("WEBVTT\nX-TIMESTAMP-MAP=LOCAL\n\n" + CUE, 2, "captions_header"),
        ("WEBVTT\n\nNOTE nothing\n", 1, "captions_empty"),
        ("WEBVTT\n\n00:02.000 --> 00:02.000\nHello\n", 3, "captions_time"),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\nHello\n", 3, "captions_time"),
        ("WEBVTT\n\n00:00,000 --> 00:01,000\nHello\n", 3, "captions_time"),
        ("WEBVTT\n\n00:60.000 --> 01:70.000\nHello\n", 3, "captions_time"),
        (f"WEBVTT\n\n00:05.000 --> 00:06.000\nLater\n\n1\n{CUE}", 7, "captions_time"),
        ("WEBVTT\n\n00:00.000 --> 00:02.000 onload=alert(1)\nHello\n", 3, "captions_time"),
        ("WEBVTT\n\nSTYLE\n::cue { background: url(https://example.org) }\n\n" + CUE, 3, "captions_time"),
        ("WEBVTT\n\n00:00.000 --> 00:02.000\n\nHello\n", 3, "captions_silent"),
        ("WEBVTT\n\n00:00.000 --> 00:02.000\nOne\n<script>alert(1)</script>\n", 5, "captions_markup"),
        ("WEBVTT\n\n00:00.000 --> 00:02.000\n<v Amina>Hello\n", 4, "captions_markup"),
        ("WEBVTT\n\n00:00.000 --> 00:02.000\nA&#x202e;B\n", 4, "control_character"),
        (f"WEBVTT\n\n{CUE}{CUE}", 5, "captions_markup"),
    ],
)
def test_what_is_wrong_and_where(text: str, line: int, code: str) -> None:
    assert next(captions_faults(text)) == (line, code)

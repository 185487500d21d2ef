"""Unsafe HTML never goes out, whatever the Markdown says."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.authoring.services.media import read_captions, read_media, shelf_of
from courses.authoring.services.rendering import ATTRIBUTES, OURS, SCHEMES, TAGS, inspect, render
from tests.courses.authoring.hostile import nested
from tests.factories.media import CAPTIONS, FILM, MP3, picture

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    '![x](x" onerror="alert(1))',
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]",
    "`<script>`",
    "```html\n<script>alert(1)</script>\n```",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<math><mtext></table><mglyph><style><img src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>",
    '[x](https://example.org "onmouseover=alert(1)")',
    "a<!-- --><b onclick=alert(1)>b</b>",
    "| a |\n| - |\n| <img src=x onerror=alert(1)> |",
    "<style>@import 'https://example.org'</style>",
    "<form action=https://example.org><input name=password>",
    "![x](https://example.org/x.png)",
    "![x](//example.org/x.png)",
    '!["><script>alert(1)</script>](media/dam.png "<script>alert(1)</script>")',
    '![" onerror="alert(1)](media/talk.mp4 "\\" onplay=\\"alert(1)")',
]
SHELF = shelf_of(
    {
        **{name: read_media(name, data) for name, data in (
            ("media/dam.png", picture(size=(40, 30))), ("media/talk.mp4", FILM), ("media/talk.mp3", MP3),
        )},
        **{name: read_captions(name, CAPTIONS.encode()) for name in ("media/talk.ar.vtt", "media/talk.en.vtt")},
    }
)  # fmt: skip


def html(markdown: str, language: str = "en") -> str:
    return render(markdown, SHELF, language)[0]


class Witness(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set())
        if tag not in TAGS:
            self.wrong.append(tag)
        for name, value in attrs:
            if name not in allowed:
                self.wrong.append(f"{tag} {name}")
            elif name == "src" and not OURS.fullmatch(value or ""):
                self.wrong.append(f"src {value}")
            elif name == "href" and re.sub(r"[\s\x00-\x20]", "", value or "").partition(":")[0].lower() not in SCHEMES:
                relative = ":" not in (value or "").partition("/")[0]
                self.wrong += [] if relative else [f"href {value}"]


def wrongs(markdown: str) -> list[str]:
    witness = Witness()
    witness.feed(html(markdown))
    return witness.wrong


@pytest.mark.parametrize("markdown", HOSTILE)
def test_hostile_markdown_comes_out_harmless(markdown: str) -> None:
    assert wrongs(markdown) == []


@given(st.lists(st.sampled_from([*HOSTILE, "\n\n", "> ", "* ", "`", "[", "](", ")", "<", ">", "&", '"']), max_size=6))
def test_no_mixture_of_them_gets_through(parts: list[str]) -> None:
    assert wrongs("".join(parts)) == []


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("# Title", "<h2>Title</h2>\n"),
        ("## Part", "<h2>Part</h2>\n"),
        ("### Detail", "<h3>Detail</h3>\n"),
        ("3. three", '<ol start="3">\n<li>three</li>\n</ol>\n'),
        ("**قوي**", "<p><strong>قوي</strong></p>\n"),
        ("~~no~~", "<p><s>no</s></p>\n"),
        ("[x](https://example.org)", '<p><a href="https://example.org" rel="noopener noreferrer">x</a></p>\n'),
    ],
)
def test_what_authors_write_stays(markdown: str, said: str) -> None:
    assert html(markdown) == said


def test_tables_stay() -> None:
    assert "<table>" in html("| a | b |\n| - | - |\n| 1 | 2 |")


@pytest.mark.parametrize(("marker", "levels"), [("- ", 9), ("1. ", 9), ("> ", 19)])
def test_whatever_is_nested_comes_out_or_is_a_fault(marker: str, levels: int) -> None:
    markdown = nested(marker, levels)
    assert [f"level {level}" in html(markdown) for level in range(levels)] == [True] * levels
    assert inspect(markdown).faults == []
    assert inspect(nested(marker, levels + 1)).faults == [(levels + 1, "too_deep")]


def test_a_picture_is_a_figure_with_its_size() -> None:
    url = SHELF["media/dam.png"].media.url
    said, media = render('Before\n\n![A *dam* & a "lake"](media/dam.png "Water < land")\n\nAfter', SHELF, "en")
    assert said == (
        f'<p>Before</p>\n<figure><img src="{url}" width="40" height="30" alt="A dam &amp; a &quot;lake&quot;" loading="lazy">'
        "<figcaption>Water &lt; land</figcaption></figure>\n<p>After</p>\n"
    )
    size = len(picture(size=(40, 30)))
    assert media == [{"url": url, "media_type": "image/png", "bytes": size, "alt": 'A dam & a "lake"', "captions": []}]


def test_a_picture_in_a_list_is_one_too_and_what_is_shown_twice_is_told_once() -> None:
    said, media = render("* ![One](media/dam.png)\n* word\n\n![Two](media/dam.png)", SHELF, "en")
    assert (said.count("<figure>"), said.count("<p>"), [shown["alt"] for shown in media]) == (2, 0, ["One"])


@pytest.mark.parametrize(("name", "media_type"), [("media/talk.mp4", "video/mp4"), ("media/talk.mp3", "audio/mpeg")])
def test_a_recording_has_captions_and_waits_until_it_is_wanted(name: str, media_type: str) -> None:
    url, captions = SHELF[name].media.url, SHELF[name].captions
    said, media = render(f'![A talk]({name} "In the school")', SHELF, "ar")
    track = '<track kind="captions" srclang="{}" label="{}" src="{}"{}>'
    assert said == (
        f'<figure><video controls="" preload="none" aria-label="A talk"><source src="{url}" type="{media_type}">'
        + track.format("ar", "العربية", captions["ar"].url, ' default=""')
        + track.format("en", "English", captions["en"].url, "")
        + "</video><figcaption>In the school</figcaption></figure>"
    )
    assert [(shown["media_type"], [told["language"] for told in shown["captions"]]) for shown in media] == [
        (media_type, ["ar", "en"])
    ]


def test_what_is_not_on_the_shelf_is_a_word() -> None:
    assert render("![A dam](media/other.png)", SHELF, "en") == ("<p>A dam</p>\n", [])

"""Unsafe HTML never goes out, whatever the Markdown says."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.authoring.services.rendering import ATTRIBUTES, SCHEMES, TAGS, render

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
]


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
            elif name == "href" and re.sub(r"[\s\x00-\x20]", "", value or "").partition(":")[0].lower() not in SCHEMES:
                relative = ":" not in (value or "").partition("/")[0]
                self.wrong += [] if relative else [f"href {value}"]


def wrongs(markdown: str) -> list[str]:
    witness = Witness()
    witness.feed(render(markdown))
    return witness.wrong


@pytest.mark.parametrize("markdown", HOSTILE)
def test_hostile_markdown_comes_out_harmless(markdown: str) -> None:
    assert wrongs(markdown) == []


@given(st.lists(st.sampled_from([*HOSTILE, "\n\n", "> ", "* ", "`", "[", "](", ")", "<", ">", "&", '"']), max_size=6))
def test_no_mixture_of_them_gets_through(parts: list[str]) -> None:
    assert wrongs("".join(parts)) == []


@pytest.mark.parametrize(
    ("markdown", "html"),
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
def test_what_authors_write_stays(markdown: str, html: str) -> None:
    assert render(markdown) == html


def test_tables_stay() -> None:
    assert "<table>" in render("| a | b |\n| - | - |\n| 1 | 2 |")

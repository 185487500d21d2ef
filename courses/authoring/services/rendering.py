"""Markdown to HTML that is safe wherever it is shown."""

from collections.abc import Iterator

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

RENDERER = 1
"""Part of a package's content hash: raise it when the same Markdown comes out differently, and an import renews it."""

TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}

WRITER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
INSPECTOR = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
INSPECTOR.validateLink = lambda url: True  # type: ignore[method-assign]  # what the writer leaves as text was meant as one


def render(markdown: str) -> str:
    """Level 1 headings become level 2: the lesson's title is the first heading of its page."""
    tokens = WRITER.parse(markdown)
    for token in tokens:
        if token.tag == "h1":
            token.tag = "h2"
    html = WRITER.renderer.render(tokens, WRITER.options, {})
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer")


def faults_in(markdown: str) -> Iterator[tuple[int, str]]:
    """(line, code) for what an author means but readers would not get; lines count from 1."""
    for token in INSPECTOR.parse(markdown):
        line = (token.map or [0])[0] + 1
        if token.type == "html_block":
            yield line, "raw_html"
        for child in token.children or ():
            if code := _fault_of(child):
                yield line, code


def _fault_of(token: Token) -> str | None:
    if token.type == "html_inline":
        return "raw_html"
    if token.type == "image":
        return "image"
    if token.type == "link_open":
        scheme = str(token.attrs.get("href", "")).partition(":")[0].lower()
        return None if scheme in SCHEMES else "link_target"
    return None

"""Markdown to HTML that is safe wherever it is shown."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import nh3
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from courses.authoring.rules.pictures import Picture
from courses.authoring.rules.texts import CONTROL
from courses.authoring.services.media import Shown
from foundation.kernel.language import NAMES

RENDERER = 1
"""Part of a package's content hash: raise it when the same Markdown comes out differently, and an import renews it."""

TAGS = {
    "a", "blockquote", "br", "code", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p",
    "pre", "s", "source", "strong", "table", "tbody", "td", "th", "thead", "tr", "track", "ul", "video",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"alt", "height", "loading", "src", "width"},
    "ol": {"start"},
    "source": {"src", "type"},
    "track": {"default", "kind", "label", "src", "srclang"},
    "video": {"aria-label", "controls", "preload"},
}
SCHEMES = {"http", "https", "mailto"}
SHELF = "media/"
OURS = re.compile(r"/media/[0-9a-f]{64}\.[0-9a-z]{3,4}")

WRITER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
WORDS = RendererHTML()
INSPECTOR = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
INSPECTOR.validateLink = lambda url: True  # type: ignore[method-assign]  # what the writer leaves as text was meant as one
DEEPEST = WRITER.options["maxNesting"] - 1
"""The level of a list item or a quotation of which nothing is read any more."""


class Inspection(NamedTuple):
    """`faults` are (line, code) for what an author means but readers would not get, `asked` (line, name) for what is to be
    shown; lines count from 1."""

    faults: list[tuple[int, str]]
    asked: list[tuple[int, str]]


def render(markdown: str, shelf: Mapping[str, Shown], language: str) -> tuple[str, list[dict[str, Any]]]:
    """The HTML, and what it shows of the `shelf`. Level 1 headings become level 2: the lesson's title is the first heading of
    its page."""
    tokens = WRITER.parse(markdown)
    media: dict[str, dict[str, Any]] = {}
    for token in tokens:
        if token.tag == "h1":
            token.tag = "h2"
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        image = _image_alone(before, token)
        if image and (shown := shelf.get(str(image.attrs["src"]))):
            alt = _alt_of(image)
            media.setdefault(shown.media.url, shown.members(alt))
            token.type, token.content = "html_block", _figure(shown, alt, str(image.attrs.get("title", "")), language)
            before.hidden = after.hidden = True
    return _safe(WRITER.renderer.render(tokens, WRITER.options, {})), list(media.values())


def _image_alone(before: Token, token: Token) -> Token | None:
    """That of a paragraph which is nothing else."""
    children = token.children or []
    alone = before.type == "paragraph_open" and len(children) == 1 and children[0].type == "image"
    return children[0] if alone else None


def _in_words(_: Any, tokens: Sequence[Token], place: int, *__: Any) -> str:
    """An image that is no figure."""
    return escape(_alt_of(tokens[place]))


def _alt_of(image: Token) -> str:
    return WORDS.renderInlineAsText(image.children or [], WRITER.options, {}).strip()


def _figure(shown: Shown, alt: str, caption: str, language: str) -> str:
    said = format_html("<figcaption>{}</figcaption>", caption) if caption else ""
    body = _picture(shown.media.url, shown.picture, alt) if shown.picture else _recording(shown, alt, language)
    return f"<figure>{body}{said}</figure>"


def _picture(url: str, picture: Picture, alt: str) -> str:
    size = (picture.width, picture.height)
    return format_html('<img src="{}" width="{}" height="{}" alt="{}" loading="lazy">', url, *size, alt)


def _recording(shown: Shown, alt: str, language: str) -> str:
    """Of sound too: a browser shows captions in `video` alone."""
    tracks = format_html_join(
        "",
        '<track kind="captions" srclang="{}" label="{}" src="{}"{}>',
        (
            (code, NAMES[code], captions.url, mark_safe(" default") if code == language else "")
            for code, captions in shown.captions.items()
        ),
    )
    source = format_html('<source src="{}" type="{}">', shown.media.url, shown.media.kind.media_type)
    return format_html('<video controls preload="none" aria-label="{}">{}{}</video>', alt, source, tracks)


def _safe(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_from_here,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )


def _from_here(tag: str, attribute: str, value: str) -> str | None:
    """Whatever a page fetches by itself is ours."""
    return None if attribute == "src" and not OURS.fullmatch(value) else value


def inspect(markdown: str) -> Inspection:
    found = Inspection([], [])
    tokens = INSPECTOR.parse(markdown)
    for before, token in zip([Token("", "", 0), *tokens], tokens, strict=False):
        line = (token.map or [0])[0] + 1
        found.faults.extend((line, code) for code in _faults_of_block(token))
        for child in token.children or ():
            if child.type == "image" and (name := str(child.attrs["src"])).startswith(SHELF):
                found.asked.append((line, name))
            if code := _fault_of(child, alone=child is _image_alone(before, token)):
                found.faults.append((line, code))
    return found


def _faults_of_block(token: Token) -> Iterator[str]:
    if token.type == "html_block":
        yield "raw_html"
    if token.type in {"blockquote_open", "list_item_open"} and token.level >= DEEPEST:
        yield "too_deep"
    if any(CONTROL.search(said) for said in _said_in([token])):
        yield "control_character"


def _said_in(tokens: Sequence[Token]) -> Iterator[str]:
    """As readers get it: Markdown can spell out (`&#x202e;`) what the text itself may not hold."""
    for token in tokens:
        yield from (token.content, *map(str, token.attrs.values()))
        yield from _said_in(token.children or ())


def _fault_of(token: Token, *, alone: bool) -> str | None:
    if token.type == "html_inline":
        return "raw_html"
    if token.type == "image":
        return _fault_of_image(token, alone=alone)
    if token.type == "link_open":
        scheme = str(token.attrs.get("href", "")).partition(":")[0].lower()
        return None if scheme in SCHEMES else "link_target"
    return None


def _fault_of_image(image: Token, *, alone: bool) -> str | None:
    if not str(image.attrs["src"]).startswith(SHELF):
        return "image"
    if not _alt_of(image):
        return "alt_missing"
    return None if alone else "media_place"


WRITER.add_render_rule("image", _in_words)

"""WebVTT (https://www.w3.org/TR/webvtt1/) as far as lessons need it: cues of plain text, one after the other."""

import re
from collections.abc import Iterator
from html import unescape

from courses.authoring.rules.texts import CONTROL

TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIMING = re.compile(rf"{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t]+[a-z]+:\S+)*[ \t]*")
ARROW = "-->"

Found = Iterator[tuple[int, str]]
Block = tuple[int, list[str]]


def captions_faults(text: str) -> Found:
    """(line, code), lines counted from 1."""
    blocks = list(_blocks(text))
    if not blocks or not re.fullmatch(r"WEBVTT(?:[ \t].*)?", blocks[0][1][0]):
        yield 1, "captions_header"
        return
    if len(blocks[0][1]) > 1:
        yield 2, "captions_header"
    cues = [block for block in blocks[1:] if not block[1][0].startswith("NOTE")]
    if not cues:
        yield 1, "captions_empty"
    began = 0
    for line, lines in cues:
        at = next((place for place, said in enumerate(lines[:2]) if ARROW in said), 0)
        timing = TIMING.fullmatch(lines[at])
        start, stop = _times(timing) if timing else (0, 0)
        if not began <= start < stop:
            yield line + at, "captions_time"
        began = max(began, start)
        yield from _said(line + at + 1, lines[at + 1 :])


def _said(line: int, lines: list[str]) -> Found:
    if not "".join(lines).strip():
        yield line - 1, "captions_silent"
    for place, said in enumerate(lines):
        if "<" in said or ARROW in said:
            yield line + place, "captions_markup"
        if CONTROL.search(unescape(said)):
            yield line + place, "control_character"


def _blocks(text: str) -> Iterator[Block]:
    """Lines between empty ones, each with the number of its first."""
    block: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line:
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _times(timing: re.Match[str]) -> tuple[int, int]:
    parts = [int(part or 0) for part in timing.groups()]
    start, stop = (((h * 60 + m) * 60 + s) * 1000 + ms for h, m, s, ms in (parts[:4], parts[4:]))
    return start, stop

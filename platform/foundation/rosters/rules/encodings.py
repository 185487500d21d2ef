"""In which encoding a text is. A wrong guess gives no error but wrong names, so the words themselves are weighed."""

import codecs
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import BinaryIO

from foundation.rosters.rules.shapes import Candidate, Unreadable

Open = Callable[[], BinaryIO]

ONE_BYTE = ("cp1256", "cp1252", "mac_roman", "cp850")
DECLARABLE = (
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    *ONE_BYTE,
    "iso8859-6",
    "iso8859-1",
    "iso8859-15",
    "cp720",
    "cp864",
    "mac_arabic",
)
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHUNK = 1 << 20
HEAD = 1 << 16
WIDE_HEAD = 1 << 12
WORDS = 5_000
LONGEST_WORD = 60
WORD = re.compile(rb"[A-Za-z0-9'-]+(?:[\x80-\xff][\x80-\xffA-Za-z'-]*)?|[\x80-\xff][\x80-\xffA-Za-z'-]*")

# How well a letter sits in a word of the languages of the platform; what is not listed is foreign there.
LATIN = dict.fromkeys("éÉ", 1.0) | dict.fromkeys("èêàâçôïîÈÊÀÂÇÔÏÎ", 0.6) | dict.fromkeys("ëùûüœæÿñËÙÛÜŒÆÑ", 0.3)
OPENING = dict.fromkeys("éÉ", 1.0) | dict.fromkeys("ÊÎÔÇÀÂêîôçàâŒœ", 0.2)
ARABIC = dict.fromkeys("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي", 1.0) | dict.fromkeys("ًٌٍَُِّْـ،؛؟", 0.3)
ARABIC |= dict.fromkeys("پچژگکی", -0.5)
QUIET = {"\u00a0": 0.0, "’": 0.2, "‘": 0.0, "«": 0.1, "»": 0.1, "“": 0.0, "”": 0.0, "–": 0.0, "—": 0.0, "°": 0.2}
BESIDE = {"oë": 0.6, "aë": 0.6, "aï": 0.4, "oï": 0.4, "oî": 0.4, "aî": 0.4, "oâ": -0.6, "aâ": -0.6, "eâ": -0.6}
FOREIGN, STRANGE, MIXED, MISPLACED = -0.5, -1.5, -2.0, -1.5
LANGUAGE_OF = {"cp1256": ("ar",), "cp1252": ("fr", "en"), "mac_roman": ("fr", "en"), "cp850": ("fr", "en")}
COMMON = {"cp1252": 0.003, "cp1256": 0.002, "mac_roman": 0.001, "cp850": 0.0}
PREFERRED = 0.01


@dataclass(frozen=True, slots=True)
class Encoding:
    name: str
    sample: str = ""
    candidates: tuple[Candidate, ...] = ()


@dataclass(slots=True)
class _Survey:
    """What one pass over the bytes shows."""

    head: bytes
    words: set[bytes]
    line: bytes
    utf8: bool
    nul: bool


def examine(opened: Open, declared: str, languages: Sequence[str]) -> Encoding:
    with opened() as file:
        head = file.read(HEAD)
    marked = next((name for mark, name in MARKS if head.startswith(mark)), "")
    if marked or declared:
        return Encoding(_checked(opened, marked or _declared(declared)))
    if wide := _wide(head):
        return Encoding(_checked(opened, wide))
    survey = _survey(opened, head)
    if survey.nul:
        raise Unreadable("not_text")
    if survey.utf8:
        return Encoding("utf-8", _sample(survey.line, "utf-8"))
    _refuse_mixed(opened)
    return _weighed(survey, languages)


def _declared(name: str) -> str:
    try:
        known = {codecs.lookup(each).name: each for each in DECLARABLE}
        return known[codecs.lookup(name.strip()).name]
    except (KeyError, LookupError, ValueError) as none:
        raise Unreadable("encoding_unknown", name[:40], ", ".join(DECLARABLE)) from none


def _checked(opened: Open, encoding: str) -> str:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(opened):
            if "\0" in decoder.decode(chunk):
                raise Unreadable("not_text")
        decoder.decode(b"", final=True)
    except UnicodeError as wrong:
        raise Unreadable("encoding_wrong", encoding) from wrong
    return encoding


def _chunks(opened: Open) -> Iterator[bytes]:
    with opened() as file:
        while chunk := file.read(CHUNK):
            if len(chunk) == CHUNK and b"\n" not in chunk and b"\r" not in chunk:
                raise Unreadable("line_too_long")
            yield chunk


def _wide(head: bytes) -> str:
    """UTF-16 without its mark: read the right way round nearly every sign is one that our languages use. Two spaces are one of
    those signs too, so there has to be a line end or a delimiter, which have zeros."""
    if b"\0" not in head:
        return ""
    even = head[: min(len(head), WIDE_HEAD) // 2 * 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = even.decode(encoding, "replace")
        usual = sum(char in "\t\r\n" or " " <= char <= "~" or _at_home(char) for char in text)
        if text and usual >= 0.95 * len(text) and not text.isspace():
            return encoding
    return ""


def _at_home(char: str) -> bool:
    return "\u00a0" <= char <= "\u017f" or "\u0600" <= char <= "\u06ff" or "\u2010" <= char <= "\u203f"


def _survey(opened: Open, head: bytes) -> _Survey:
    survey = _Survey(head, set(), b"", utf8=True, nul=False)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(opened):
            survey.nul = survey.nul or b"\0" in chunk
            if not chunk.isascii():
                survey.line = survey.line or _telling_line(chunk)
                _collect(survey.words, chunk)
            _feed(decoder, chunk, survey)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        survey.utf8 = False
    return survey


def _feed(decoder: codecs.IncrementalDecoder, chunk: bytes, survey: _Survey) -> None:
    if survey.utf8:
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            survey.utf8 = False
            decoder.reset()


def _collect(words: set[bytes], chunk: bytes) -> None:
    if len(words) < WORDS:
        words.update(word for word in WORD.findall(chunk) if len(word) <= LONGEST_WORD and not word.isascii())


def _telling_line(chunk: bytes) -> bytes:
    """The first line with a letter that the encodings disagree on, beyond the header where there is one."""
    lines = [line for line in chunk.splitlines()[:2000] if not line.isascii()]
    return lines[1] if len(lines) > 1 else next(iter(lines), b"")


def _sample(line: bytes, encoding: str) -> str:
    return line.decode(encoding, "replace").strip()[:120]


def _refuse_mixed(opened: Open) -> None:
    """Nearly all of it is UTF-8 and a few letters aren't: two files were joined, and no single encoding fits."""
    good = bad = first = number = 0
    for chunk in _chunks(opened):
        for line in chunk.splitlines():
            number += 1
            if line.isascii():
                continue
            try:
                line.decode()
                good += 1
            except UnicodeDecodeError:
                bad += 1
                first = first or number
    if good > 10 * bad:
        raise Unreadable("encoding_mixed", str(first))


def _weighed(survey: _Survey, languages: Sequence[str]) -> Encoding:
    scores = {name: score for name in ONE_BYTE if (score := _score(survey.words, name)) is not None}
    if not scores:
        raise Unreadable("not_text")
    wanted = {name: _preference(name, languages) + COMMON[name] for name in scores}
    ordered = sorted(scores, key=lambda name: scores[name] + wanted[name], reverse=True)
    best, *others = ordered
    sample = _sample(survey.line, best)
    shown = (Candidate(name, _sample(survey.line, name)) for name in others if scores[name] > STRANGE)
    return Encoding(best, sample, tuple(shown))


def _preference(name: str, languages: Sequence[str]) -> float:
    places = [languages.index(language) for language in LANGUAGE_OF[name] if language in languages]
    return PREFERRED / (1 + min(places)) if places else 0.0


def _score(words: set[bytes], encoding: str) -> float | None:
    """The mean of the words; None when a byte means nothing in this encoding."""
    try:
        decoded = [word.decode(encoding) for word in words]
    except UnicodeDecodeError:
        return None
    return sum(map(_plausible, decoded)) / max(len(decoded), 1)


@lru_cache(4096)
def _plausible(word: str) -> float:
    strange = [char for char in word if not char.isascii()]
    score = sum(_weight(char, first=word[0] == char and len(word) > 1) for char in strange) / len(strange)
    if any(char in ARABIC for char in strange) and any(char.isalpha() and char not in ARABIC for char in word):
        score += MIXED
    score += sum(value for pair, value in BESIDE.items() if pair in word.lower())
    return score + MISPLACED * _breaks_case(word)


def _weight(char: str, *, first: bool) -> float:
    if first and char in LATIN:
        return OPENING.get(char, 0.05)
    for known in (LATIN, ARABIC, QUIET):
        if char in known:
            return known[char]
    return FOREIGN if char.isalpha() else STRANGE


def _breaks_case(word: str) -> int:
    """Capitals after small letters ("ThiÈs"), or one small accented letter among capitals ("THâRÈSE")."""
    breaks = sum(a.islower() and b.isupper() and not b.isascii() for a, b in pairwise(word))
    capitals = sum(char.isupper() and char.isascii() for char in word)
    small = [char for char in word if char.islower()]
    alone = len(small) > 0 and capitals >= 2 and not any(char.isascii() for char in small)
    return breaks + alone

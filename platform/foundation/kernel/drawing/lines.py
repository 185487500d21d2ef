from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Literal
from unicodedata import category, normalize

from foundation.kernel.drawing.bidi import first_strong
from foundation.kernel.drawing.compiling import HERE, compile_page

Weight = Literal["regular", "bold"]


@dataclass(frozen=True, slots=True)
class Letter:
    text: str
    mark: bool


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    outline: str | None
    letters: tuple[Letter, ...]


def line(text: str, *, weight: Weight = "regular") -> dict[str, Any]:
    """`text` prepared for `line-of` and `fitted` of the Typst package `@jisr/drawing`: drawn right in any direction, and
    read out of the PDF as it was written. `fonts/README.md` says why vowelled words take another road."""
    words = normalize("NFC", text).split()
    vowelled = any(map(is_vowelled, words))
    drawn = [
        _outlined(word, weight) if vowelled and first_strong(word) == "rtl" else Word(word, None, ()) for word in words
    ]
    return {"direction": first_strong(text), "words": [asdict(word) for word in drawn]}


def is_vowelled(word: str) -> bool:
    return any(category(letter) == "Mn" for letter in word) and first_strong(word) == "rtl"


@lru_cache(maxsize=2048)
def _outlined(text: str, weight: Weight) -> Word:
    outline = compile_page(HERE / "outline.typ", {"text": text, "weight": weight}, format="svg")
    return Word(text, outline.decode(), tuple(Letter(letter, category(letter) == "Mn") for letter in text))

"""French as it is printed: no-break spaces where a line must not break, curved apostrophes, its own quotation marks."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted(path for top in ("courses", "mentoring", "platform") for path in (ROOT / top).glob("**/fr/**/*.po"))
# A mark that parts words, without a no-break space before it; an opening quotation mark without one behind it.
LOOSE = re.compile(r"(?<![\u00a0?!])(?<!mailto)[:;?!»](?=[\s.,)]|$)|«(?!\u00a0)")
OTHERS = re.compile(r"['‘“”\u202f]")


def faults(text: str) -> list[str]:
    return [text[max(found.start() - 20, 0) : found.end()] for rule in (LOOSE, OTHERS) for found in rule.finditer(text)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Où\u00a0? «\u00a0Là\u00a0»\u00a0: l’école, https://example.org, %(when)s.", 0),
        ("Où ?", 1),
        ("Où?", 1),
        ("« Là »", 2),
        ("Voici : là", 1),
        ("Oui\u202f!", 2),
        ("l'école", 1),
        ("Quoi\u00a0?!", 0),
    ],
)
def test_what_counts_as_a_fault(text: str, number: int) -> None:
    assert len(faults(text)) == number


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)).partition("/locale")[0])
def test_the_words_of_a_catalogue(path: Path) -> None:
    with path.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    texts = [
        text for said in messages for text in ([said.string] if isinstance(said.string, str) else said.string or ())
    ]
    assert [fault for text in texts for fault in faults(text)] == []


def test_no_line_breaks_before_a_mark_in_the_demo() -> None:
    data = ROOT / "platform" / "config" / "demo" / "data"
    assert [found for path in data.glob("*.yaml") for found in re.findall(r"\S+ [:;?!»]|« \S+", path.read_text())] == []


def test_every_catalogue_is_read() -> None:
    assert len(CATALOGUES) == len({path.parents[3] for path in CATALOGUES}) >= 18

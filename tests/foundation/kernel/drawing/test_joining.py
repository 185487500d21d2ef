"""Many pages that were drawn apart become one document."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pypdf
import pypdfium2
import pytest

from foundation.kernel.drawing import join, line, render_part, render_pdf

MOMENT = datetime(2026, 11, 24, tzinfo=UTC)
SOURCE = """
#import "@jisr/drawing:1.0.0": line-of, serif
#let data = json(bytes(sys.inputs.data))
#set document(title: "See 1 0 R")
#set page(width: 20cm, height: 8cm, margin: 1cm)
#set text(font: serif, lang: "fr")
#for name in data.names [#line-of(name, 20pt) #pagebreak(weak: true)]
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "pages.typ"
    path.write_text(SOURCE, "utf-8")
    return path


def part(template: Path, *names: str) -> bytes:
    return render_part(template, {"names": [line(name) for name in names]}, issued_at=MOMENT)


def joined(*parts: bytes) -> bytes:
    out = BytesIO()
    join(iter(parts), out)
    return out.getvalue()


def pages(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [normalize("NFC", page.get_textpage().get_text_range()) for page in document]


def test_pages_follow_each_other_and_read_as_they_did(template: Path) -> None:
    names = [normalize("NFC", name) for name in ("Amina", "قلم", "مُحَمَّدُ", "Zoé")]
    assert pages(joined(part(template, *names[:3]), part(template, names[3]))) == names


def test_a_strict_reader_finds_nothing_amiss(template: Path) -> None:
    reader = pypdf.PdfReader(BytesIO(joined(part(template, "a", "b"), part(template, "c"))), strict=True)
    assert [page.extract_text() for page in reader.pages] == ["a", "b", "c"]
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.root_object["/Lang"]) == ("See 1 0 R", "fr")
    assert {page["/Parent"]["/Parent"].indirect_reference.idnum for page in reader.pages} == {1}
    assert sum(1 for page in reader.pages for font in page["/Resources"]["/Font"].values() if font.get_object()) == 3


def test_as_many_as_there_are(template: Path) -> None:
    names = [str(number) for number in range(40)]
    assert pages(joined(*(part(template, name) for name in names))) == names


def test_the_same_parts_are_the_same_bytes(template: Path) -> None:
    first, second = (joined(part(template, "قَلَم"), part(template, "b")) for _ in range(2))
    assert first == second


def test_only_pdfs_of_our_own(template: Path) -> None:
    with pytest.raises(ValueError, match="section not found"):
        joined(b"%PDF-1.7 and nothing more")


def test_a_part_is_untagged_and_a_whole_is_not(template: Path) -> None:
    whole = render_pdf(template, {"names": [line("a")]}, issued_at=MOMENT)
    assert b"/StructTreeRoot" in whole
    assert b"/StructTreeRoot" not in part(template, "a")

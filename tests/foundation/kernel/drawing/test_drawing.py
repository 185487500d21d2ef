"""Lines, pages and codes, apart from any certificate."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import typst
from django.template import TemplateDoesNotExist

from foundation.kernel.drawing import drawable, first_strong, line, qr_svg, render_pdf, render_png
from foundation.kernel.drawing.lines import is_vowelled

MOMENT = datetime(2026, 11, 24, tzinfo=UTC)
SOURCE = """
#import "@jisr/drawing:1.0.0": fitted, serif
#let data = json(bytes(sys.inputs.data))
#set document(title: "A page")
#set page(width: 20cm, height: 8cm, margin: 1cm)
#set text(font: serif, lang: "en")
#fitted(data.line, 18cm, 40pt, 20pt)
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "page.typ"
    path.write_text(SOURCE, "utf-8")
    return path


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    text = page.get_textpage()
    read = str(text.get_text_range())
    text.close()
    page.close()
    document.close()
    return read


Draw = Callable[[str], bytes]


@pytest.fixture
def draw(template: Path) -> Draw:
    return lambda words: render_pdf(template, {"line": line(words)}, issued_at=MOMENT)


WORDS = ["Amina", "سلمى Bennani الثانية 2", "قَلَم", "100 % « ok »"]
CODE = ["#panic() *not* $markup$ \\ @ref <b>", "a/b//c /* d */"]


@pytest.mark.parametrize("words", [*WORDS, *CODE])
def test_words_are_drawn_as_they_are_and_never_run(draw: Draw, words: str) -> None:
    assert text_of(draw(words)) == words


def test_the_same_page_is_the_same_bytes_and_another_time_is_another_page(template: Path) -> None:
    data = {"line": line("قَلَم")}
    first = render_pdf(template, data, issued_at=MOMENT)
    assert first == render_pdf(template, data, issued_at=MOMENT)
    assert first != render_pdf(template, data, issued_at=MOMENT.replace(year=2027))


def test_letters_without_a_font_are_drawn_all_the_same(draw: Draw, caplog: pytest.LogCaptureFixture) -> None:
    assert draw("李明").startswith(b"%PDF")
    assert "李" not in caplog.text
    assert len(caplog.records) == 1


def test_other_faults_of_a_template_are_raised(tmp_path: Path) -> None:
    (tmp_path / "broken.typ").write_text("#nothing-like-this", "utf-8")
    with pytest.raises(typst.TypstError, match="unknown variable"):
        render_pdf(tmp_path / "broken.typ", {}, issued_at=MOMENT)


def test_templates_are_found_by_name_below_an_app() -> None:
    with pytest.raises(TemplateDoesNotExist):
        render_png("credentials/nothing.typ", {})


def test_threads_draw_each_their_own(draw: Draw) -> None:
    words = [f"person {number}" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        assert [text_of(pdf) for pdf in pool.map(draw, words)] == words


@pytest.mark.parametrize(
    ("text", "can"),
    [
        ("Amina", True),
        ("أَمِينَة", True),
        ("Əliyev", True),
        ("Ким", True),
        ("گلنار", True),
        ("李明", False),
        ("🙂", False),
    ],
)
def test_whether_our_fonts_can_write_it(text: str, can: bool) -> None:
    assert drawable(text) is can


@pytest.mark.parametrize(
    ("text", "direction"),
    [("Amina أمينة", "ltr"), ("أمينة Amina", "rtl"), ("2026 أمينة", "rtl"), ("12 – 34", "ltr"), ("", "ltr")],
)
def test_the_direction_of_a_line(text: str, direction: str) -> None:
    assert first_strong(text) == direction


@pytest.mark.parametrize(
    ("word", "vowelled"), [("قَلَم", True), ("قلم", False), ("Ẹ̀bùn", False), ("نٰ", True), ("12", False)]
)
def test_vowelled_words(word: str, vowelled: bool) -> None:
    assert is_vowelled(word) is vowelled


def test_all_arabic_words_of_a_vowelled_line_are_outlined_and_no_others() -> None:
    words: list[dict[str, Any]] = line("قَلَم Amina كتاب")["words"]
    assert [(word["text"], word["outline"] is not None) for word in words] == [
        ("قَلَم", True),
        ("Amina", False),
        ("كتاب", True),
    ]
    assert [word["outline"] for word in line("قلم كتاب")["words"]] == [None, None]


def test_a_picture_has_the_size_asked_for(template: Path) -> None:
    small, large = (render_png(template, {"line": line("a")}, ppi=ppi) for ppi in (72, 144))
    sizes = [tuple(int.from_bytes(png[at : at + 4]) for at in (16, 20)) for png in (small, large)]
    assert sizes == [(567, 227), (1134, 454)]


def test_a_qr_code_is_an_svg_without_a_margin() -> None:
    svg = qr_svg("https://jisr.example.org/credentials/1?key=2")
    assert svg.startswith("<svg ")
    assert 'd="M0 0.5h7' in svg
    assert qr_svg("a") != svg

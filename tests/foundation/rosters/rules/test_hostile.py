"""Files that can't or mustn't be read: one clear problem each, and no memory taken for it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from foundation.rosters.rules import FIELDS, PROBLEMS, Unreadable, archives, extents_xls, read_cells
from tests.foundation.rosters.rules.books import PEOPLE
from tests.foundation.rosters.rules.builders import archive, ods, ods_of, ole, text, xls, xlsx
from tests.foundation.rosters.rules.cases import SENEGAL, opened
from tests.foundation.rosters.rules.texts import dated
from tests.foundation.rosters.rules.traps import (
    FAR,
    UNPLACED,
    broken_sheet,
    changed,
    encrypted,
    endless_tag,
    false_dimensions,
    far_cell,
    hidden_texts,
    lying_size,
    ods_row,
    ods_with,
    one_text_everywhere,
    repeated_cell,
    same_sheet_twice,
    shared_texts,
    tall,
    twice,
    xlsx_with,
)


@dataclass(frozen=True)
class Bad:
    file: str
    data: bytes | Callable[[], bytes]
    code: str
    declared: dict[str, Any] = field(default_factory=dict)


BAD = {
    "empty": Bad("a.csv", b"", "empty_file"),
    "only line ends": Bad("a.csv", b"\xef\xbb\xbf\r\n\r\n  ", "empty_file"),
    "only a header": Bad("a.csv", b"Nom;Classe\n", "no_rows"),
    "an empty workbook": Bad("a.xlsx", xlsx({"A": []}), "empty_file"),
    "much of nothing": Bad("a.csv", b" \n" * 9_000, "empty_file"),
    "no column of names": Bad("a.csv", b"Ville;Bus\nDakar;1\n", "name_column_missing"),
    "a PDF named .csv": Bad("a.csv", b"%PDF-1.7\n%\xe2\xe3", "wrong_type"),
    "a PDF": Bad("a.pdf", b"%PDF-1.7\n", "wrong_type"),
    "a PNG named .xlsx": Bad("a.xlsx", b"\x89PNG\r\n\x1a\n", "wrong_type"),
    "a page named .xls": Bad("a.xls", b"<html><table><tr><td>Nom</td></tr></table></html>", "wrong_type"),
    "a DOCX": Bad("a.docx", archive({"word/document.xml": "<w/>"}), "wrong_type"),
    "a DOC named .xls": Bad("a.xls", ole({"WordDocument": b"x"}), "wrong_type"),
    "text named .xlsx": Bad("a.xlsx", dated("2008-05-01"), "name_mismatch"),
    "text named .xls": Bad("a.xls", dated("2008-05-01"), "name_mismatch"),
    "a workbook named .csv": Bad("a.csv", xlsx({"A": PEOPLE}), "name_mismatch"),
    "a new workbook named .xls": Bad("a.xls", xlsx({"A": PEOPLE}), "name_mismatch"),
    "an .xlsm": Bad("a.xlsm", xlsx({"A": PEOPLE}), "has_macros"),
    "macros in an .xlsx": Bad("a.xlsx", lambda: changed(xlsx({"A": PEOPLE}), xl__vbaProject_0_bin=b"x"), "has_macros"),
    "macros in an .xls": Bad("a.xls", ole({"Workbook": b"x", "_VBA_PROJECT_CUR": b"x"}), "has_macros"),
    "a password": Bad("a.xlsx", ole({"EncryptedPackage": b"x"}), "encrypted"),
    "a password on a zip": Bad("a.zip", encrypted, "encrypted"),
    "a zip without users": Bad("a.zip", archive({"orgs.csv": "sourcedId\n"}), "oneroster_without_users"),
    "a zip of photos": Bad("a.zip", archive({"a.jpg": b"x"}), "wrong_type"),
    "traversal": Bad("a.zip", archive({"users.csv": "sourcedId\n", "../../etc/cron": "x"}), "archive_unsafe"),
    "traversal of Windows": Bad("a.zip", archive({"users.csv": "sourcedId\n", "..\\x": "x"}), "archive_unsafe"),
    "an absolute path": Bad("a.zip", archive({"users.csv": "sourcedId\n", "/etc/x": "x"}), "archive_unsafe"),
    "a bomb": Bad("a.zip", lambda: archive({"users.csv": b"0" * (60 << 20)}), "archive_too_large"),
    "3,000 entries": Bad("a.zip", lambda: archive({f"{n}/users.csv": "" for n in range(3000)}), "archive_too_large"),
    "a size that lies": Bad("a.zip", lying_size, "archive_unsafe"),
    "a torn zip": Bad("a.xlsx", xlsx({"A": PEOPLE})[:500], "broken_file"),
    "a torn .xls": Bad("a.xls", xls([["Nom"], ["Awa"]])[:700], "broken_file"),
    "a broken sheet": Bad("a.xlsx", broken_sheet, "broken_file"),
    "a cell in the far corner": Bad("a.xlsx", far_cell, "too_many_columns"),
    "more cells than memory": Bad("a.xlsx", tall, "too_many_cells"),
    "one text in every cell": Bad("a.xlsx", one_text_everywhere, "archive_too_large"),
    "a name twice": Bad("a.zip", twice, "archive_unsafe"),
    "false dimensions": Bad("a.xls", false_dimensions, "broken_file"),
    "a far cell in an old workbook": Bad(
        "a.xls", lambda: xls([["Nom"]] + [[]] * 60_000 + [[""] * 255 + ["x"]]), "too_many_columns"
    ),
    "a repeated cell": Bad("a.ods", repeated_cell(1_000_000, 16_000), "too_many_columns"),
    "a repeated row": Bad("a.ods", repeated_cell(1_000_000, 100), "too_many_cells"),
    "a repeated cell behind a sign": Bad(
        "a.ods",
        ods_row('table:formula="a>b" office:value="1" table:number-columns-repeated="900"', 90_000),
        "too_many_columns",
    ),
    "a repeated row behind a sign": Bad(
        "a.ods",
        ods_with(f"""<table:table-row x='">"' table:number-rows-repeated="90000">{FAR}</table:table-row>"""),
        "too_many_columns",
    ),
    "a formula that is repeated": Bad(
        "a.ods", ods_row('table:formula="of:=1" table:number-columns-repeated="900"', 90_000), "too_many_columns"
    ),
    "a number that is hidden": Bad(
        "a.ods", ods_row('office:value="1" table:number-columns-repeated="9&#48;0"', 90_000), "broken_file"
    ),
    "repeated long texts": Bad(
        "a.ods",
        lambda: ods_row('office:value-type="string"', 50_000, text=f"<text:p>{'x' * 100_000}</text:p>"),
        "archive_too_large",
    ),
    "a milliard spaces": Bad(
        "a.ods",
        ods_row('office:value-type="string"', text='<text:p>a<text:s text:c="900000000"/></text:p>'),
        "archive_too_large",
    ),
    "tags that never end": Bad("a.ods", lambda: ods_of("<table:table " * 90_000), "broken_file"),
    "a text that never ends": Bad(
        "a.ods",
        lambda: ods_row('office:value-type="string"', text=f"<text:p>{'x' * (6 << 20)}</text:p>"),
        "broken_file",
    ),
    "cells without a place": Bad("a.xlsx", lambda: xlsx_with(UNPLACED.format("")), "too_many_columns"),
    "cells without a place, on two lines": Bad("a.xlsx", lambda: xlsx_with(UNPLACED.format("\n")), "too_many_columns"),
    "cells of another prefix": Bad("a.xlsx", lambda: xlsx_with(UNPLACED.format(""), "x"), "too_many_columns"),
    "a far cell that says its place late": Bad(
        "a.xlsx",
        lambda: xlsx_with('<row><c s="0" r="A1"/></row><row><c s="0" r="XFD900000"><v>1</v></c></row>'),
        "too_many_columns",
    ),
    "a shared text behind an empty one": Bad("a.xlsx", lambda: hidden_texts("<si/>"), "archive_too_large"),
    "a shared text of another prefix": Bad(
        "a.xlsx", lambda: hidden_texts("<x:si xmlns:x='x'></x:si>"), "archive_too_large"
    ),
    "a tag with everything": Bad("a.xlsx", endless_tag, "broken_file"),
    "one text in every cell of an old workbook": Bad(
        "a.xls", lambda: ole({"Workbook": shared_texts(["x" * 30_000], [0] * 20_000)}), "archive_too_large"
    ),
    "an old workbook of one sheet under two names": Bad("a.xls", lambda: same_sheet_twice(0), "broken_file"),
    "an old workbook of a sheet within another": Bad("a.xls", lambda: same_sheet_twice(20), "broken_file"),
    "10,000 columns": Bad("a.csv", text("Nom" + ";x" * 9_999 + "\nAwa\n"), "too_many_columns"),
    "10,000 cells in a row": Bad("a.csv", text("Nom;Classe\n" + "x;" * 9_999 + "x\n"), "too_many_columns"),
    "10,000 columns in OneRoster": Bad(
        "a.zip",
        lambda: archive({"users.csv": "givenName," + ",".join(f"c{at}" for at in range(9_999)) + "\nA\n"}),
        "too_many_columns",
    ),
    "OneRoster without names": Bad(
        "a.zip", archive({"users.csv": "sourcedId,status\nu1,active\n"}), "name_column_missing"
    ),
    "10,000 columns in a workbook": Bad(
        "a.xlsx", lambda: xlsx({"A": [["Nom", *"x" * 9_999], ["Awa"]]}), "too_many_columns"
    ),
    "10,000 columns in ODS": Bad("a.ods", lambda: ods({"A": [["Nom", *"x" * 9_999], ["Awa"]]}), "too_many_columns"),
    "a row too many": Bad("a.csv", b"Nom\nA\nB\nC\n", "too_many_rows", {"max_rows": 2}),
    "one endless line": Bad("a.csv", b"Nom\n" + b"x" * (3 << 20), "line_too_long"),
    "an open quote": Bad("a.csv", b'Nom;Classe\n"Awa;A\n' + b"Ba;B\n" * 100, "quote_open"),
    "an endless cell": Bad("a.csv", b'Nom;Classe\n"' + b"x" * 200_000 + b'";A\n', "quote_open"),
    "zeros": Bad("a.csv", b"Nom;Classe\nAwa\0;A\n", "not_text"),
    "noise": Bad("a.csv", bytes(range(256)) * 9, "not_text"),
    "two encodings": Bad("a.csv", b"Nom\n" + "Thiès\n".encode() * 50 + "Thiès\n".encode("cp1252"), "encoding_mixed"),
    "an unknown encoding": Bad("a.csv", b"Nom\nAwa\n", "encoding_unknown", {"encoding": "klingon"}),
    "a codec that is none": Bad("a.csv", b"Nom\nAwa\n", "encoding_unknown", {"encoding": "rot13"}),
    "a wrong encoding": Bad("a.csv", "Nom\nThiès\n".encode("cp1252"), "encoding_wrong", {"encoding": "utf-8"}),
    "a wrong delimiter": Bad("a.csv", b"Nom\nAwa\n", "delimiter_wrong", {"delimiter": ";;"}),
    "a wrong order of dates": Bad("a.csv", b"Nom\nAwa\n", "date_order_wrong", {"date_order": "ydm"}),
    "a sheet that isn't there": Bad("a.xlsx", xlsx({"A": PEOPLE}), "sheet_unknown", {"sheet": "B"}),
    "a column that means nothing": Bad("a.csv", b"Nom\nAwa\n", "column_wrong", {"columns": {"Nom": "shoe_size"}}),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_file_is_refused(bad: Bad, tmp_path: Path) -> None:
    data = bad.data() if callable(bad.data) else bad.data
    with pytest.raises(Unreadable) as refused:
        list(opened(tmp_path, bad.file, data, **bad.declared).rows())

    assert refused.value.code == bad.code
    assert bad.code in PROBLEMS


LONG = {
    "a word": "a" * 120_000,
    "letters and spaces": "a " * 60_000,
    "signs of time": "T" * 120_000,
    "a word and points": "a" + "." * 120_000,
    "a number beyond numbers": "1E" + "9" * 5_000,
    "at signs": "a@" * 60_000,
    "a domain": "a." * 60_000 + "sn",
    "dashes": "1-" * 60_000,
    "Hijri marks": "1" + "هـ" * 60_000,
    "a month and dashes": "1 janvier" + " - " * 40_000 + "2008",
    "accents": "e" + "\u0301" * 120_000,
    "quotes": "=" + '"' * 119_999,
}


@pytest.mark.parametrize("cell", LONG.values(), ids=LONG)
def test_a_long_cell_takes_no_time(cell: str, tmp_path: Path) -> None:
    """Each field reads it, and the encoding is weighed by it; what grew with the square of its length would take minutes."""
    for name in FIELDS:
        assert read_cells({"name": "Awa", name: cell}, SENEGAL).is_error, name
    data = f"Nom;{cell[:60_000].replace(chr(34), '')}\né;b\n".encode("cp1252", "ignore")
    (row,) = opened(tmp_path, "a.csv", data).rows()

    assert (row.name, [len(header) <= 120 for header in row.cells]) == ("é", [True, True])


def test_what_was_found_and_what_would_be_right_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        opened(tmp_path, "liste.xlsx", dated("2008-05-01"))

    assert (refused.value.read, refused.value.expected) == (".xlsx", ".csv")


def test_an_archive_is_never_unpacked_beyond_what_it_says(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(lying_size())
    info = archives.entries(path)["users.csv"]
    seen: list[bytes] = []
    with pytest.raises(Unreadable):
        seen.extend(archives.inflate(path, info))

    assert sum(map(len, seen)) <= info.file_size


@pytest.mark.parametrize("lengths", [[3, 4], [3, 9_000, 5], [8_000, 1, 20_000], [3_994, 2, 7]])
def test_shared_texts_of_an_old_workbook_are_measured_as_they_are_read(lengths: list[int], tmp_path: Path) -> None:
    texts = ["Nom", *("ab"[at % 2] * length for at, length in enumerate(lengths))]
    book = shared_texts(texts, range(len(texts)))
    table = opened(tmp_path, "a.xls", ole({"Workbook": book}))

    assert [row.cells["Nom"] for row in table.rows()] == texts[1:]
    assert extents_xls.text_lengths(book) == [3, *lengths]

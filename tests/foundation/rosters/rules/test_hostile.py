"""Files that can't or mustn't be read: one clear problem each, and no memory taken for it."""

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from foundation.rosters.rules import PROBLEMS, Unreadable, archives
from tests.foundation.rosters.rules.books import PEOPLE
from tests.foundation.rosters.rules.builders import archive, ods, ods_of, ole, text, xls, xlsx
from tests.foundation.rosters.rules.cases import opened
from tests.foundation.rosters.rules.texts import dated

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def changed(data: bytes, **parts: str | bytes) -> bytes:
    """The workbook with other parts; `__` stands for a slash and `_0_` for a point."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        files: dict[str, str | bytes] = {name: source.read(name) for name in source.namelist()}
    return archive(files | {name.replace("_0_", ".").replace("__", "/"): content for name, content in parts.items()})


def far_cell() -> bytes:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>Nom</t></is></c></row>'
    rows += '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return changed(xlsx({"A": PEOPLE}), xl__worksheets__sheet1_0_xml=SHEET.format(rows))


def one_text_everywhere() -> bytes:
    """30 kB of text that 20,000 cells share: 600 MB once laid out."""
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 20_001))
    shared = (
        f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"x" * 30_000}</t></si></sst>'
    )
    return changed(
        xlsx({"A": PEOPLE}), xl__worksheets__sheet1_0_xml=SHEET.format(cells), xl__sharedStrings_0_xml=shared
    )


def lying_size() -> bytes:
    """An archive that says one of its files is small."""
    data = bytearray(archive({"users.csv": "sourcedId,givenName\n" + "1,Awa\n" * 50_000}))
    central = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, central + 24, 100)
    return bytes(data)


def encrypted() -> bytes:
    data = bytearray(archive({"users.csv": "sourcedId\n1\n"}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def broken_sheet() -> bytes:
    return changed(xlsx({"A": PEOPLE}), xl__worksheets__sheet1_0_xml="<a><b")


def twice() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as opened:
        opened.writestr("users.csv", "sourcedId\n")
        opened.writestr("Users.csv", "sourcedId\n")
    return stream.getvalue()


def false_dimensions() -> bytes:
    """An old workbook that says it has four milliards of rows: its reader would reserve memory for them."""
    data = bytearray(xls([["Nom"], ["Awa"]]))
    struct.pack_into("<II", data, data.index(struct.pack("<HH", 0x0200, 14)) + 4, 3, 2)
    return bytes(data)


def repeated_cell(rows: int, columns: int) -> bytes:
    cell = f'<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="{columns}"/>'
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    return ods_of(f'<table:table table:name="A">{row}</table:table>')


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
    "one text in every cell": Bad("a.xlsx", one_text_everywhere, "archive_too_large"),
    "a name twice": Bad("a.zip", twice, "archive_unsafe"),
    "false dimensions": Bad("a.xls", false_dimensions, "broken_file"),
    "a far cell in an old workbook": Bad(
        "a.xls", lambda: xls([["Nom"]] + [[]] * 60_000 + [[""] * 255 + ["x"]]), "too_many_columns"
    ),
    "a repeated cell": Bad("a.ods", repeated_cell(1_000_000, 16_000), "too_many_columns"),
    "a repeated row": Bad("a.ods", repeated_cell(1_000_000, 100), "too_many_cells"),
    "10,000 columns": Bad("a.csv", text("Nom" + ";x" * 9_999 + "\nAwa\n"), "too_many_columns"),
    "10,000 cells in a row": Bad("a.csv", text("Nom;Classe\n" + "x;" * 9_999 + "x\n"), "too_many_columns"),
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

"""Workbooks and archives that lie about what they become."""

import io
import re
import struct
import zipfile
from collections.abc import Sequence

from tests.foundation.rosters.rules.books import PEOPLE
from tests.foundation.rosters.rules.builders import archive, ods_of, ole, record, xls, xls_of, xlsx

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


def tall() -> bytes:
    """As wide as lists are, and a cell in the last of 200,000 rows."""
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>Nom</t></is></c></row><row r="200000"><c r="H200000"/></row>'
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


def ods_with(rows: str) -> bytes:
    name = '<table:table-cell office:value-type="string"><text:p>Nom</text:p></table:table-cell>'
    return ods_of(f'<table:table table:name="A"><table:table-row>{name}</table:table-row>{rows}</table:table>')


def ods_row(cell: str, rows: int = 1, more: str = "", text: str = "") -> bytes:
    return ods_with(
        f'<table:table-row {more} table:number-rows-repeated="{rows}">'
        f"<table:table-cell {cell}>{text}</table:table-cell></table:table-row>"
    )


def xlsx_with(rows: str, prefix: str = "") -> bytes:
    sheet = SHEET.format(rows).replace("xmlns=", f"xmlns:{prefix}=" if prefix else "xmlns=")
    sheet = re.sub(r"<(/?)(?=\w)", rf"<\1{prefix}:", sheet) if prefix else sheet
    return changed(xlsx({"A": PEOPLE}), xl__worksheets__sheet1_0_xml=sheet)


FAR = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="900"/>'
UNPLACED = f"<row>{'<c{0}><v>1</v></c>' * 16_000}</row>{'<row/>' * 60_000}<row><c{{0}}><v>1</v></c></row>"
TABLED = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</sst>'


def hidden_texts(end: str) -> bytes:
    """The long text of a workbook behind a short one, whose end is written in another way."""
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v\n>1</v></c></row>' for row in range(1, 20_001))
    shared = TABLED.format(f"{end}<si><t>{'x' * 30_000}</t></si>")
    return changed(
        xlsx({"A": PEOPLE}), xl__worksheets__sheet1_0_xml=SHEET.format(cells), xl__sharedStrings_0_xml=shared
    )


def endless_tag() -> bytes:
    shared = TABLED.format(f"<si><t>{'x' * 300_000}</t></si>")
    cells = "".join(f'<c r="A{number}"/>' for number in range(1, 2_000))
    sheet = SHEET.format(f'<row r="1">{cells}<c {" t=" * 160_000}/></row>')
    return changed(xlsx({"A": PEOPLE}), xl__worksheets__sheet1_0_xml=sheet, xl__sharedStrings_0_xml=shared)


def shared_texts(texts: Sequence[str], cells: Sequence[int]) -> bytes:
    """An old workbook whose cells, one below the other, have the texts of these numbers."""
    rows = b"".join(record(0x00FD, struct.pack("<HHHI", row, 0, 0, number)) for row, number in enumerate(cells))
    return xls_of(rows, {"A": 0}, texts)


def same_sheet_twice(beyond: int) -> bytes:
    cells = record(0x0204, struct.pack("<HHHHB", 0, 0, 0, 3, 0) + b"Nom")
    return ole({"Workbook": xls_of(cells, {"A": 0, "B": beyond})})

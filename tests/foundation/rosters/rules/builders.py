"""Files of every format, from rows of texts."""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[Any]]
PIECE = 8_000  # bytes that a record of shared texts takes


def text(content: str, encoding: str = "utf-8") -> bytes:
    return content.encode(encoding)


def xlsx(
    sheets: Mapping[str, Rows],
    *,
    hidden: Sequence[str] = (),
    decorate: Callable[[Any, Any], None] = lambda book, sheet: None,
    **settings: Any,
) -> bytes:
    """`date` cells are real dates; texts that begin with "=" are formulas, with the value that was computed last."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"default_date_format": "dd/mm/yyyy", **settings})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, tuple):
                    sheet.write_formula(number, column, value[0], None, value[1])
                elif value not in (None, ""):
                    sheet.write(number, column, value)
        decorate(book, sheet)
    book.close()
    return stream.getvalue()


def archive(files: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return stream.getvalue()


def ods(sheets: Mapping[str, Rows], tail: str = "") -> bytes:
    tables = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(map(_ods_row, rows))}{tail}</table:table>'
        for name, rows in sheets.items()
    )
    return ods_of(tables)


def ods_of(tables: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
        for name, urn in {"office": "office", "table": "table", "text": "text"}.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return archive({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def _ods_row(row: Sequence[Any]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(value: Any) -> str:
    if value in (None, ""):
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def xls(rows: Rows, name: str = "Feuil1") -> bytes:
    """BIFF8 in the smallest container that old Excel wrote."""
    width = max(map(len, rows), default=0)
    cells = record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, int | float):
                cells += record(0x0203, struct.pack("<HHHd", number, column, 0, value))
            elif value:
                letters = value.encode("utf-16-le")
                cells += record(0x0204, struct.pack("<HHHHB", number, column, 0, len(value), 1) + letters)
    return ole({"Workbook": xls_of(cells, {name: 0})})


def xls_of(cells: bytes, sheets: Mapping[str, int], texts: Sequence[str] = ()) -> bytes:
    """A workbook of one sheet, which its list of sheets may name more than once, each so many bytes from its beginning."""
    globals_ = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    titles = {name: struct.pack("<BB", len(name), 1) + name.encode("utf-16-le") for name in sheets}
    shared = _shared_texts(texts) if texts else b""
    at = len(globals_) + sum(10 + len(title) for title in titles.values()) + len(shared) + 4
    for name, title in titles.items():
        globals_ += record(0x0085, struct.pack("<IBB", at + sheets[name], 0, 0) + title)
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + cells + record(0x000A, b"")
    return globals_ + shared + record(0x000A, b"") + sheet


def _shared_texts(texts: Sequence[str]) -> bytes:
    """A text that doesn't fit goes on in the next record, wide where the one before was narrow and the other way round."""
    records, content = [], struct.pack("<II", len(texts), len(texts))
    for text in texts:
        content += struct.pack("<HB", len(text), 1)
        wide, left = True, text
        while left:
            room = (PIECE - len(content)) // (2 if wide else 1)
            content += left[:room].encode("utf-16-le" if wide else "latin-1")
            left = left[room:]
            if left:
                records.append(content)
                wide = not (wide and left.isascii())
                content = bytes([wide])
        if len(content) > PIECE - 4:
            records.append(content)
            content = b""
    return record(0x00FC, records[0] if records else content) + b"".join(
        record(0x003C, each) for each in [*records[1:], *([content] if records else [])]
    )


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def ole(streams: Mapping[str, bytes]) -> bytes:
    """Each stream is padded to the 4096 bytes from which it lies in sectors of its own."""
    padded = {name: content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0") for name, content in streams.items()}
    body, chain, places = b"", [], {}
    for name, content in padded.items():
        places[name] = len(chain)
        count = len(content) // 512
        chain += [*range(len(chain) + 1, len(chain) + count), 0xFFFFFFFE]
        body += content
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)
    for number, (name, content) in enumerate(padded.items(), 1):
        directory += _entry(name, 2, places[name], len(content), right=number + 1 if number < len(padded) else None)
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    directory_at = len(chain)
    chain += [*range(len(chain) + 1, len(chain) + len(directory) // 512), 0xFFFFFFFE]
    tables = -(-(len(chain) + 1) // 127)
    fat_at = list(range(len(chain), len(chain) + tables))
    chain += [0xFFFFFFFD] * tables
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * 512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIIII", 0, tables, directory_at, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, fat_at[0])
    head += struct.pack(f"<{len(fat_at) - 1}I", *fat_at[1:])
    return head.ljust(512, b"\xff") + body + directory + fat


def _entry(name: str, kind: int, start: int, size: int, child: int | None = None, right: int | None = None) -> bytes:
    none = 0xFFFFFFFF
    letters = name.encode("utf-16-le") + b"\0\0"
    return (
        letters.ljust(64, b"\0")
        + struct.pack("<HBB", len(letters), kind, 1)
        + struct.pack("<III", none, none if right is None else right, none if child is None else child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )

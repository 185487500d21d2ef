"""What a file is, by its content; and whether its name says the same."""

import re
from pathlib import Path, PurePath

from foundation.rosters.rules import archives
from foundation.rosters.rules.ole import streams_of
from foundation.rosters.rules.shapes import Unreadable

READABLE = "CSV, TSV, XLSX, XLS, ODS, OneRoster (ZIP)"
ENDINGS = {
    "csv": ("csv", "tsv", "txt"),
    "xlsx": ("xlsx",),
    "xls": ("xls",),
    "ods": ("ods",),
    "oneroster": ("zip",),
}
MAGIC = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"{\\rtf": "RTF",
    b"\x1f\x8b": "GZIP",
    b"7z\xbc\xaf": "7Z",
    b"Rar!": "RAR",
}
HEAD = 1024
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKUP = re.compile(rb"\s*<(!doctype html|html|table|\?xml|body|meta)", re.IGNORECASE)


def kind_of(path: Path, name: str) -> str:
    with path.open("rb") as file:
        head = file.read(HEAD)
    if len(head) < HEAD and not head.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"):
        raise Unreadable("empty_file")
    kind = _found(path, head)
    ending = PurePath(name).suffix.lower().lstrip(".")
    if ending == "xlsm":
        raise Unreadable("has_macros")
    if re.fullmatch("[a-z]{2,5}", ending) and ending not in ENDINGS[kind]:
        raise Unreadable("name_mismatch", f".{ending}", f".{ENDINGS[kind][0]}")
    return kind


def _found(path: Path, head: bytes) -> str:
    for magic, other in MAGIC.items():
        if head.startswith(magic):
            raise Unreadable("wrong_type", other, READABLE)
    if head.startswith(ZIP):
        return _zip_kind(path)
    if head.startswith(OLE):
        return _ole_kind(path)
    if found := MARKUP.match(head):
        raise Unreadable("wrong_type", "XML" if found[1] == b"?xml" else "HTML", READABLE)
    return "csv"


def _zip_kind(path: Path) -> str:
    listed = archives.entries(path)
    names = {name.lower() for name in listed}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unreadable("has_macros")
    if "xl/workbook.xml" in names:
        return "xlsx"
    if {"mimetype", "content.xml"} <= names:
        return "ods"
    if any(name.rsplit("/", 1)[-1] == "users.csv" for name in names):
        return "oneroster"
    if any(name.endswith(".csv") for name in names):
        raise Unreadable("oneroster_without_users")
    other = "DOCX" if "word/document.xml" in names else "XLSB" if "xl/workbook.bin" in names else "ZIP"
    raise Unreadable("wrong_type", other, READABLE)


def _ole_kind(path: Path) -> str:
    streams = streams_of(path)
    if "EncryptedPackage" in streams:
        raise Unreadable("encrypted")
    if "_VBA_PROJECT_CUR" in streams:
        raise Unreadable("has_macros")
    if not {"Workbook", "Book"} & set(streams):
        raise Unreadable("wrong_type", "DOC" if "WordDocument" in streams else "OLE", READABLE)
    return "xls"

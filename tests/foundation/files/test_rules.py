from datetime import UTC, datetime, timedelta

import pytest

from foundation.files.enums import MediaType
from foundation.files.rules import HEAD, TAIL, born, is_accepted, place_of, settled, shown_name, sniff
from foundation.kernel.ids import new_id
from tests.factories.files import CSV, ODS, XLSX, archive

ARABIC = "الاسم\tالمدرسة\r\nأمينة\tالنور\r\n"
FRENCH = "Prénom;Établissement\r\nThiès;Lycée\r\n"

CONTENTS: dict[str, tuple[bytes, MediaType]] = {
    "PDF": (b"%PDF-1.7\n%\xe2\xe3", MediaType.PDF),
    "PNG": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", MediaType.PNG),
    "JPEG": (b"\xff\xd8\xff\xe0\0\x10JFIF", MediaType.JPEG),
    "WebP": (b"RIFF\x24\0\0\0WEBPVP8 ", MediaType.WEBP),
    "GIF": (b"GIF89a\x01\0\x01\0", MediaType.GIF),
    "XLS": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16, MediaType.XLS),
    "XLSX": (XLSX, MediaType.XLSX),
    "XLSX with macros": (archive("xl/workbook.xml", "xl/vbaProject.bin"), MediaType.XLSM),
    "XLSB": (archive("xl/workbook.bin"), MediaType.XLSB),
    "ODS": (ODS, MediaType.ODS),
    "ODT": (archive(first=("mimetype", b"application/vnd.oasis.opendocument.text")), MediaType.ODT),
    "ODP": (archive(first=("mimetype", b"application/vnd.oasis.opendocument.presentation")), MediaType.ODP),
    "ODG": (archive(first=("mimetype", b"application/vnd.oasis.opendocument.graphics")), MediaType.ZIP),
    "DOCX": (archive("[Content_Types].xml", "word/document.xml"), MediaType.DOCX),
    "DOCX with macros": (archive("word/document.xml", "word/vbaProject.bin"), MediaType.DOCM),
    "PPTX": (archive("[Content_Types].xml", "ppt/presentation.xml"), MediaType.PPTX),
    "PPTX with macros": (archive("ppt/presentation.xml", "ppt/vbaProject.bin"), MediaType.PPTM),
    "OneRoster": (archive("users.csv", "enrollments.csv"), MediaType.ZIP),
    "empty zip": (archive(), MediaType.ZIP),
    "UTF-8": (CSV, MediaType.TEXT),
    "UTF-8 with BOM": (CSV.decode().encode("utf-8-sig"), MediaType.TEXT),
    "UTF-16 LE with BOM": (b"\xff\xfe" + ARABIC.encode("utf-16-le"), MediaType.TEXT),
    "UTF-16 BE with BOM": (b"\xfe\xff" + ARABIC.encode("utf-16-be"), MediaType.TEXT),
    "UTF-16 LE": (ARABIC.encode("utf-16-le"), MediaType.TEXT),
    "UTF-16 BE": (FRENCH.encode("utf-16-be"), MediaType.TEXT),
    "UTF-16 cut within a character": (ARABIC.encode("utf-16-le")[:-1], MediaType.TEXT),
    "Windows-1256": (ARABIC.encode("cp1256"), MediaType.TEXT),
    "Windows-1252": (FRENCH.encode("cp1252"), MediaType.TEXT),
    "Mac Roman": (FRENCH.encode("mac-roman"), MediaType.TEXT),
    "CP850": (FRENCH.encode("cp850"), MediaType.TEXT),
    "text that ends as in DOS": (b"a;b\r\n\x1a", MediaType.TEXT),
    "a page": (b"<!doctype html><script>", MediaType.TEXT),
    "a program": (b"\x7fELF\x02\x01\x01" + b"\0" * 9, MediaType.UNKNOWN),
    "MP3 with a tag": (b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x90\x64\0", MediaType.MP3),
    "MP3": (b"\xff\xfb\x90\x64\0\0\0", MediaType.MP3),
    "text that begins as one": ("ÿû".encode("cp1252") + FRENCH.encode("cp1252"), MediaType.TEXT),
    "Opus": (b"OggS\0\x02" + b"\0" * 20 + b"\x01\x13OpusHead\x01", MediaType.OGG),
    "Vorbis": (b"OggS\0\x02" + b"\0" * 20 + b"\x01\x1e\x01vorbis\0", MediaType.OGG),
    "Ogg with a film": (b"OggS\0\x02" + b"\0" * 20 + b"\x01\x2a\x80theora\x03", MediaType.UNKNOWN),
    "M4A": (b"\0\0\0\x1cftypM4A \0\0\x02\0", MediaType.M4A),
    "MP4": (b"\0\0\0\x20ftypisom\0\0\x02\0", MediaType.MP4),
    "HEIC": (b"\0\0\0\x20ftypheic\0\0\0\0", MediaType.HEIC),
    "WebM": (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webmB", MediaType.WEBM),
    "Matroska": (
        b"\x1aE\xdf\xa3\x01\0\0\0\0\0\0\x23B\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x88matroskaB\x87\x81\x04",
        MediaType.UNKNOWN,
    ),
    "gzip": (b"\x1f\x8b\x08\0\0\0\0\0\0\x03", MediaType.UNKNOWN),
    "noise": (bytes(range(256)) * 4, MediaType.UNKNOWN),
}


@pytest.mark.parametrize("content", CONTENTS)
def test_a_file_is_what_it_holds(content: str) -> None:
    given, kind = CONTENTS[content]
    assert sniff(given[:HEAD], given[-TAIL:]) == kind


@pytest.mark.parametrize(
    ("found", "name", "kind"),
    [
        (MediaType.TEXT, "list.csv", MediaType.CSV),
        (MediaType.TEXT, "LIST.TSV", MediaType.TSV),
        (MediaType.TEXT, "list.txt", MediaType.TEXT),
        (MediaType.TEXT, "list", MediaType.TEXT),
        (MediaType.TEXT, "list.xlsx", None),
        (MediaType.TEXT, "list.xls", None),
        (MediaType.PDF, "list.csv", None),
        (MediaType.PDF, "list", MediaType.PDF),
        (MediaType.XLSX, "list.xlsx", MediaType.XLSX),
        (MediaType.XLSM, "list.xlsx", None),
        (MediaType.ZIP, "list.xlsx", None),
        (MediaType.XLSX, "list.zip", None),
        (MediaType.JPEG, "photo.jpg", MediaType.JPEG),
        (MediaType.JPEG, "photo.jpeg", MediaType.JPEG),
        (MediaType.UNKNOWN, "list.csv", None),
    ],
)
def test_a_name_may_not_claim_another_kind(found: MediaType, name: str, kind: MediaType | None) -> None:
    assert settled(found, name) == kind


def test_where_one_kind_of_text_is_taken_all_are() -> None:
    assert is_accepted(MediaType.TSV, {MediaType.CSV})
    assert is_accepted(MediaType.PDF, {MediaType.PDF})
    assert not is_accepted(MediaType.TSV, {MediaType.PDF})
    assert not is_accepted(MediaType.PDF, {MediaType.CSV})


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\amina\\liste.csv", "liste.csv"),
        ("قائمة.csv", "قائمة.csv"),
        ("list\u202excod.exe", "listxcod.exe"),
        ("a\r\nb.csv", "ab.csv"),
        ("", "file"),
        ("..", ".."),
        ("x" * 300 + ".csv", "x" * 251 + ".csv"),
    ],
)
def test_a_name_is_for_showing(name: str, shown: str) -> None:
    assert shown_name(name) == shown


def test_a_place_is_made_of_the_id_and_the_id_tells_its_age() -> None:
    made = new_id()
    assert place_of(made) == f"uploads/{made.hex[-2:]}/{made}"
    assert abs(born(made) - datetime.now(UTC)) < timedelta(seconds=5)

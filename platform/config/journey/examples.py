"""The lists that the journey begins with: the example files, with numbers and addresses of this run's own, and with the ages
and the day of the parents' evening that they had when they were written."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, timedelta

from config.env import ROOT

FOLDER = ROOT / "docs" / "examples" / "rosters"
CENTRE, SCHOOL = "rabat.xlsx", "ifrane.csv"
WORDS = "xl/sharedStrings.xml"
WRITTEN_IN = 2026
NUMBER = re.compile(rf"\b([A-Z]){WRITTEN_IN}-")
ADDRESS = "@guardians.example"
DAY = re.compile(r"(?<!\d)\d\d/\d\d/\d{4}(?!\d)")  # \d is a digit of any script
EVENING = date(WRITTEN_IN, 9, 20)
TEN = "٠١٢٣٤٥٦٧٨٩"
ARABIC_DIGITS = str.maketrans("0123456789", TEN)
WESTERN_DIGITS = str.maketrans(TEN, "0123456789")


def filled(name: str, run: str, today: date) -> bytes:
    content = (FOLDER / name).read_bytes()
    if name == SCHOOL:
        return _filled(content.decode("cp1252"), run, today).encode("cp1252")
    return _in_workbook(content, lambda words: _filled(words, run, today))


def _filled(words: str, run: str, today: date) -> str:
    words = NUMBER.sub(rf"\g<1>{run}-", words).replace(ADDRESS, f".{run}{ADDRESS}")
    return DAY.sub(lambda found: _moved(found[0], today), words)


def _moved(text: str, today: date) -> str:
    """The evening lies some weeks back; a birthday stays, in the year that makes for the same age."""
    plain = text.translate(WESTERN_DIGITS)
    if plain == f"{EVENING:%d/%m/%Y}":
        moved = f"{today - timedelta(days=20):%d/%m/%Y}"
    else:
        moved = f"{plain[:6]}{int(plain[6:]) + today.year - WRITTEN_IN}"
    return moved if text == plain else moved.translate(ARABIC_DIGITS)


def _in_workbook(content: bytes, change: Callable[[str], str]) -> bytes:
    """An XLSX is a zip; all of its texts lie in one member."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            part = old.read(member)
            new.writestr(member, change(part.decode()).encode() if member.filename == WORDS else part)
    return written.getvalue()

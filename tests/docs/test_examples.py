"""The rosters to try it with are those that the script makes, and are read as the guide says."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from foundation.rosters.rules import Options, Table, open_table
from tests.docs import example_rosters as examples

CENTRE, SCHOOL = "rabat.xlsx", "ifrane.csv"


def test_they_are_what_the_script_writes(tmp_path: Path) -> None:
    examples.write(tmp_path)
    assert (examples.FOLDER / SCHOOL).read_bytes() == (tmp_path / SCHOOL).read_bytes()
    assert cells(examples.FOLDER / CENTRE) == cells(tmp_path / CENTRE)


def cells(path: Path) -> list[bytes]:
    with zipfile.ZipFile(path) as book:
        return [book.read(name) for name in ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml")]


def table(name: str, **options: Any) -> Table:
    given = {
        "today": date(2026, 10, 1),
        "country": "MA",
        "languages": ("ar", "fr"),
        "default_language": "ar",
        **options,
    }
    return open_table(examples.FOLDER / name, name, Options(**given))


def test_the_centre_s_list_has_two_rows_with_a_fault() -> None:
    rows = list(table(CENTRE).rows())
    assert [(row.number, row.messages[0].code) for row in rows if row.is_error] == [
        (5, "date_impossible"),
        (6, "phone_invalid"),
    ]
    assert (rows[0].name, rows[0].guardian_email) == ("نور الهدى الناصري", "khadija@guardians.example")


def test_the_school_s_list_is_told_from_others_by_its_accents() -> None:
    read = table(SCHOOL)
    assert (read.detected.encoding, read.detected.delimiter, read.detected.header_line) == ("cp1252", ";", 3)
    rows = list(read.rows())
    assert [row.name for row in rows] == ["Aïcha Benaïssa", "Naïm El Ouardi", "Inès Aït Hammou", "Raphaël Guérrouj"]
    assert [row.is_error for row in rows] == [False, False, False, True]

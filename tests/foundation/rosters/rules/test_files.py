"""A table of files, each with what it is read as."""

from pathlib import Path

import pytest

from foundation.rosters.rules import ERRORS, NOTES, NOTICES
from tests.foundation.rosters.rules.books import PEOPLE, WORKBOOKS
from tests.foundation.rosters.rules.builders import text, xlsx
from tests.foundation.rosters.rules.cases import SCHOOL, Case, opened, shown, told
from tests.foundation.rosters.rules.lists import LISTS
from tests.foundation.rosters.rules.texts import FRENCH, TEXTS

CASES = [*TEXTS, *LISTS, *WORKBOOKS]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_file_is_read_as(case: Case, tmp_path: Path) -> None:
    table = opened(tmp_path, case.file, case.data, case.options, **case.declared)
    rows = list(table.rows())

    assert [shown(row) for row in rows] == list(case.rows)
    assert {row.number: told(row) for row in rows if told(row)} == dict(case.codes)
    assert {name: getattr(table.detected, name) for name in case.detected} == dict(case.detected)
    assert [note.code for note in table.detected.notes] == list(case.notes)
    assert table.total == len(rows)
    assert {message.code for row in rows for message in row.messages} <= ERRORS | NOTICES
    assert {note.code for note in table.detected.notes} <= NOTES


def test_the_table_is_long_enough() -> None:
    assert len({case.data for case in CASES}) >= 45
    assert len({case.id for case in CASES}) == len(CASES)


def test_rows_begin_anew_wherever_one_stopped(tmp_path: Path) -> None:
    table = opened(tmp_path, "a.xlsx", xlsx({"A": PEOPLE, "B": PEOPLE, "C": PEOPLE}), sheet="*")
    rows = list(table.rows())

    assert [(row.number, row.place) for row in rows] == [
        (1, "A!2"), (2, "A!3"), (3, "B!2"), (4, "B!3"), (5, "C!2"), (6, "C!3"),
    ]  # fmt: skip
    for skip in range(7):
        assert list(table.rows(skip)) == rows[skip:]


def test_other_encodings_are_shown_with_a_line_of_the_file(tmp_path: Path) -> None:
    found = opened(tmp_path, "a.csv", text(FRENCH, "cp1252")).detected

    assert found.encoding == "cp1252"
    assert "Aïssatou" in found.sample
    others = {candidate.encoding: candidate.sample for candidate in found.candidates}
    assert "cp1252" not in others
    assert others
    assert all("ssatou" in sample for sample in others.values())


def test_a_row_keeps_every_cell_and_finds_its_school(tmp_path: Path) -> None:
    data = "Nom;École;Bus\nAwa;lycée de THIÈS;12\nBa;Ailleurs;\n".encode()
    known, unknown = opened(tmp_path, "a.csv", data).rows()

    assert known.cells == {"Nom": "Awa", "École": "lycée de THIÈS", "Bus": "12"}
    assert known.organisation_id == SCHOOL
    assert unknown.organisation_id is None
    assert unknown.school == "Ailleurs"
    assert not unknown.is_error
    assert {message.code for message in unknown.messages} == {
        "birth_date_missing",
        "language_default",
        "school_unknown",
    }

"""What we write reads back as it was, and no spreadsheet runs it."""

import csv
import io
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.kernel.spreadsheets import csv_lines, safe
from foundation.rosters.rules.writing import as_meant
from tests.foundation.rosters.rules.cases import SENEGAL, opened

ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
LETTERS = {
    "ar": ARABIC,
    "en": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "fr": "abcdefghijklmnopqrstuvwxyzéèêëàâçôïîùûÉÈÀÇÔÎ'’-",
}
HEADER = ["Matricule", "Nom complet", "Né le", "Sexe", "Téléphone", "E-mail", "École", "Classe"]
FIELDS = ("learner_number", "name", "birth_date", "gender", "phone", "email", "school", "group")
SEX = {"female": "F", "male": "M", "": ""}


@st.composite
def names(draw: st.DrawFn) -> str:
    letters = LETTERS[draw(st.sampled_from(sorted(LETTERS)))]
    words = st.lists(st.text(letters, min_size=1, max_size=12), min_size=2, max_size=4)
    return " ".join(draw(words.filter(lambda words: any(map(str.isalpha, words[0])))))


people = st.fixed_dictionaries(
    {
        "learner_number": st.from_regex(r"[A-Z]{2}[0-9]{6}", fullmatch=True),
        "name": names(),
        "birth_date": st.dates(date(1950, 1, 1), date(2020, 1, 1)) | st.none(),
        "gender": st.sampled_from(sorted(SEX)),
        "phone": st.sampled_from(["", "+221771234567", "+212612345678", "+33612345678"]),
        "email": st.from_regex(r"([a-z]{1,8}@(ecole|school)\.(sn|org))?", fullmatch=True),
        "school": st.sampled_from(["", "Lycée de Thiès", "مدرسة النور", "=cmd|'/c calc'!A1", "-2+3", "@sum", "'=x"]),
        "group": st.sampled_from(["", "3e A", "أ", 'a "b", c; d', "+1"]),
    }
)


def cells(person: dict[str, Any]) -> list[str]:
    born = person["birth_date"].isoformat() if person["birth_date"] else ""
    told = {**person, "birth_date": born, "gender": SEX[person["gender"]]}
    return [told[name] for name in FIELDS]


@given(st.lists(people, min_size=1, max_size=30))
def test_reading_gives_what_was_written(roster: list[dict[str, Any]]) -> None:
    data = b"".join(csv_lines(HEADER, map(cells, roster)))
    with tempfile.TemporaryDirectory() as folder:
        rows = list(opened(Path(folder), "rows.csv", data, SENEGAL).rows())

    assert [{name: getattr(row, name) for name in FIELDS} for row in rows] == roster
    assert [list(row.cells.values()) for row in rows] == [cells(person) for person in roster]
    assert not any(row.is_error for row in rows)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_any_text_comes_back(text: str) -> None:
    assert as_meant(safe(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum(A1)", "\t=1", "\r=1", "'=1", "''@x"])
def test_no_cell_is_a_formula(text: str) -> None:
    data = b"".join(csv_lines(["Nom"], [[text]]))
    written = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1][0]

    assert written == f"'{text}"


def test_a_spreadsheet_sees_arabic_and_rows() -> None:
    lines = b"".join(csv_lines(["الاسم"], [["عائشة"]] * 1200))

    assert lines.startswith(b"\xef\xbb\xbf")
    assert lines.count(b"\r\n") == 1201

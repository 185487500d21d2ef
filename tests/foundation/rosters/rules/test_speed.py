"""How fast a long list is read; printed, since the machine decides."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from foundation.kernel.spreadsheets import csv_lines
from tests.foundation.rosters.rules.cases import MOROCCO, opened

ROWS = 10_000
HEADER = ["Matricule", "الاسم", "Né le", "Sexe", "Tél", "E-mail", "École", "Classe", "Langue", "Tél du tuteur"]


def people() -> Iterator[list[str]]:
    for at in range(ROWS):
        born = f"{at % 28 + 1:02d}/{at % 12 + 1:02d}/{2004 + at % 9}"
        phones = f"06{10_000_000 + at}", f"+2126{20_000_000 + at}"
        where = f"eleve{at}@ecole{at % 40}.ma", f"École {at % 60}", f"{at % 12} A"
        yield [f"MA{at:07d}", f"عائشة العلوي {at}", born, "MF"[at % 2], phones[0], *where, "ar", phones[1]]


def test_ten_thousand_rows(tmp_path: Path) -> None:
    data = b"".join(csv_lines(HEADER, people()))
    begun = perf_counter()
    rows = list(opened(tmp_path, "rows.csv", data, MOROCCO).rows())
    print(f"\n{ROWS} rows read in {perf_counter() - begun:.2f} s")

    assert len(rows) == ROWS
    assert not any(row.is_error for row in rows)

"""Files that a spreadsheet opens without running anything. `rosters/rules/test_round_trip.py` reads them back."""

import csv
from io import StringIO

import pytest

from foundation.kernel.spreadsheets import csv_lines


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_cells_come_back_whatever_parts_them(sign: str) -> None:
    rows = [["أ, ب", "c; d", "e\tf"], ['"g"', "h\ni", ""]]
    content = b"".join(csv_lines(["one", "two", "three"], rows, sign))
    assert content.startswith("\ufeff".encode())
    assert list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=sign))[1:] == rows


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "＝1", "\t=1"])
def test_nothing_is_a_formula(cell: str) -> None:
    _, line = b"".join(csv_lines(["name"], [[cell]])).decode().rstrip().split("\r\n")
    assert line.strip('"') == f"'{cell}"


def test_it_goes_out_in_pieces() -> None:
    assert [piece.count(b"\r\n") for piece in csv_lines(["n"], ([str(n)] for n in range(1200)))] == [1, 500, 500, 200]

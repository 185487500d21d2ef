import re
import sys
from collections import Counter
from types import FrameType
from typing import Any

import pytest

from mentoring.showcase import rules
from mentoring.showcase.enums import Lack
from mentoring.showcase.rules import Named, lacks, named, publishable


@pytest.mark.parametrize(
    ("choice", "name", "latin", "read"),
    [
        ("none", "سلمى بنعلي", "Salma Benali", None),
        ("given", "سلمى بنعلي", "Salma Benali", Named("سلمى", "Salma")),
        ("full", "سلمى بنعلي", "Salma Benali", Named("سلمى بنعلي", "Salma Benali")),
        ("full", "Salma Benali", "", Named("Salma Benali", "")),
        ("given", "", "", None),
    ],
)
def test_a_name_as_its_bearer_wants_it_read(choice: str, name: str, latin: str, read: Named | None) -> None:
    assert named(choice, name, latin) == read


def test_what_a_project_waits_for() -> None:
    there = dict.fromkeys(("accepted", "said_yes", "may", "declared", "others", "up"), True)
    assert lacks(**there) == ()
    assert lacks(**{**there, "said_yes": False, "up": False}) == (Lack.CHOICE, Lack.OFFICE)
    assert lacks(**dict.fromkeys(there, False)) == tuple(Lack)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Call 0612345678, 06 12 34 56 78 or +212 612-345678", "Call …, … or …"),
        ("اتصلوا بنا ٠٦١٢٣٤٥٦٧٨ اليوم", "اتصلوا بنا … اليوم"),
        ("Write to amina.b@example.org, see https://x.org/z?a or instagram.com/amina", "Write to …, see … or …"),
        ("We are @amina_b", "We are …"),
        ("See water-project.org, Amina.com?q=1 or amina＠example．org", "See …, … or …"),
        ("We used node.js and Vue.js. Net income and comets", None),
        ("From 2019-2025 1 200 000 people and/or 12.5 % (1.5/2) of 2,000,000", None),
        ("By Amina Benali, BENALI Amina and Benali, Amina", "By …, … and …"),
        ("Marie-Claire Dupont's idea", "… Dupont's idea"),
        ("فكرة سلمى بَنعلي", "فكرة …"),
        ("Amina and the Benali family; amina amina", None),
        ("", None),
        ("Amina Benali's, le projet d’Amina Benali", "…, le projet …"),
        ("مشروع لسلمى بنعلي ثم سلمى وبنعلي", "مشروع … ثم …"),
        ("Amina (Benali) or 'Amina_Benali' or Amina – Benali", "…) or … or …"),
        ("Helene Benali et He\u0301le\u0300ne BÉNALI", "… et …"),
        ("L'eau de la rivière, par Ali de la Cruz", "L'eau de la rivière, par … …"),
        ("06\u202f12\u202f34\u202f56\u202f78", "…"),
        ("By AminaBenali, benaliamina99 or سلمىبنعلي", "By …, …99 or …"),
        ("Amina K. Benali ou Amina K. L. Benali et Amina L Benali", "… ou … et …"),
        ("Mohamed Mohamed, MohamedMohamed, Mohamed", "…, …, Mohamed"),
        ("La rivière della Cruz, delacruz", "La rivière della Cruz, …"),
        ("06/12/34/56/78 or +213/550/12/34/56", "… or …"),
        ("يوسف حداد ثم يوسف الحداد وللحداد يوسف ثم الحداد", "… ثم … ثم الحداد"),
        ("عمر العلمي وعمرعلمي وعمر علمي", "… … …"),
        ("Example.com, example.ma, EXEMPLE.MA/x or exemple.com.tn.", "…, …, … or …."),
    ],
)
def test_strangers_read_no_way_to_reach_anybody(written: str, read: str | None) -> None:
    names = ("Amina Benali", "Marie-Claire", "سلمى بنعلي", "", "Hélène Bénali", "Ali de la Cruz", "Mohamed Mohamed")
    names += ("يوسف الحداد", "عمر علمي")
    assert publishable(written, names=names, countries=("MA", "JO")) == (written if read is None else read)


def test_a_number_is_one_where_it_is_dialled() -> None:
    at_home = "20 123 456"
    assert publishable(at_home, names=(), countries=("TN",)) == "…"
    assert publishable(at_home, names=(), countries=()) == at_home
    assert publishable("+212612345678", names=(), countries=()) == "…"


@pytest.mark.parametrize("figure", ["2020/2021", "2024 – 2025", "45 000 000", "25.500.000", "2 000 000"])
def test_a_figure_is_none_though_it_could_be_dialled(figure: str) -> None:
    assert publishable(figure, names=(), countries=("TN", "ML", "GM")) == figure


@pytest.mark.parametrize("written", ["0550 12 34 56", "0550123456", "079/123/4567", "٠٥٥٠١٢٣٤٥٦", "0803-123-4567"])
def test_a_neighbours_number_is_known_by_its_zero(written: str) -> None:
    assert publishable(f"Tel: {written}.", names=(), countries=("JO",)) == "Tel: …."


@pytest.mark.parametrize("countries", [("JO",), ("NG",), ("ID", "UG"), ("KZ",), ()])
@pytest.mark.parametrize("written", ["00962791234567", "٠٠٩٦٢٧٩١٢٣٤٥٦٧", "00962 79 123 4567", "00 212 612 345 678"])
def test_a_number_abroad_is_known_by_its_zeros_though_one_dials_others_there(
    written: str, countries: tuple[str, ...]
) -> None:
    assert publishable(f"Tel: {written}.", names=(), countries=countries) == "Tel: …."


@pytest.mark.parametrize("written", ["(079) 123 4567", "(055)0123456", "(0791234567"])
def test_brackets_make_no_number_another(written: str) -> None:
    assert publishable(f"Tel: {written}.", names=(), countries=()) == "Tel: (…."


@pytest.mark.parametrize("countries", [("MA", "JO"), ("TN", "LB"), ("SN", "EG"), ()])
@pytest.mark.parametrize(
    "prose",
    [
        "Le 05/06/2024, 05.06.2024 10.30, 05-06-2024 12 élèves, 2024-05-06, 12/31/2024 – 01/01/2025",
        "08:30-10:45, 08.30-10.45, de 8h30 à 10h, 24/7, ١٢/٠٥/٢٠٢٤",
        "1 250,50 DH, 1.250.000 FCFA, 0.55 $, 0,75 €, 07 %, 3,000,000",
        "ODD 6, 13 et 17, SDG 4/6/13, SDGs 04/06/11/13, 10/20/30/40",
        "0 100 200 300, 001 002 003 004, 007, 00:15-00:45, 0.0012345678",
        "v1.2.3, Python 3.11.4, 0.12.345, 192.168.0.1, ISBN 978-3-16-148410-0",
        "E.g. water, i.e. us, p. ex. ici, etc. main.py, script.sh, readme.md, 5.ma",
        "C’est fini.Ma mère l’a vu. Amina et la famille Benali. Ali y va.",
    ],
)
def test_prose_is_read_as_it_is_written(prose: str, countries: tuple[str, ...]) -> None:
    names = ("Amina Benali", "Ali de la Cruz", "Mohamed Mohamed")
    names += ("يوسف الحداد", "عمر علمي")
    assert publishable(prose, names=names, countries=countries) == prose


@pytest.mark.parametrize(
    "piece", ["Amina Benali ", "AminaBenali", "a", "Mohamed ", "06/", "0550 12 34 56 ", "a.b-c@", "A. "]
)
def test_twice_the_words_take_twice_the_steps(piece: str) -> None:
    names = ("Amina Benali", "Mohamed Mohamed", "A Aa Aaa B")
    once, twice = (steps(piece * (10_000 * n // len(piece)), names) for n in (1, 2))
    assert twice < 2.2 * once


def steps(text: str, names: tuple[str, ...]) -> int:
    """Lines of the rules that are run; what their expressions take is said by their shape, below."""
    run = Counter[str]()

    def count(frame: FrameType, event: str, _: Any) -> Any:
        run[event] += 1
        return count

    def enter(frame: FrameType, event: str, _: Any) -> Any:
        return count if frame.f_code.co_filename == rules.__file__ else None

    sys.settrace(enter)
    try:
        publishable.__wrapped__(text, names=names, countries=())
    finally:
        sys.settrace(None)
    return run["line"]


@pytest.mark.parametrize("pattern", [each for each in vars(rules).values() if isinstance(each, re.Pattern)])
def test_nothing_is_repeated_without_bound_inside_what_is_repeated_without_bound(pattern: re.Pattern[str]) -> None:
    unbounded = re.compile(r"\)(?:[*+]|\{\d+,\})")
    inside = [pattern.pattern[: match.start()] for match in unbounded.finditer(pattern.pattern)]
    groups = [before[before.rfind("(") :] for before in inside]
    assert [group for group in groups if re.search(r"(?<!\\)[*+]|,\}", group)] == []

import pytest

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
    ],
)
def test_strangers_read_no_way_to_reach_anybody(written: str, read: str | None) -> None:
    names = ("Amina Benali", "Marie-Claire", "سلمى بنعلي", "", "Hélène Bénali", "Ali de la Cruz")
    assert publishable(written, names=names, countries=("MA", "JO")) == (written if read is None else read)


def test_a_number_is_one_where_it_is_dialled() -> None:
    at_home = "0612345678"
    assert publishable(at_home, names=(), countries=("MA",)) == "…"
    assert publishable(at_home, names=(), countries=()) == at_home
    assert publishable("+212612345678", names=(), countries=()) == "…"


@pytest.mark.parametrize("figure", ["2020/2021", "2024 – 2025", "45 000 000", "25.500.000", "2 000 000"])
def test_a_figure_is_none_though_it_could_be_dialled(figure: str) -> None:
    assert publishable(figure, names=(), countries=("TN", "ML", "GM")) == figure

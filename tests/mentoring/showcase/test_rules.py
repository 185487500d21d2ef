import pytest

from mentoring.showcase.enums import Lack
from mentoring.showcase.rules import Named, lacks, named


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

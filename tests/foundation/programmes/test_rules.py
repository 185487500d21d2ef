from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from foundation.programmes import rules
from foundation.programmes.enums import Role
from foundation.programmes.rules import Grant

MA, JO, SCHOOL = (UUID(int=n) for n in (1, 2, 3))
OFFICE = Grant(Role.PROGRAMME_OFFICE)
MA_COORDINATOR = Grant(Role.COORDINATOR, MA)
SCHOOL_COORDINATOR = Grant(Role.COORDINATOR, MA, SCHOOL)
WANTED = {
    "office": OFFICE,
    "coordinator of MA": MA_COORDINATOR,
    "coordinator of JO": Grant(Role.COORDINATOR, JO),
    "coordinator of a school in MA": SCHOOL_COORDINATOR,
    "author": Grant(Role.AUTHOR),
    "author of MA": Grant(Role.AUTHOR, MA),
    "mentor": Grant(Role.MENTOR),
    "mentor of MA": Grant(Role.MENTOR, MA),
    "mentor of JO": Grant(Role.MENTOR, JO),
    "safeguarding officer": Grant(Role.SAFEGUARDING_OFFICER),
    "safeguarding officer of MA": Grant(Role.SAFEGUARDING_OFFICER, MA),
}


@pytest.mark.parametrize(
    ("held", "gives"),
    [
        ([OFFICE], set(WANTED)),
        ([MA_COORDINATOR], {"coordinator of a school in MA", "mentor of MA"}),
        ([SCHOOL_COORDINATOR], set()),
        ([Grant(Role.MENTOR, MA)], set()),
        ([Grant(Role.AUTHOR)], set()),
        ([Grant(Role.SAFEGUARDING_OFFICER, MA)], set()),
        ([], set()),
    ],
    ids=["office", "coordinator", "school's coordinator", "mentor", "author", "safeguarding officer", "nobody"],
)
def test_who_gives_what(held: list[Grant], gives: set[str]) -> None:
    assert {name for name, wanted in WANTED.items() if rules.may_give(held, wanted)} == gives


def test_where_a_role_can_hold() -> None:
    scopes = {"everywhere": (None, None), "state": (MA, None), "organisation": (MA, SCHOOL)}
    fitting = {
        role: {name for name, (state, school) in scopes.items() if rules.fits(Grant(role, state, school))}
        for role in Role
    }
    assert fitting == {
        Role.PROGRAMME_OFFICE: {"everywhere"},
        Role.COORDINATOR: {"state", "organisation"},
        Role.AUTHOR: {"everywhere", "state"},
        Role.MENTOR: {"everywhere", "state"},
        Role.SAFEGUARDING_OFFICER: {"everywhere", "state"},
    }


def test_a_cohort_may_last_a_single_day_and_no_less() -> None:
    day = date(2026, 11, 24)
    assert [rules.dates_fit(day, day + timedelta(days=n)) for n in (-1, 0, 1)] == [False, True, True]


def test_a_code_ends_with_its_last_moment() -> None:
    end = datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert [rules.is_expired(end, end + timedelta(seconds=n)) for n in (-1, 0, 1)] == [False, True, True]


def test_three_free_usernames_are_suggested() -> None:
    names = rules.username_candidates(" amina. ", 2026)
    assert rules.username_suggestions(names, {"amina26", "amina2"}) == ["amina.2026", "amina3", "amina4"]
    assert all(len(name) <= 64 for name in rules.username_candidates("a" * 200, 2026))

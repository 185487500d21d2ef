"""Each state's working days: as usual in the country, and by the state's own word."""

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import available_timezones

import pytest
from rest_framework.test import APIClient

from foundation.audit.models import Record
from foundation.kernel.dates import zones_in
from foundation.programmes.models import DayNotice, MemberState
from foundation.programmes.selectors import usual_days, work_calendar
from foundation.programmes.services import load_member_states
from tests.factories.accounts import PersonFactory
from tests.factories.programmes import OrganisationFactory, StateFactory, coordinator, coordinator_of, office

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
EID = date(2026, 3, 20)  # as it was expected
LATE = "/api/v1/member-states/MA/calendar/2026-03-21"


def calendar(client: APIClient, query: str = "since=2026-03-16&until=2026-03-27", code: str = "MA") -> Any:
    return client.get(f"/api/v1/member-states/{code}/calendar?{query}")


@pytest.fixture(autouse=True)
def morocco() -> MemberState:
    return StateFactory(code="MA")


@pytest.mark.parametrize(
    ("code", "weekend", "second_day"),
    [("DZ", [5, 6], date(2026, 6, 9)), ("MA", [6, 7], date(2026, 6, 9)), ("BN", [5, 7], date(2026, 6, 9))],
)
def test_weekends_differ(code: str, weekend: list[int], second_day: date) -> None:
    StateFactory(code=code)
    days = work_calendar(code, date(2026, 6, 1), date(2026, 6, 30))
    assert sorted(days.weekend) == weekend
    assert days.later(date(2026, 6, 7), 2) == second_day


def test_every_member_state_has_a_calendar() -> None:
    load_member_states(path=None)
    codes = MemberState.objects.values_list("code", flat=True)
    assert len(codes) == 53
    unknown = [code for code in codes if not usual_days(code, range(2026, 2028))[1]]
    assert unknown == []


def test_the_zones_of_every_member_state_are_known_here() -> None:
    """The countries are Babel's, the zones the machine's."""
    load_member_states(path=None)
    codes = MemberState.objects.values_list("code", flat=True)
    assert [code for code in codes if zones_in([code]) == {"UTC"}] == []
    assert zones_in(codes) - available_timezones() == set()


def test_a_country_that_nobody_knows_rests_on_saturday_and_sunday() -> None:
    assert usual_days("XX", range(2026, 2027)) == (frozenset({6, 7}), frozenset())


def test_what_the_state_says_of_its_weekend_holds() -> None:
    MemberState.objects.filter(code="MA").update(weekend=[5, 6])
    assert work_calendar("MA", EID, EID).weekend == {5, 6}


def test_anybody_reads_it(client_of: Clients) -> None:
    answer = calendar(client_of()).json()
    assert answer == {
        "state": "MA",
        "since": "2026-03-16",
        "until": "2026-03-27",
        "weekend": [6, 7],
        "days_off": ["2026-03-20"],
        "notices": [],
        "working_days": 9,
    }


FAR = ["since=9999-12-31", "since=9998-12-01&until=9999-12-31", "since=0001-01-01&until=0001-02-01", "since=3000-01-01"]


@pytest.mark.parametrize("query", FAR)
def test_the_ends_of_time_have_none(client_of: Clients, query: str) -> None:
    told = calendar(client_of(), query)
    names = [f"?{part.split('=')[0]}" for part in query.split("&")]
    refused = [(error["pointer"], error["code"]) for error in told.json()["errors"]]
    assert (told.status_code, refused) == (400, [(name, "range") for name in names])


def test_the_last_and_the_first_day_that_it_shows(client_of: Clients) -> None:
    for day, last in (("1900-01-01", "1900-04-01"), ("2999-12-31", "3000-03-31")):
        assert calendar(client_of(), f"since={day}").json()["until"] == last


def first_after_eid() -> date:
    return work_calendar("DZ", EID, date(2026, 3, 31)).later(date(2026, 3, 19), 1)


def test_eid_moves_by_a_days_notice(client_of: Clients) -> None:
    StateFactory(code="DZ")
    author = coordinator("DZ")
    path = "/api/v1/member-states/DZ/calendar"
    assert first_after_eid() == date(2026, 3, 23)
    given = client_of(author).put(f"{path}/2026-03-23", {"working": False, "note": "Fourth day of Eid"})
    assert (given.status_code, given.json()) == (
        200,
        {"day": "2026-03-23", "working": False, "note": "Fourth day of Eid"},
    )
    assert first_after_eid() == date(2026, 3, 24)
    client_of(author).put(f"{path}/2026-03-23", {"working": True})
    assert first_after_eid() == date(2026, 3, 23)
    assert client_of(author).delete(f"{path}/2026-03-23").status_code == 204
    assert DayNotice.objects.count() == 0
    assert [record.action for record in Record.objects.order_by("id")] == [
        "day_notice_given", "day_notice_given", "day_notice_taken_back",
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["coordinator of another", "of a school", "a person", "nobody"])
def test_nobody_else_says_anything(client_of: Clients, who: str, morocco: MemberState) -> None:
    people: dict[str, Callable[[], Any]] = {
        "coordinator of another": lambda: coordinator("DZ"),
        "of a school": lambda: coordinator_of(OrganisationFactory(state=morocco)),
        "a person": PersonFactory,
        "nobody": lambda: None,
    }
    client = client_of(people[who]())
    DayNotice.objects.create(state=morocco, day=date(2026, 3, 22))
    statuses = {client.put(LATE, {"working": False}).status_code, client.delete(LATE[:-1] + "2").status_code}
    assert statuses == {401 if who == "nobody" else 404}
    assert list(DayNotice.objects.values_list("day", flat=True)) == [date(2026, 3, 22)]


@pytest.mark.parametrize("query", ["since=2026-03-16&until=2026-03-15", "since=2026-01-01&until=2027-06-01"])
def test_it_shows_no_more_than_a_year(client_of: Clients, query: str) -> None:
    answer = calendar(client_of(), query)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "?until")


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30"])
def test_a_day_that_is_none_is_not_found(client_of: Clients, day: str) -> None:
    assert client_of(office()).put(LATE.replace("2026-03-21", day), {"working": False}).status_code == 404
    assert DayNotice.objects.count() == 0


def test_a_state_that_is_not_there_has_none(client_of: Clients) -> None:
    assert calendar(client_of(), code="ZZ").status_code == 404

"""What a call says beside its questions: when it takes work, and whose."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils.translation import override
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.programmes.enums import Role
from mentoring.projects.errors import CallClosed, CallNotOpenYet, NotForYou
from mentoring.projects.models import Call, Project, TeamMember
from mentoring.projects.rules import belongs, may_move, takes_work
from mentoring.projects.services import begin_project, join_team, make_join_code, submit_submission
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import (
    CallFactory,
    ProjectFactory,
    draft,
    granted,
    member_of,
    member_state,
    rubric,
    stage,
    texts,
)
from tests.factories.programmes import MembershipFactory

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
CALLS = "/api/v1/calls"
WORDS = {"title": "Water", "language": "fr"}
DAYS = [date(2026, 11, day) for day in (1, 2, 3)]


@pytest.mark.parametrize(
    ("status", "opens", "closes", "expected"),
    [
        ("open", None, None, [True, True, True]),
        ("open", 2, None, [False, True, True]),
        ("open", None, 2, [True, True, False]),
        ("open", 2, 2, [False, True, False]),
        ("draft", None, None, [False, False, False]),
        ("closed", 1, 3, [False, False, False]),
    ],
)
def test_when_a_call_takes_work(status: str, opens: int | None, closes: int | None, expected: list[bool]) -> None:
    first, last = (n and date(2026, 11, n) for n in (opens, closes))
    assert [takes_work(status, first, last, day) for day in DAYS] == expected


@pytest.mark.parametrize(
    ("audience", "states", "born", "expected"),
    [
        ({}, [], None, True),
        ({"states": []}, ["MA"], None, True),
        ({"states": ["MA", "JO"]}, ["JO", "TN"], None, True),
        ({"states": ["MA"]}, ["JO"], None, False),
        ({"states": ["MA"]}, [], None, False),
        ({"min_age": 15, "max_age": None}, [], date(2011, 11, 1), True),
        ({"min_age": 15, "max_age": None}, [], date(2011, 11, 2), False),
        ({"max_age": 18}, [], date(2007, 11, 2), True),
        ({"max_age": 18}, [], date(2007, 11, 1), False),
        ({"max_age": 18}, [], None, False),
    ],
)
def test_whose_work_it_takes(audience: Any, states: list[str], born: date | None, expected: bool) -> None:
    assert belongs(audience, states, born, DAYS[0]) is expected


def test_a_call_is_opened_once_and_then_closed_and_opened() -> None:
    stages = ("draft", "open", "closed")
    assert {(a, b) for a in stages for b in stages if a != b and may_move(a, b)} == {
        ("draft", "open"),
        ("open", "closed"),
        ("closed", "open"),
    }


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """23:30 on 2 November in Rabat is a day later in Muscat."""
    moment = datetime(2026, 11, 2, 22, 30, tzinfo=UTC)
    monkeypatch.setattr("mentoring.projects.services.projects.now", lambda: moment)
    return moment


def test_days_are_those_of_the_learners_country(noon: datetime) -> None:
    call = CallFactory(opens_on=date(2026, 11, 3))
    begin_project(actor=PersonFactory(country="OM"), call_id=call.id, **WORDS)
    with override("fr"), pytest.raises(CallNotOpenYet) as refused:
        begin_project(actor=PersonFactory(country="MA"), call_id=call.id, **WORDS)
    assert refused.value.extra == {"opens_on": date(2026, 11, 3)}
    assert refused.value.detail == "Cet appel ouvre le 3 novembre 2026. Revenez à ce moment-là."
    Call.objects.update(opens_on=None, closes_on=date(2026, 11, 2))
    begin_project(actor=PersonFactory(country="MA"), call_id=call.id, **WORDS)
    with pytest.raises(CallClosed):
        begin_project(actor=PersonFactory(country="OM"), call_id=call.id, **WORDS)
    assert Project.objects.count() == 2


def test_nothing_new_is_handed_in_after_the_last_day(noon: datetime) -> None:
    call = CallFactory(closes_on=date(2026, 11, 1))
    first, again = draft(ProjectFactory(call=call)), draft(ProjectFactory(call=call))
    again.number = 2
    again.save()
    with pytest.raises(CallClosed):
        submit_submission(actor=first.project.owner, submission_id=first.id, now=noon)
    assert submit_submission(actor=again.project.owner, submission_id=again.id, now=noon).status == "submitted"


@pytest.mark.parametrize(
    ("audience", "suits"),
    [
        ({"states": ["MA"], "min_age": 18, "max_age": None}, True),
        ({"states": ["JO"]}, False),
        ({"states": ["MA"], "max_age": 20}, False),
    ],
)
def test_whoever_is_not_meant_neither_begins_nor_joins(audience: Any, suits: bool, noon: datetime) -> None:
    call = CallFactory(team_max=2)
    place = MembershipFactory()
    project = begin_project(actor=place.person, call_id=call.id, **WORDS)
    code = make_join_code(actor=place.person, project_id=project.id, now=noon).code
    Call.objects.update(audience=audience)
    learners: list[User] = [MembershipFactory(cohort=place.cohort).person for _ in range(2)]
    deeds = [
        lambda: begin_project(actor=learners[0], call_id=call.id, **WORDS),
        lambda: join_team(actor=learners[1], code=code, now=noon),
    ]
    for deed in deeds:
        if suits:
            deed()
        else:
            with pytest.raises(NotForYou):
                deed()
    assert TeamMember.objects.count() == (3 if suits else 1)


def whole() -> dict[str, Any]:
    levels = [{"points": points, "title": texts(str(points)), "text": texts(f"level {points}")} for points in (0, 5)]
    return {
        "title": texts("A call"),
        "summary": texts("Build"),
        "opens_on": "2026-11-01",
        "closes_on": "2090-12-01",
        "audience": {"states": ["MA"], "min_age": 13, "max_age": 24},
        "stages": [{**stage("idea"), "description": texts("Think"), "evidence": texts("Talks")}],
        "rubric": {"criteria": [{"key": "clear", "title": texts("clear"), "levels": levels}]},
        "team_min": 2,
        "team_max": 4,
        "mixed_ages": True,
    }


def test_a_call_says_all_of_it_in_ones_language(client_of: Clients) -> None:
    author = granted(Role.AUTHOR)
    member_of("MA")
    made = client_of(author).post(CALLS, whole())
    assert made.status_code == 201
    read = client_of(author, language="fr").get(made["Location"]).json()
    shown = {
        key: read[key] for key in ("summary", "opens_on", "closes_on", "audience", "team_min", "team_max", "mixed_ages")
    }
    assert shown == {**{key: whole()[key] for key in shown}, "summary": "Build en français"}
    assert [read["stages"][0][key] for key in ("description", "evidence")] == ["Think en français", "Talks en français"]
    assert read["rubric"]["criteria"][0]["levels"][1]["text"] == "level 5 en français"


def test_what_a_call_does_not_say_is_empty(client_of: Clients) -> None:
    call = CallFactory()
    read = client_of(PersonFactory()).get(f"{CALLS}/{call.id}").json()
    assert [read[key] for key in ("summary", "opens_on", "closes_on")] == ["", None, None]
    assert read["audience"] == {"states": [], "min_age": None, "max_age": None}
    assert (read["stages"][0]["description"], read["rubric"]["criteria"][0]["levels"][0]["text"]) == ("", "")


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"closes_on": "2026-10-31"}, "/closes_on", "closes_before_it_opens"),
        ({"audience": {"min_age": 20, "max_age": 19}}, "/audience/min_age", "ages_crossed"),
        ({"audience": {"states": ["MA", "ZZ"]}}, "/audience/states/1", "unknown_state"),
    ],
)
def test_a_call_that_can_not_be_is_refused(client_of: Clients, change: dict[str, Any], pointer: str, code: str) -> None:
    author, call = client_of(granted(Role.AUTHOR)), CallFactory(opens_on=date(2026, 11, 1), rubric=rubric())
    member_of("MA")
    refused = author.patch(f"{CALLS}/{call.id}", change, HTTP_IF_MATCH="*")
    assert (refused.status_code, refused.json()["code"]) == (400, "call_not_right")
    assert [(error["pointer"], error["code"]) for error in refused.json()["errors"]] == [(pointer, code)]
    kept = Call.objects.get()
    assert (kept.closes_on, kept.audience) == (None, {})


def test_a_call_whose_days_are_over_can_be_written_and_not_opened(client_of: Clients) -> None:
    author, over = client_of(granted(Role.AUTHOR)), {"opens_on": "2026-01-01", "closes_on": "2026-01-31"}
    member_of("MA")
    refused = author.post(CALLS, {**whole(), **over})
    wrong = [(error["pointer"], error["code"]) for error in refused.json()["errors"]]
    assert (refused.status_code, wrong, Call.objects.count()) == (400, [("/closes_on", "over_already")], 0)
    path = author.post(CALLS, {**whole(), **over, "status": "draft"})["Location"]
    assert author.patch(path, {"status": "open"}, HTTP_IF_MATCH="*").json()["errors"] == refused.json()["errors"]
    assert Call.objects.values_list("status", "revision").get() == ("draft", 1)
    assert author.patch(path, {"status": "open", "closes_on": "2090-12-01"}, HTTP_IF_MATCH="*").status_code == 200


@pytest.mark.parametrize("status", ["open", "closed"])
def test_a_call_that_is_over_is_still_put_right_and_opened_again_with_more_days(
    client_of: Clients, status: str
) -> None:
    call = CallFactory(status=status, closes_on=date(2026, 1, 31), rubric=rubric())
    author, path = client_of(granted(Role.AUTHOR)), f"{CALLS}/{call.id}"
    assert author.patch(path, {"title": texts("Water")}, HTTP_IF_MATCH="*").status_code == 200
    assert author.patch(path, {"status": "open"}, HTTP_IF_MATCH="*").status_code == (400 if status == "closed" else 200)
    assert author.patch(path, {"status": "open", "closes_on": None}, HTTP_IF_MATCH="*").status_code == 200


def test_a_draft_is_for_those_who_write_calls(client_of: Clients) -> None:
    call = CallFactory(status="draft")
    author = client_of(granted(Role.AUTHOR))
    for person in (PersonFactory(), granted(Role.MENTOR), granted(Role.COORDINATOR, state=member_state("MA"))):
        client = client_of(person)
        assert (client.get(f"{CALLS}/{call.id}").status_code, client.get(CALLS).json()["results"]) == (404, [])
    assert author.get(f"{CALLS}/{call.id}").json()["status"] == "draft"
    refused = author.patch(f"{CALLS}/{call.id}", {"status": "closed"}, HTTP_IF_MATCH="*")
    assert (refused.status_code, refused.json()["code"]) == (409, "no_such_move")
    assert author.patch(f"{CALLS}/{call.id}", {"status": "open"}, HTTP_IF_MATCH="*").json()["status"] == "open"
    assert author.patch(f"{CALLS}/{call.id}", {"status": "draft"}, HTTP_IF_MATCH="*").status_code == 409
    assert Call.objects.get().status == "open"

"""Calls, as each who is around meets them."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.programmes.enums import Role
from foundation.programmes.models import Membership
from mentoring.projects.models import Call
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import (
    CallFactory,
    ProjectFactory,
    granted,
    question,
    rubric,
    stage,
    texts,
)
from tests.mentoring.projects.around import (
    AUTHOR,
    CALLS,
    LEARNER,
    NOBODY,
    OFFICE,
    PROJECTS,
    STRANGER,
    People,
    errors,
    problem,
    set_up,
    statuses,
)
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]

_written, people = scene(set_up)


@pytest.fixture
def learner(people: People) -> Any:
    return people[LEARNER]


def new_call(**changes: Any) -> dict[str, Any]:
    return {"title": texts("Water"), "stages": [stage("idea")], "rubric": rubric(), **changes}


def test_a_call_goes_in_with_all_texts_and_out_in_the_readers_language(client_of: Clients) -> None:
    client = client_of(granted(Role.AUTHOR), language="fr")
    made = client.post(CALLS, new_call(sdgs=[6], several_projects=True))
    assert made.status_code == 201
    call = made.json()
    assert made["Location"] == f"{CALLS}/{call['id']}"
    assert call == {
        "id": call["id"],
        "title": "Water en français",
        "summary": "",
        "opens_on": None,
        "closes_on": None,
        "audience": {"states": [], "min_age": None, "max_age": None},
        "language": "fr",
        "status": "open",
        "programme": None,
        "stages": [
            {
                "key": "idea",
                "title": "idea en français",
                "description": "",
                "evidence": "",
                "questions": [
                    {**question(key, kind, required=required), "title": f"{key} en français"}
                    for key, kind, required in [("who", "text", True), ("demo", "link", True), ("more", "text", False)]
                ],
                "review": {"mode": "mentor", "reviewers": 1, "threshold": 0.25},
                "due_on": None,
                "late": None,
                "due_at": None,
            }
        ],
        "rubric": {
            "criteria": [
                {
                    "key": key,
                    "title": f"{key} en français",
                    "levels": [
                        {"points": points, "title": f"{points} en français", "text": ""} for points in (0, 5, 10)
                    ],
                    "reason_required": False,
                }
                for key in ("clear", "useful")
            ]
        },
        "sdgs": [6],
        "several_projects": True,
        "team_min": 1,
        "team_max": 1,
        "mixed_ages": False,
    }
    assert client_of(PersonFactory(), language="ar").get(made["Location"]).json()["title"] == "Water بالعربية"


def reviewed_as(review: dict[str, Any]) -> dict[str, Any]:
    return {"stages": [{**stage("idea"), "review": review}]}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"mode": "mentor"}, {"mode": "mentor", "reviewers": 1, "threshold": 0.25}),
        ({"mode": "blind"}, {"mode": "blind", "reviewers": 2, "threshold": 0.25}),
        (
            {"mode": "blind", "reviewers": 4, "threshold": 0.1},
            {"mode": "blind", "reviewers": 4, "threshold": 0.1},
        ),
    ],
)
def test_a_stage_says_how_it_is_reviewed(client_of: Clients, told: dict[str, Any], expected: dict[str, Any]) -> None:
    client = client_of(granted(Role.AUTHOR))
    made = client.post(CALLS, new_call(**reviewed_as(told)))
    assert (made.status_code, made.json()["stages"][0]["review"]) == (201, expected)
    call = Call.objects.get(pk=made.json()["id"])
    assert call.stages[0]["review"] == expected
    ProjectFactory(call=call)
    answer = client.patch(made["Location"], reviewed_as({"mode": "blind", "reviewers": 3}), headers={"If-Match": "*"})
    assert problem(answer) == (409, "call_in_use")
    call.refresh_from_db()
    assert call.stages[0]["review"] == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"stages": []}, [("/stages", "min_length")]),
        ({"stages": [{**stage("idea"), "key": "Idea!"}]}, [("/stages/0/key", "invalid")]),
        ({"stages": [{**stage("idea"), "deadline": "now"}]}, [("/stages/0/deadline", "unknown")]),
        ({"stages": [stage("a"), stage("a")]}, [("/stages/1/key", "repeated_key")]),
        (
            {"stages": [{**stage("a"), "questions": [question("poster", "file", media_types=["image/gif"])]}]},
            [("/stages/0/questions/0/media_types/0", "unknown_media_type")],
        ),
        (reviewed_as({"mode": "blind", "reviewers": 1}), [("/stages/0/review/reviewers", "two_reviewers")]),
        (reviewed_as({"mode": "mentor", "reviewers": 2}), [("/stages/0/review/reviewers", "one_reviewer")]),
        (reviewed_as({"mode": "mentor", "threshold": 0.5}), [("/stages/0/review/threshold", "nobody_to_differ")]),
        (reviewed_as({"mode": "blind", "reviewers": 5}), [("/stages/0/review/reviewers", "max_value")]),
        (reviewed_as({"mode": "open"}), [("/stages/0/review/mode", "invalid_choice")]),
        (reviewed_as({"mode": "blind", "threshold": 1.01}), [("/stages/0/review/threshold", "max_value")]),
        (reviewed_as({"mode": "blind", "threshold": 25}), [("/stages/0/review/threshold", "max_whole_digits")]),
        (reviewed_as({"mode": "blind", "threshold": "NaN"}), [("/stages/0/review/threshold", "invalid")]),
        (reviewed_as({}), [("/stages/0/review/mode", "required")]),
        ({"rubric": {"criteria": []}}, [("/rubric/criteria", "min_length")]),
        ({"title": "Water"}, [("/title", "texts")]),
        ({"sdgs": [18]}, [("/sdgs/0", "max_value")]),
        ({"status": "secret"}, [("/status", "invalid_choice")]),
    ],
)
def test_a_call_that_is_not_right_is_refused_where_it_is_wrong(
    client_of: Clients, changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    author = granted(Role.AUTHOR)
    answer = client_of(author).post(CALLS, new_call(**changes))
    assert (answer.status_code, errors(answer)) == (400, expected)
    call = CallFactory()
    answer = client_of(author).patch(f"{CALLS}/{call.id}", changes, headers={"If-Match": "*"})
    assert (answer.status_code, errors(answer)) == (400, expected)
    assert Call.objects.values_list("revision", flat=True).get() == 1


def test_a_whole_stage_is_needed_even_in_a_patch(client_of: Clients) -> None:
    call, changes = CallFactory(), {"stages": [{"key": "idea"}]}
    answer = client_of(granted(Role.AUTHOR)).patch(f"{CALLS}/{call.id}", changes, headers={"If-Match": "*"})
    assert errors(answer) == [("/stages/0/title", "required"), ("/stages/0/questions", "required")]


def test_who_may_make_and_change_a_call(client_of: Clients, people: People) -> None:
    call, body = CallFactory(), new_call()
    made = {name: client_of(person).post(CALLS, body).status_code for name, person in people.items()}
    expected = {**dict.fromkeys(people, 403), OFFICE: 201, AUTHOR: 201, NOBODY: 401}
    assert made == expected
    any_version = {"If-Match": "*"}
    changed = {
        name: client_of(person).patch(f"{CALLS}/{call.id}", {"sdgs": [1]}, headers=any_version).status_code
        for name, person in people.items()
    }
    assert changed == {**expected, OFFICE: 200, AUTHOR: 200}
    assert Call.objects.count() == 3


def test_who_reads_a_call_of_a_programme(client_of: Clients, people: People, learner: User) -> None:
    call = CallFactory(programme=Membership.objects.get(person=learner).programme)
    expected = {**dict.fromkeys(people, 200), STRANGER: 404, NOBODY: 401}
    assert statuses(people, client_of, f"{CALLS}/{call.id}") == expected
    assert client_of(people[STRANGER]).get(CALLS).json()["results"] == []
    answer = client_of(people[STRANGER]).post(PROJECTS, {"call": str(call.id), "title": "x", "language": "fr"})
    assert problem(answer) == (422, "unknown_call")


def test_calls_come_oldest_first_and_by_status(client_of: Clients) -> None:
    first, second, third = CallFactory(), CallFactory(status="closed"), CallFactory()
    client = client_of(PersonFactory())

    def ids(path: str) -> list[str]:
        return [row["id"] for row in client.get(path).json()["results"]]

    assert ids(CALLS) == [str(first.id), str(second.id), str(third.id)]
    assert ids(f"{CALLS}?status=open") == [str(first.id), str(third.id)]
    assert problem(client.get(f"{CALLS}?state=open")) == (400, "invalid")


def test_the_call_needs_the_version_that_one_read(client_of: Clients) -> None:
    call, client = CallFactory(), client_of(granted(Role.AUTHOR))
    path = f"{CALLS}/{call.id}"
    read = client.get(path)
    assert problem(client.patch(path, {"status": "closed"})) == (428, "if_match_required")
    first = client.patch(path, {"status": "closed"}, headers={"If-Match": read["ETag"]})
    assert (first.status_code, first.json()["status"]) == (200, "closed")
    again = client.patch(path, {"status": "open"}, headers={"If-Match": read["ETag"]})
    assert problem(again) == (412, "stale")
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304

"""What was reported: the right person looks into it, and closes it."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.programmes.enums import Role
from foundation.programmes.models import RoleGrant
from mentoring.mentors.models import Mentor
from mentoring.reviews.enums import CaseStatus
from mentoring.reviews.models import Case, Review
from mentoring.reviews.rules import leads
from tests.factories.mentoring import (
    granted,
    member_state,
    mentor,
    reviewed,
    waiting,
)
from tests.mentoring.reviews.reporting import (
    ANY,
    CASES,
    REPORTS,
    SAFETY,
    People,
    body,
    problem,
    set_up,
    the_case,
    told,
)
from tests.scenes import part, scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]

_written, around = scene(set_up)
review, people = part("around", 0), part("around", 1)


@pytest.mark.parametrize(
    ("reason", "allowed"),
    [
        *product(("unkind", "unsafe", "contact", "private_questions", "uncomfortable"), [SAFETY]),
        *product(("unfair", "other"), [{**SAFETY, "office": 200}]),
    ],
)
def test_who_looks_into_it(
    client_of: Clients, people: People, review: Review, reason: str, allowed: dict[str, int]
) -> None:
    client_of(people["lead"]).post(REPORTS, body(review, reason))
    handlers = ("office", "officer", "officer of all", "officer abroad")
    listed = {name: client_of(person).get(CASES) for name, person in people.items()}
    assert {name: answer.status_code for name, answer in listed.items()} == {
        **dict.fromkeys(people, 403),
        **dict.fromkeys(handlers, 200),
        "nobody": 401,
    }
    seen = {name for name in handlers if listed[name].json()["results"]}
    assert seen == set(allowed)
    refused = {**dict.fromkeys(people, 403), **dict.fromkeys(handlers, 404), "nobody": 401}
    opened = {name: client_of(person).get(the_case()).status_code for name, person in people.items()}
    assert opened == {**refused, **allowed}
    taken = {
        name: client_of(person).patch(the_case(), {"note": name}, headers=ANY).status_code
        for name, person in people.items()
    }
    assert taken == opened
    to = {people[name].pk for name in (SAFETY if allowed == SAFETY else ["office"])}
    assert told("report_made") == to


def test_where_no_officer_is_the_office_looks_into_it(client_of: Clients, people: People, review: Review) -> None:
    RoleGrant.objects.filter(person__in=[people["officer"], people["officer of all"]]).delete()
    client_of(people["lead"]).post(REPORTS, body(review))
    assert client_of(people["office"]).get(the_case()).status_code == 200
    assert told("report_made") == {people["office"].pk}


def test_where_the_only_officer_is_reported_the_office_looks_into_it(
    client_of: Clients, people: People, review: Review
) -> None:
    """Whoever is told can open it, and nobody else; of what is said of others the officer's cases stay hers."""
    RoleGrant.objects.filter(person__in=[people["officer"], people["officer of all"]]).delete()
    for scope in ({"state": member_state("MA")}, {}):
        RoleGrant.objects.create(person=review.mentor.person, role=Role.SAFEGUARDING_OFFICER, **scope)
    client_of(people["lead"]).post(REPORTS, body(review))
    names = ("office", "officer abroad", "mentor")
    opened = {name: client_of(people[name]).get(the_case()).status_code for name in names}
    assert opened == {"office": 200, "officer abroad": 404, "mentor": 404}
    assert told("report_made") == {people["office"].pk}
    Case.objects.update(mentor=Mentor.objects.get(person=people["other mentor"]))
    assert client_of(people["office"]).get(the_case()).status_code == 404


def test_nobody_looks_into_what_is_said_of_herself(client_of: Clients, people: People, review: Review) -> None:
    for role in (Role.SAFEGUARDING_OFFICER, Role.PROGRAMME_OFFICE):
        RoleGrant.objects.create(person=review.mentor.person, role=role)
    client_of(people["lead"]).post(REPORTS, body(review, "other"))
    reported = client_of(User.objects.get(pk=review.mentor.person_id))
    assert reported.get(CASES).json()["results"] == []
    answers = reported.get(the_case()), reported.patch(the_case(), {"note": "x"}, headers=ANY)
    assert [answer.status_code for answer in answers] == [404, 404]
    assert review.mentor.person_id not in told("report_made")


def test_a_case_holds_what_its_officer_needs(client_of: Clients, people: People, review: Review) -> None:
    for name in ("lead", "team mate"):
        client_of(people[name]).post(REPORTS, body(review, words=name))
    case = client_of(people["officer"], language="fr").get(the_case()).json()
    reporters = [people["lead"], people["team mate"]]
    assert case == {
        "id": case["id"],
        "subject": {"type": "review", "id": str(review.id)},
        "mentor": {
            "id": str(review.mentor_id),
            "name": review.mentor.person.name,
            "suspension": f"http://localhost:8000/api/v1/mentors/{review.mentor_id}/suspension",
        },
        "states": ["MA"],
        "is_safety": True,
        "status": "open",
        "outcome": None,
        "note": "",
        "handled_by": None,
        "opened_at": case["opened_at"],
        "closed_at": None,
        "reports": [
            {
                "reporter": {"id": str(person.pk), "name": person.name},
                "reason": "unsafe",
                "reason_text": "Quelque chose semble dangereux",
                "words": words,
                "reported_at": shown["reported_at"],
            }
            for person, words, shown in zip(reporters, ("lead", "team mate"), case["reports"], strict=True)
        ],
        "review": {
            "scores": review.scores,
            "feedback": "Well observed.",
            "remark_texts": [],
            "decision": "revise",
            "submitted_at": case["review"]["submitted_at"],
        },
        "submission": {
            "project": str(review.submission.project_id),
            "title": "Wells",
            "call": str(review.submission.project.call_id),
            "stage": "idea",
            "number": 1,
            "answers": review.submission.answers,
        },
        "files": [],
        "files_closed": None,
    }
    call = client_of(people["officer"]).get(f"/api/v1/calls/{case['submission']['call']}").json()
    questions = {question["key"] for stage in call["stages"] for question in stage["questions"]}
    assert set(review.submission.answers) <= questions


def test_a_case_is_taken_and_closed_and_its_reporters_are_told(
    client_of: Clients, people: People, review: Review
) -> None:
    for name in ("lead", "team mate"):
        client_of(people[name]).post(REPORTS, body(review))
    officer = people["officer"]
    client = client_of(officer)
    etag = client.get(the_case()).headers["ETag"]
    taken = client.patch(the_case(), {"status": "in_hand"}, headers={"If-Match": etag})
    assert (taken.json()["status"], taken.json()["handled_by"]["id"]) == ("in_hand", str(officer.pk))
    assert problem(client.patch(the_case(), {"note": "Late."}, headers={"If-Match": etag})) == (412, "stale")
    assert problem(client.patch(the_case(), {"note": "Late."})) == (428, "if_match_required")
    left = client.patch(the_case(), {"status": "open"}, headers=ANY).json()
    assert (left["status"], left["handled_by"]) == ("open", None)
    given = client.get(the_case()).json()
    closed = client.patch(
        the_case(), {**given, "status": "closed", "outcome": "talked", "note": "They talked."}, headers=ANY
    )
    assert (closed.status_code, closed.json()["outcome"], closed.json()["closed_at"] is None) == (200, "talked", False)
    assert problem(client.patch(the_case(), {"note": "More."}, headers=ANY)) == (409, "case_closed")
    assert Case.objects.get().note == "They talked."
    assert told("report_closed") == {people["lead"].pk, people["team mate"].pk}
    assert client_of(people["lead"]).get(REPORTS).json()["results"][0]["status"] == "closed"
    deeds = Record.objects.filter(action="case.changed").order_by("id").values_list("details", flat=True)
    assert [deed["status"] for deed in deeds] == ["in_hand", "open", "closed"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": "closed"}, "outcome_missing"),
        ({"outcome": "talked"}, "outcome_too_early"),
        ({"status": "in_hand", "outcome": "talked"}, "outcome_too_early"),
    ],
)
def test_an_outcome_belongs_to_what_is_closed(
    client_of: Clients, people: People, review: Review, changes: dict[str, str], code: str
) -> None:
    client_of(people["lead"]).post(REPORTS, body(review))
    refused = client_of(people["officer"]).patch(the_case(), changes, headers=ANY)
    assert problem(refused) == (422, "case_not_right")
    assert [error["code"] for error in refused.json()["errors"]] == [code]
    assert (Case.objects.get().status, Case.objects.get().revision) == ("open", 2)


@pytest.mark.parametrize("rows", [1, 3])
def test_cases_take_the_same_statements_for_any_length(
    client_of: Clients, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        review = reviewed(mentor(), waiting())
        client_of(review.submission.project.owner).post(REPORTS, body(review))
    client = client_of(granted(Role.SAFEGUARDING_OFFICER))
    with django_assert_num_queries(3):
        assert len(client.get(CASES).json()["results"]) == rows


@pytest.mark.parametrize(("status", "target"), list(product(CaseStatus, CaseStatus)))
def test_a_case_moves_only_as_the_table_says(status: str, target: str) -> None:
    assert leads(status, target) is (status != "closed")


def test_a_suspension_is_one_request_away(client_of: Clients, people: People, review: Review) -> None:
    client_of(people["lead"]).post(REPORTS, body(review))
    client = client_of(people["officer"])
    address = client.get(the_case()).json()["mentor"]["suspension"]
    assert client.post(address.removeprefix("http://localhost:8000"), {"reason": "report"}).status_code == 201
    assert Mentor.objects.get(pk=review.mentor_id).suspensions.count() == 1

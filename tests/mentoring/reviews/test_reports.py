"""Something is wrong: whoever sees it says so, the right person looks into it, and whoever was reported learns nothing."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.notifications.models import Notification
from foundation.outbox.models import EventRecord
from foundation.programmes.enums import Role
from foundation.programmes.models import RoleGrant
from mentoring.mentors.models import Mentor
from mentoring.reviews.enums import CaseStatus
from mentoring.reviews.models import Case, Report, Review
from mentoring.reviews.rules import leads
from mentoring.reviews.services.reporting import BY_PERSON
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import (
    ProjectFactory,
    deliver_all,
    granted,
    joined,
    leased,
    member_of,
    member_state,
    mentor,
    reviewed,
    typed,
    waiting,
)
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
People = dict[str, Any]
REPORTS, CASES = "/api/v1/reports", "/api/v1/cases"
ANY = {"If-Match": "*"}


def set_up() -> tuple[Review, People]:
    """A review of the work of Amina of Morocco and her team mate, and people around it."""
    morocco = member_state("MA")
    project = ProjectFactory(owner=member_of("MA", name="Amina Secret"), title="Wells")
    mate = joined(project, member_of("MA", name="Nour Secret"))
    review = reviewed(mentor(), waiting(project), "revise")
    return review, {
        "lead": project.owner,
        "team mate": mate,
        "mentor": review.mentor.person,
        "other mentor": mentor(),
        "coordinator": granted(Role.COORDINATOR, state=morocco),
        "coordinator abroad": granted(Role.COORDINATOR, state=member_state("JO")),
        "office": granted(Role.PROGRAMME_OFFICE),
        "officer": granted(Role.SAFEGUARDING_OFFICER, state=morocco),
        "officer of all": granted(Role.SAFEGUARDING_OFFICER),
        "officer abroad": granted(Role.SAFEGUARDING_OFFICER, state=member_state("JO")),
        "stranger": PersonFactory(),
        "nobody": None,
    }


_written, around = scene(set_up)


@pytest.fixture
def review(around: tuple[Review, People]) -> Review:
    return around[0]


@pytest.fixture
def people(around: tuple[Review, People]) -> People:
    return around[1]


def body(review: Review, reason: str = "unsafe", words: str = "It frightens me.") -> dict[str, Any]:
    return {"subject": {"type": "review", "id": str(review.id)}, "reason": reason, "words": words}


def problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def the_case() -> str:
    return f"{CASES}/{Case.objects.get().id}"


def told(kind: str) -> set[Any]:
    deliver_all()
    return set(Notification.objects.filter(kind=kind).values_list("person_id", flat=True))


def test_whoever_sees_a_review_may_report_it(client_of: Clients, people: People, review: Review) -> None:
    answers = {name: client_of(person).post(REPORTS, body(review)).status_code for name, person in people.items()}
    seeing = ("lead", "team mate", "mentor", "coordinator", "office")
    assert answers == {**dict.fromkeys(people, 422), **dict.fromkeys(seeing, 201), "nobody": 401}
    assert (Case.objects.count(), set(Report.objects.values_list("reporter", flat=True))) == (
        1,
        {people[name].pk for name in seeing},
    )


def test_a_team_reports_nothing_before_the_decision(client_of: Clients) -> None:
    submission = waiting()
    review = typed(reader := mentor(), leased(reader, submission))
    team, unknown = client_of(submission.project.owner), {**body(review), "subject": {"type": "review", "id": NOWHERE}}
    assert [problem(team.post(REPORTS, sent)) for sent in (body(review), unknown)] == [(422, "unknown_subject")] * 2
    assert not Case.objects.exists()
    assert client_of(reader).post(REPORTS, body(review)).status_code == 201


NOWHERE = "01900000-0000-7000-8000-000000000000"


def test_what_was_reported_is_kept_and_shown_to_who_said_it(client_of: Clients, people: People, review: Review) -> None:
    client = client_of(people["lead"])
    made = client.post(REPORTS, body(review, "private_questions")).json()
    assert made == {
        "id": made["id"],
        "subject": {"type": "review", "id": str(review.id)},
        "reason": "private_questions",
        "words": "It frightens me.",
        "status": "open",
        "reported_at": made["reported_at"],
    }
    assert client.get(REPORTS).json()["results"] == [made]
    assert client_of(people["team mate"]).get(REPORTS).json()["results"] == []
    assert problem(client.post(REPORTS, body(review, "other"))) == (409, "already_reported")
    assert Report.objects.get().reason == "private_questions"


@pytest.mark.parametrize(
    ("changed", "status"),
    [({"reason": "boring"}, 400), ({"subject": {"type": "weather", "id": NOWHERE}}, 400), ({"words": "x" * 2001}, 400)],
)
def test_what_makes_no_sense_is_not_kept(
    client_of: Clients, people: People, review: Review, changed: dict[str, Any], status: int
) -> None:
    assert client_of(people["lead"]).post(REPORTS, {**body(review), **changed}).status_code == status
    assert not Report.objects.exists()


SAFETY = {"officer": 200, "officer of all": 200}


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
            "stage": "idea",
            "number": 1,
            "answers": review.submission.answers,
        },
        "files": [],
    }


def test_whoever_was_reported_learns_neither_who_nor_that(client_of: Clients, people: People, review: Review) -> None:
    reported = client_of(review.mentor.person)
    pages = ("reviews", f"reviews/{review.id}", "reports", "notifications", "mentors/me", "review-queue")
    before = {page: reported.get(f"/api/v1/{page}").content for page in pages}
    client_of(people["lead"]).post(REPORTS, body(review))
    client_of(people["officer"]).patch(the_case(), {"status": "closed", "outcome": "talked"}, headers=ANY)
    deliver_all()
    assert {page: reported.get(f"/api/v1/{page}").content for page in pages} == before


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


def test_a_new_report_reopens_the_eyes_of_who_handles_it(client_of: Clients, people: People, review: Review) -> None:
    """The version that the officer read is not the newest any more; and what turns out to be about safety changes hands."""
    client_of(people["lead"]).post(REPORTS, body(review, "unfair"))
    office = client_of(people["office"])
    etag = office.get(the_case()).headers["ETag"]
    client_of(people["team mate"]).post(REPORTS, body(review, "contact"))
    assert office.patch(the_case(), {"status": "in_hand"}, headers={"If-Match": etag}).status_code == 404
    assert client_of(people["officer"]).get(the_case()).json()["is_safety"] is True


def test_the_office_hands_what_is_about_safety_to_the_officers(
    client_of: Clients, people: People, review: Review
) -> None:
    client_of(people["lead"]).post(REPORTS, body(review, "other"))
    told("report_made")
    handed = client_of(people["office"]).patch(the_case(), {"is_safety": True}, headers=ANY)
    assert (handed.status_code, client_of(people["office"]).get(the_case()).status_code) == (200, 404)
    assert told("report_made") == {people[name].pk for name in ("office", *SAFETY)}


@pytest.mark.parametrize(("taken_by", "kept"), [("office", False), ("officer", True)])
@pytest.mark.parametrize("said_by", ["team mate", "office"])
def test_what_turns_out_to_be_about_safety_is_in_the_hand_of_an_officer_or_in_nobodys(
    client_of: Clients, people: People, review: Review, taken_by: str, kept: bool, said_by: str
) -> None:
    client_of(people["lead"]).post(REPORTS, body(review, "unfair"))
    client_of(people[taken_by]).patch(the_case(), {"status": "in_hand"}, headers=ANY)
    if said_by == "office":
        client_of(people["office"]).patch(the_case(), {"is_safety": True}, headers=ANY)
    else:
        client_of(people["team mate"]).post(REPORTS, body(review, "contact"))
    case = Case.objects.get()
    left = ("in_hand", people[taken_by].pk) if kept else ("open", None)
    assert (case.status, case.handled_by_id) == left
    mine = client_of(people["officer of all"]).patch(the_case(), {"status": "in_hand"}, headers=ANY)
    assert mine.json()["status"] == "in_hand"


def test_nobody_reports_without_end(client_of: Clients, people: People, review: Review) -> None:
    """What is refused counts too, and it is one's own limit."""
    client = client_of(people["lead"])
    unknown = {**body(review), "subject": {"type": "review", "id": NOWHERE}}
    for _ in range(BY_PERSON.times - 1):
        BY_PERSON.count(people["lead"].pk)
    answers = [client.post(REPORTS, sent) for sent in (unknown, body(review))]
    assert [problem(answer) for answer in answers] == [(422, "unknown_subject"), (429, "too_many_requests")]
    assert not Report.objects.exists()
    assert client_of(people["team mate"]).post(REPORTS, body(review)).status_code == 201


def test_what_is_reported_after_the_end_opens_another_case(client_of: Clients, people: People, review: Review) -> None:
    client = client_of(people["lead"])
    client.post(REPORTS, body(review))
    client_of(people["officer"]).patch(the_case(), {"status": "closed", "outcome": "unfounded"}, headers=ANY)
    assert client.post(REPORTS, body(review)).status_code == 201
    assert list(Case.objects.order_by("id").values_list("status", flat=True)) == ["closed", "open"]
    shown = client_of(people["officer"]).get(f"{CASES}?status=open").json()["results"]
    assert [case["status"] for case in shown] == ["open"]


def test_news_of_reports_holds_ids_alone(client_of: Clients, people: People, review: Review) -> None:
    client_of(people["lead"]).post(REPORTS, body(review))
    report = Report.objects.get()
    payload = EventRecord.objects.get(name="mentoring.report_made.v1").payload
    officers = {str(people[name].pk) for name in SAFETY}
    assert {**payload, "person_ids": set(payload["person_ids"])} == {
        "report_id": str(report.id),
        "case_id": str(report.case_id),
        "is_safety": True,
        "person_ids": officers,
    }


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

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.kernel.ids import new_id
from foundation.programmes.enums import Role
from foundation.programmes.models import Membership
from mentoring.projects.models import Call, Project, Submission
from tests.factories.accounts import MinorFactory, PersonFactory
from tests.factories.mentoring import (
    ANSWERS,
    CallFactory,
    ProjectFactory,
    draft,
    granted,
    leased,
    member_of,
    member_state,
    mentor,
    question,
    reviewed,
    rubric,
    stage,
    texts,
    waiting,
)

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
CALLS, PROJECTS, SUBMISSIONS = "/api/v1/calls", "/api/v1/projects", "/api/v1/submissions"
LEARNER, STRANGER, OFFICE, AUTHOR, NOBODY = "learner", "stranger", "office", "author", "nobody"
MENTOR, OTHER_LANGUAGE, COORDINATOR, ABROAD = (
    "mentor",
    "mentor of another language",
    "coordinator",
    "coordinator abroad",
)


@pytest.fixture
def people(learner: User) -> dict[str, User | None]:
    """One of each, around `learner` of Morocco, who writes in Arabic."""
    return {
        LEARNER: learner,
        STRANGER: PersonFactory(),
        OFFICE: granted(Role.PROGRAMME_OFFICE),
        AUTHOR: granted(Role.AUTHOR),
        MENTOR: mentor(),
        OTHER_LANGUAGE: mentor(languages=["fr"]),
        COORDINATOR: granted(Role.COORDINATOR, state=member_state("MA")),
        ABROAD: granted(Role.COORDINATOR, state=member_state("JO")),
        NOBODY: None,
    }


@pytest.fixture
def learner() -> User:
    return member_of("MA", name="Amina Secret")


def new_call(**changes: Any) -> dict[str, Any]:
    return {"title": texts("Water"), "stages": [stage("idea")], "rubric": rubric(), **changes}


def statuses(people: dict[str, User | None], client_of: Clients, path: str) -> dict[str, int]:
    return {name: client_of(person).get(path).status_code for name, person in people.items()}


def problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def errors(answer: Any) -> list[tuple[str, str]]:
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


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


def test_who_may_make_and_change_a_call(client_of: Clients, people: dict[str, User | None]) -> None:
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


def test_who_reads_a_call_of_a_programme(client_of: Clients, people: dict[str, User | None], learner: User) -> None:
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


def test_a_project_from_its_beginning_to_its_submission(client_of: Clients) -> None:
    call, learner, identity = CallFactory(), PersonFactory(), str(new_id())
    client = client_of(learner)
    body = {"id": identity, "call": str(call.id), "title": "Water", "problem": "p", "idea": "i", "language": "ar"}
    made = client.post(PROJECTS, body)
    assert (made.status_code, made["Location"]) == (201, f"{PROJECTS}/{identity}")
    project = made.json()
    created_at = project.pop("created_at")
    assert created_at.endswith("Z")
    assert project == {**body, "users": "", "stage": "idea", "status": "active", "sdgs": [], "waits_since": None}
    assert client.post(PROJECTS, body).json()["id"] == identity
    changes = {**project, "title": "More water"}
    changed = client.patch(made["Location"], changes, headers={"If-Match": made["ETag"]})
    assert (changed.status_code, changed.json()["title"]) == (200, "More water")
    begun = client.post(f"{made['Location']}/submissions")
    submission = begun.json()
    assert submission == {
        "id": submission["id"],
        "project": identity,
        "stage": "idea",
        "number": 1,
        "status": "draft",
        "answers": {},
        "submitted_at": None,
        "late": False,
    }
    path = begun["Location"]
    saved = client.patch(path, {"answers": ANSWERS}, headers={"If-Match": begun["ETag"]})
    assert (saved.status_code, saved.json()["answers"]) == (200, ANSWERS)
    stale = client.patch(path, {"answers": {"who": "x"}}, headers={"If-Match": begun["ETag"]})
    assert problem(stale) == (412, "stale")
    assert problem(client.patch(path, {"answers": {}})) == (428, "if_match_required")
    submitted = client.post(f"{path}/submit")
    assert (submitted.status_code, submitted.json()["status"]) == (200, "submitted")
    assert problem(client.post(f"{path}/submit")) == (409, "already_submitted")
    assert client.get(made["Location"]).json()["status"] == "submitted"
    assert [row["id"] for row in client.get(f"{made['Location']}/submissions").json()["results"]] == [submission["id"]]


def test_projects_come_newest_first_whatever_their_ids(client_of: Clients) -> None:
    learner = PersonFactory()
    old, new = ProjectFactory(owner=learner), ProjectFactory(owner=learner, id="00000000-0000-4000-8000-000000000000")
    client = client_of(learner)
    assert [row["id"] for row in client.get(PROJECTS).json()["results"]] == [str(new.id), str(old.id)]
    found = client.get(f"{PROJECTS}?call={old.call_id}&status=active").json()["results"]
    assert [row["id"] for row in found] == [str(old.id)]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"who": 7}, [("/answers/who", "invalid")]),
        ({"whom": "x"}, [("/answers/whom", "unknown_question")]),
        ({"demo": "javascript:alert(1)"}, [("/answers/demo", "not_a_link")]),
        ("text", [("/answers", "not_a_dict")]),
    ],
)
def test_answers_that_are_not_right_change_nothing(
    client_of: Clients, answers: Any, expected: list[tuple[str, str]]
) -> None:
    submission = draft()
    client = client_of(submission.project.owner)
    answer = client.patch(f"{SUBMISSIONS}/{submission.id}", {"answers": answers}, headers={"If-Match": "*"})
    assert (answer.status_code, errors(answer)) == (400, expected)
    submission.refresh_from_db()
    assert (submission.answers, submission.revision) == (ANSWERS, 1)


def test_a_minor_is_told_which_consent_is_missing(client_of: Clients) -> None:
    submission = draft(ProjectFactory(owner=MinorFactory()))
    client = client_of(submission.project.owner, language="ar")
    answer = client.post(f"{SUBMISSIONS}/{submission.id}/submit")
    assert problem(answer) == (403, "consent_required")
    assert answer.json()["purpose"] == "mentor_contact"


DRAFT = {LEARNER: 200, OFFICE: 200, COORDINATOR: 200}
WAITING = {**DRAFT, MENTOR: 200}


def expected(people: dict[str, User | None], allowed: dict[str, int]) -> dict[str, int]:
    return {**dict.fromkeys(people, 404), NOBODY: 401, **allowed}


def test_who_reads_a_project_and_its_submission(
    client_of: Clients, people: dict[str, User | None], learner: User
) -> None:
    submission = draft(ProjectFactory(owner=learner))
    paths = [f"{SUBMISSIONS}/{submission.id}", f"{PROJECTS}/{submission.project_id}"]
    lists = f"{PROJECTS}/{submission.project_id}/submissions"

    def see(allowed: dict[str, int]) -> None:
        for path in (*paths, lists):
            assert statuses(people, client_of, path) == expected(people, allowed), path

    see(DRAFT)
    client_of(learner).post(f"{SUBMISSIONS}/{submission.id}/submit")
    see(WAITING)
    people["reader"] = mentor()
    leased(people["reader"], submission)
    see({**DRAFT, "reader": 200})


def test_lists_hold_what_each_may_read(client_of: Clients, people: dict[str, User | None], learner: User) -> None:
    waiting(ProjectFactory(owner=learner))
    ProjectFactory(owner=people[MENTOR])
    counts = {name: len(client_of(person).get(PROJECTS).json()["results"]) for name, person in people.items() if person}
    nothing = dict.fromkeys(counts, 0)
    assert counts == {**nothing, LEARNER: 1, OFFICE: 2, COORDINATOR: 1, MENTOR: 2}


def test_only_the_owner_writes(client_of: Clients, people: dict[str, User | None], learner: User) -> None:
    submission = draft(ProjectFactory(owner=learner))
    any_version = {"If-Match": "*"}
    for name in set(people) - {LEARNER}:
        client, refused = client_of(people[name]), 401 if name == NOBODY else 404
        answers = [
            client.patch(f"{PROJECTS}/{submission.project_id}", {"title": "x"}, headers=any_version),
            client.post(f"{PROJECTS}/{submission.project_id}/submissions"),
            client.patch(f"{SUBMISSIONS}/{submission.id}", {"answers": {"who": "x"}}, headers=any_version),
            client.post(f"{SUBMISSIONS}/{submission.id}/submit"),
        ]
        assert [answer.status_code for answer in answers] == [refused] * 4, name
    submission.refresh_from_db()
    assert (submission.status, submission.answers, submission.revision) == ("draft", ANSWERS, 1)
    assert (Submission.objects.count(), Project.objects.get().revision) == (1, 1)


def test_a_mentor_never_reads_a_name(client_of: Clients, learner: User) -> None:
    submission, reader = waiting(ProjectFactory(owner=learner)), mentor()
    leased(reader, submission)
    client = client_of(reader)
    for path in (
        f"{PROJECTS}/{submission.project_id}",
        f"{PROJECTS}/{submission.project_id}/submissions",
        f"{SUBMISSIONS}/{submission.id}",
        PROJECTS,
    ):
        words = client.get(path).content.decode()
        for secret in ("Secret", learner.username, str(learner.id)):
            assert secret not in words, path


def test_a_finished_project_stays_readable_to_its_reviewer_alone(client_of: Clients, learner: User) -> None:
    submission, reader, other = waiting(ProjectFactory(owner=learner)), mentor(), mentor()
    reviewed(reader, submission)
    path = f"{SUBMISSIONS}/{submission.id}"
    assert (client_of(reader).get(path).status_code, client_of(other).get(path).status_code) == (200, 404)


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_take_the_same_queries_for_any_length(
    client_of: Clients, django_assert_num_queries: Any, rows: int
) -> None:
    learner = PersonFactory()
    for _ in range(rows):
        project = ProjectFactory(owner=learner)
    for number in range(rows):
        status = {"status": "returned", "submitted_at": project.created_at, "ticket": new_id()}
        Submission.objects.create(project=project, stage="idea", number=number + 1, **status)
    for path, queries in ((CALLS, 2), (PROJECTS, 2), (f"{PROJECTS}/{project.id}/submissions", 3)):
        client = client_of(learner)
        learner.__dict__.pop("_grants", None)
        with django_assert_num_queries(queries):
            answer = client.get(path)
        assert len(answer.json()["results"]) == rows, path

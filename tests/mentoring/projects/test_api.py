"""Projects and what they hand in, as each who is around meets them."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.kernel.ids import new_id
from mentoring.projects.models import Project, Submission
from tests.factories.accounts import MinorFactory, PersonFactory
from tests.factories.mentoring import (
    ANSWERS,
    CallFactory,
    ProjectFactory,
    draft,
    leased,
    mentor,
    reviewed,
    waiting,
)
from tests.mentoring.projects.around import (
    CALLS,
    COORDINATOR,
    LEARNER,
    MENTOR,
    NOBODY,
    OFFICE,
    PROJECTS,
    SUBMISSIONS,
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


def expected(people: People, allowed: dict[str, int]) -> dict[str, int]:
    return {**dict.fromkeys(people, 404), NOBODY: 401, **allowed}


def test_who_reads_a_project_and_its_submission(client_of: Clients, people: People, learner: User) -> None:
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


def test_lists_hold_what_each_may_read(client_of: Clients, people: People, learner: User) -> None:
    waiting(ProjectFactory(owner=learner))
    ProjectFactory(owner=people[MENTOR])
    counts = {name: len(client_of(person).get(PROJECTS).json()["results"]) for name, person in people.items() if person}
    nothing = dict.fromkeys(counts, 0)
    assert counts == {**nothing, LEARNER: 1, OFFICE: 2, COORDINATOR: 1, MENTOR: 2}


def test_only_the_owner_writes(client_of: Clients, people: People, learner: User) -> None:
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

"""Who may know what of a blind review, at each phase: everybody asks every address of mentoring, and what they were told is
compared with the table."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.kernel import clock
from foundation.kernel.ids import new_id
from foundation.programmes.enums import Role
from foundation.programmes.models import RoleGrant
from mentoring.mentors.models import Mentor
from mentoring.projects.models import Mentorship, Project, ProjectFile, Submission
from mentoring.projects.services import add_file, submit_submission
from mentoring.reviews.models import Review
from mentoring.reviews.services import lease_submission, save_review, submit_review
from tests import described, services
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import (
    CallFactory,
    ProjectFactory,
    draft,
    granted,
    joined,
    leased,
    member_of,
    member_state,
    mentor,
    scored,
    showing,
    stage,
    vetted,
)
from tests.mentoring.projects.sending import PDF
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
Desk = tuple[dict[str, User | None], Submission]
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
OF_MENTORING = (
    "call", "project", "submission", "review", "mentor", "notification", "me", "showcase", "team", "case", "report",
)  # fmt: skip
SEEN_BEFORE = ("past reader", "past mentor", "office mentor", "officer mentor", "coordinator mentor")
WORKING = ("office", "office mentor", "officer mentor", "coordinator", "coordinator mentor", "coordinator abroad")
REVIEWERS = ("first", "second", "third")
DECISIONS = {"first": "accepted", "second": "declined", "third": "revise"}
WORDS = {name: f"What the {name} has to say." for name in REVIEWERS}
NAMES = {name: f"Reviewer {name.title()}borough" for name in REVIEWERS}
BEFORE = NOON - timedelta(days=30, microseconds=654_321)
AT = {name: NOON + timedelta(minutes=n, microseconds=123_456) for n, name in enumerate(REVIEWERS, 1)}
WORDS_BEFORE = "What came of it before."
TEAM = ("Amina Hidden", "Salma Veiled")
FILE = "Salma_Veiled_poster.pdf"

CAME_BEFORE = {"words before", "time before"}
ALWAYS_TOLD = ("author", "second member", "coordinator", "office", "past reader")
WRITER = {name: {f"words {name}", f"time {name}"} for name in REVIEWERS}
ALL_WORDS = {f"words {name}" for name in REVIEWERS}
KNOWN: dict[str, dict[str, set[str]]] = {
    "it waits": {},
    "the first types": {"first": {"words first"}},
    "the first has given": {"first": WRITER["first"], "office": {*WRITER["first"], "name first"}},
    "the second types": {
        "first": WRITER["first"],
        "second": {"words second"},
        "office": {*WRITER["first"], "name first"},
    },
    "they differ": {
        "first": {*WRITER["first"], "words second"},
        "second": {*WRITER["second"], "words first"},
        "office": {*WRITER["first"], *WRITER["second"], "name first", "name second"},
    },
    "the third types": {
        "first": {*WRITER["first"], "words second"},
        "second": {*WRITER["second"], "words first"},
        "third": {"words third"},
        "office": {*WRITER["first"], *WRITER["second"], "name first", "name second"},
    },
    "it is decided": {
        "author": {*ALL_WORDS, "time third"},
        "second member": {*ALL_WORDS, "time third"},
        "coordinator": {*ALL_WORDS, "time third"},
        "first": {*ALL_WORDS, "time first", "time third"},
        "second": {*ALL_WORDS, "time second", "time third"},
        "third": {*ALL_WORDS, "time third"},
        "office": {*ALL_WORDS, *(f"{what} {name}" for what in ("time", "name") for name in REVIEWERS)},
    },
}


for told_now in KNOWN.values():
    answered = [name for name in REVIEWERS if f"time {name}" in told_now.get(name, ())]
    told_now.update({name: told_now.get(name, set()) | CAME_BEFORE for name in (*ALWAYS_TOLD, *answered)})
# a member of staff who is a mentor knows what their office knows, and has no seat
for told_now in KNOWN.values():
    told_now.update({f"{role} mentor": told_now[role] for role in ("office", "coordinator") if role in told_now})


def set_up() -> Desk:
    author, second = (member_of("MA", name=name) for name in TEAM)
    people: dict[str, User | None] = {"author": author, "second member": second}
    people |= {"stranger": PersonFactory(), "nobody": None}
    for name in (*REVIEWERS, "other mentor", *SEEN_BEFORE):
        people[name] = mentor()
        User.objects.filter(pk=people[name].pk).update(name=NAMES.get(name, "Another Mentor"))
        people[name].refresh_from_db()
    people["coordinator"] = granted(Role.COORDINATOR, state=member_state("MA"))
    people["coordinator abroad"] = granted(Role.COORDINATOR, state=member_state("JO"))
    people["office"] = granted(Role.PROGRAMME_OFFICE)
    RoleGrant.objects.create(person=people["office mentor"], role=Role.PROGRAMME_OFFICE)
    RoleGrant.objects.create(person=people["officer mentor"], role=Role.SAFEGUARDING_OFFICER)
    RoleGrant.objects.create(person=people["coordinator mentor"], role=Role.COORDINATOR, state=member_state("MA"))
    gate = {**showing(), "review": {"mode": "blind", "reviewers": 2, "threshold": 0.25}}
    project = ProjectFactory(call=CallFactory(stages=[stage("sketch"), gate], team_max=2), owner=author, stage="idea")
    joined(project, second)
    came_before(project, people)
    return people, draft(project, {"demo": None})


def came_before(project: Project, people: dict[str, Any]) -> None:
    """The stage before and a first version of this one: one read both, another mentored the project for a while."""
    reader = Mentor.objects.get(person=people["past reader"])
    handed_in = BEFORE - timedelta(minutes=5)
    had = {"submitted_at": handed_in, "decided_at": BEFORE, "seats": 1, "states": ["MA"], "readers": [reader.person_id]}
    said = {"feedback": WORDS_BEFORE, "slot": 1, "lease_until": BEFORE, "submitted_at": BEFORE, "status": "submitted"}
    for key, status, decision in (("sketch", "accepted", "accepted"), ("idea", "returned", "revise")):
        place = {"project": project, "stage": key, "number": 1, "status": status}
        version = Submission.objects.create(**place, **had, ticket=new_id())
        Review.objects.create(submission=version, mentor=reader, decision=decision, **said)
    Mentorship.objects.create(project=project, mentor=people["past mentor"], ended_at=BEFORE, ending="away")


_written, begun = scene(set_up)


@pytest.fixture
def desk(begun: Desk, settings: Any, tmp_path: Path) -> Desk:
    """Handed in, with a file whose name tells whose it is."""
    settings.MEDIA_ROOT = tmp_path
    people, submission = begun
    own = {"actor": people["second member"], "submission_id": submission.id}
    add_file(**own, question="poster", file=SimpleUploadedFile(FILE, PDF))
    return people, submit_submission(**own, now=clock.now())


def types(people: dict[str, Any], submission: Submission, name: str) -> Review:
    review = lease_submission(actor=people[name], submission_id=submission.id, now=AT[name] - timedelta(minutes=3))
    changes = {"scores": scored(5, 5), "feedback": WORDS[name], "decision": DECISIONS[name]}
    return save_review(actor=people[name], review_id=review.id, revision=None, changes=changes)


def gives(people: dict[str, Any], submission: Submission, name: str) -> None:
    review = Review.objects.get(submission=submission, mentor__person=people[name])
    submit_review(actor=people[name], review_id=review.id, now=AT[name])


def reach(phase: str, people: dict[str, Any], submission: Submission) -> None:
    deeds: list[tuple[Callable[..., Any], str]] = [
        (types, "first"),
        (gives, "first"),
        (types, "second"),
        (gives, "second"),
    ]
    for deed, name in [*deeds, (types, "third"), (gives, "third")][: list(KNOWN).index(phase)]:
        deed(people, submission, name)


def addresses() -> list[str]:
    readable = [path for path, item in described.paths().items() if "get" in item]
    return [path for path in readable if path.split("/")[3].startswith(OF_MENTORING)]


def told(client: APIClient, submission: Submission, paths: list[str]) -> Iterator[str]:
    """Each answer with its headers."""
    project = submission.project
    known = {"submission_id": submission.id, "project_id": project.id, "call_id": project.call_id}
    mentors, reviews = (
        list(rows.values_list("pk", flat=True)) for rows in (Mentor.objects.all()[:1], Review.objects.all())
    )
    files = list(ProjectFile.objects.values_list("pk", flat=True))
    lists = {"review_id": reviews, "mentor_id": mentors, "file_id": files}
    each = {f"{{{name}}}": (name, ids) for name, ids in lists.items()}
    for path in paths:
        name, ids = next((each[key] for key in each if key in path), ("", [new_id()]))
        for one in ids:
            answer = client.get(path.format_map(Known({**known, name: one})))
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            yield f"{dict(answer.headers)} {content.decode('utf-8', 'replace')}"


class Known(dict[str, Any]):
    def __missing__(self, name: str) -> Any:
        return new_id()


def facts(answers: list[str], person: User | None, people: dict[str, Any], submission: Submission) -> set[str]:
    """A name is told of the work where it stands beside it. One's own is no news."""
    found = {f"words {name}" for name in REVIEWERS if any(WORDS[name] in answer for answer in answers)}
    found |= {f"time {name}" for name in REVIEWERS if any(stamp(AT[name]) in answer for answer in answers)}
    found |= {"words before"} if any(WORDS_BEFORE in answer for answer in answers) else set()
    found |= {"time before"} if any(stamp(BEFORE) in answer for answer in answers) else set()
    beside = [answer for answer in answers if str(submission.id) in answer or str(submission.project_id) in answer]
    if person not in [people[name] for name in WORKING]:
        beside = answers
    marks = {f"name {name}": marks_of(people[name]) for name in REVIEWERS if people[name] != person}
    own = [people["author"], people["second member"]]
    if person not in own:
        marks["team"] = [*TEAM, FILE, *(sign for one in own for sign in (one.username, str(one.pk)))]
    return found | {fact for fact, signs in marks.items() if any(sign in answer for sign in signs for answer in beside)}


def marks_of(reviewer: User) -> list[str]:
    profile = Mentor.objects.get(person=reviewer)
    return [reviewer.name, reviewer.username, str(reviewer.pk), str(profile.pk)]


def stamp(at: datetime) -> str:
    return at.strftime("%H:%M:%S.%f")


# every other of the people at one phase, the rest at another
HALVES = [("they differ", 0, 2), ("it is decided", 1, 2)]
CELLS = [(phase, 0, 1) for phase in KNOWN] if services.in_full() else HALVES
# names of the team that members of staff know anyway, where they see the work
STAFF = {name: {"team"} for name in ("coordinator", "coordinator mentor", "office", "office mentor")}


@pytest.mark.proof
@pytest.mark.parametrize(("phase", "first", "step"), CELLS)
def test_everybody_knows_what_the_table_says(
    client_of: Clients, desk: Desk, caplog: Any, phase: str, first: int, step: int
) -> None:
    people, submission = desk
    reach(phase, people, submission)
    paths, seen, asked = addresses(), {}, list(people)[first::step]
    for name in asked:
        person = people[name]
        if person:
            person.__dict__.pop("_grants", None)
        caplog.clear()
        with caplog.at_level("INFO"):
            answers = list(told(client_of(person), submission, paths))
        answers.append(caplog.text)
        seen[name] = facts(answers, person, people, submission) - STAFF.get(name, set())
    assert len(paths) > 15
    assert seen == {name: KNOWN[phase].get(name, set()) for name in asked}


def test_ids_and_tags_are_the_same_for_all_who_are_told_and_count_nothing(client_of: Clients, desk: Any) -> None:
    people, submission = desk
    reach("it is decided", people, submission)
    path = f"/api/v1/submissions/{submission.id}/reviews"
    lists = [client_of(people[name]).get(path).json()["results"] for name in ("author", "coordinator", "office")]
    assert [[one["id"] for one in seen] for seen in lists] == [sorted(one["id"] for one in lists[0])] * 3
    assert {(one["lease_until"], one["reviewer"]) for seen in lists[:2] for one in seen} == {(None, None)}
    for one in lists[0]:
        tags = {
            client_of(people[name]).get(f"/api/v1/reviews/{one['id']}")["ETag"] for name in ("author", "coordinator")
        }
        assert [tag.split("-")[0] for tag in tags] == ['"0']


def test_an_office_that_reviews_reads_no_other_before_giving_its_own(client_of: Clients, desk: Any) -> None:
    people, submission = desk
    reach("the first has given", people, submission)
    both = people["office"]
    both.__dict__.pop("_grants", None)
    Mentor.objects.create(person=both, languages=["ar"])
    RoleGrant.objects.create(person=both, role=Role.MENTOR)
    vetted(both)
    path = f"/api/v1/submissions/{submission.id}/reviews"
    assert len(client_of(both).get(path).json()["results"]) == 1
    profile = Mentor.objects.get(person=both)
    own = Review.objects.create(submission=submission, mentor=profile, seat=2, slot=1, lease_until=NOON)
    assert [one["id"] for one in client_of(both).get(path).json()["results"]] == [str(own.id)]


@pytest.mark.parametrize("name", SEEN_BEFORE)
def test_whoever_has_seen_of_it_gets_no_seat(client_of: Clients, desk: Desk, name: str) -> None:
    people, submission = desk
    client = client_of(people[name])
    assert client.get("/api/v1/review-queue").json()["results"] == []
    assert client.post(f"/api/v1/review-queue/{submission.id}/lease").status_code == 404
    assert not Review.objects.filter(submission=submission).exists()
    assert client_of(people["first"]).get("/api/v1/review-queue").json()["results"] != []


def test_a_mentor_who_handed_it_back_never_reads_the_others(client_of: Clients, desk: Any) -> None:
    people, submission = desk
    review = leased(people["other mentor"], submission)
    client = client_of(people["other mentor"])
    client.post(f"/api/v1/reviews/{review.id}/release")
    reach("it is decided", people, submission)
    mine = client.get(f"/api/v1/submissions/{submission.id}/reviews").json()["results"]
    assert [one["id"] for one in mine] == [str(review.id)]

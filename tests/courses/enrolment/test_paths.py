"""Paths as the office lays them, as anybody reads them, and as a learner goes along one."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from courses.catalogue.models import Path, PathCourse
from courses.catalogue.services import create_path, draft_version
from courses.enrolment.models import Enrolment
from courses.enrolment.services import complete_lesson, enrol, withdraw
from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.programmes.enums import Role
from tests.factories.accounts import PersonFactory
from tests.factories.consents import minor, open_state
from tests.factories.courses import course_draft, lessons_of, published_course, texts
from tests.factories.programmes import CohortFactory, GrantFactory, MembershipFactory, coordinator, office
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
PATHS = "/api/v1/paths"
PATH = f"{PATHS}/to-work"
LAID: dict[str, Any] = {"slug": "to-work", "title": texts("To work"), "summary": texts("Summary")}
ANY = {"If-Match": "*"}


def set_up() -> User:
    """A path of three courses, the second of which is a cohort's alone; the office that laid it."""
    for slug in ("first", "second", "third"):
        published_course(slug, lessons=2, open_to_all=slug != "second")
    laid_by = office()
    create_path(actor=laid_by, courses=["first", "second", "third"], is_published=True, **LAID)
    return laid_by


_written, laid_by = scene(set_up)


def member() -> User:
    return MembershipFactory(cohort=CohortFactory(courses=["second"])).person


def learn(person: User, slug: str, lessons: int) -> Enrolment:
    enrolment = Enrolment.objects.get(id=enrol(actor=person, course_slug=slug)[0].id)
    for lesson in lessons_of(enrolment.version)[:lessons]:
        complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lesson.id)
    enrolment.refresh_from_db()
    return enrolment


def courses_of(slug: str = "to-work") -> list[str]:
    steps = PathCourse.objects.filter(path__slug=slug).order_by("position")
    return list(steps.values_list("course__slug", flat=True))


def actions() -> list[str]:
    return list(Record.objects.filter(subject_type="path").order_by("id").values_list("action", flat=True))


# reading


def test_a_path_in_the_list(client_of: Clients) -> None:
    answer = client_of(language="fr").get(PATHS)
    assert answer.json() == {
        "next": None,
        "previous": None,
        "results": [
            {
                "id": str(Path.objects.get().id),
                "slug": "to-work",
                "title": "To work en français",
                "summary": "Summary en français",
                "language": "fr",
                "is_published": True,
                "courses": ["first", "third"],
            }
        ],
    }
    assert answer["Cache-Control"] == "public, max-age=60"


def test_a_path_says_where_the_caller_stands(client_of: Clients) -> None:
    person = member()
    completed, left = learn(person, "first", 2), learn(person, "third", 1)
    withdraw(actor=person, enrolment_id=left.id)
    found = client_of(person).get(PATH).json()
    assert (found["courses"], found["next"]) == (["first", "second", "third"], "second")
    first, second, third = found["standing"]
    assert first == {
        "course": "first",
        "title": "first in English",
        "hours": 6,
        "enrolment": str(completed.id),
        "status": "completed",
        "progress": {"done": 2, "total": 2, "needed": 2},
        "completed_at": completed.completed_at.isoformat().replace("+00:00", "Z"),  # type: ignore[union-attr]
    }
    assert second == {
        "course": "second",
        "title": "second in English",
        "hours": 6,
        "enrolment": None,
        "status": None,
        "progress": None,
        "completed_at": None,
    }
    assert (third["status"], third["progress"]["done"]) == ("withdrawn", 1)


def test_what_a_stranger_is_shown(client_of: Clients) -> None:
    for who in (None, PersonFactory()):
        found = client_of(who).get(PATH).json()
        assert (found["courses"], found["next"]) == (["first", "third"], "first")
        assert [step["status"] for step in found["standing"]] == [None, None]


def test_who_sees_which_path(client_of: Clients, laid_by: User) -> None:
    lay = {"title": texts("T"), "summary": texts("S")}
    create_path(actor=laid_by, slug="closed", courses=["second"], is_published=True, **lay)
    create_path(actor=laid_by, slug="unready", courses=["first"], **lay)
    for who, seen in (
        (None, ["to-work"]),
        (PersonFactory(), ["to-work"]),
        (member(), ["to-work", "closed"]),
        (coordinator("JO"), ["to-work", "closed"]),
        (GrantFactory(role=Role.AUTHOR).person, ["to-work", "closed"]),
        (laid_by, ["to-work", "closed", "unready"]),
    ):
        client = client_of(who)
        assert [path["slug"] for path in client.get(PATHS).json()["results"]] == seen
        for slug in ("to-work", "closed", "unready", "nothing"):
            assert client.get(f"{PATHS}/{slug}").status_code == (200 if slug in seen else 404)


@pytest.mark.parametrize("more", [0, 2])
def test_queries_are_as_many_however_many_paths_and_courses(
    client_of: Clients, django_assert_num_queries: Any, laid_by: User, more: int
) -> None:
    slugs = [published_course().slug for _ in range(more)]
    for slug in slugs:
        create_path(
            actor=laid_by, slug=f"to-{slug}", title=texts("T"), summary=texts("S"), courses=slugs, is_published=True
        )
    Path.objects.get(slug="to-work").steps.filter(course__slug="third").delete()
    client, person = client_of(), PersonFactory()
    with django_assert_num_queries(1):
        assert len(client.get(PATHS).json()["results"]) == 1 + more
    target = f"{PATHS}/to-{slugs[0]}" if slugs else PATH
    with django_assert_num_queries(2):
        client.get(target)
    with django_assert_num_queries(4):
        client_of(person).get(target)


# going along one


def test_a_learner_goes_from_course_to_course(client_of: Clients) -> None:
    person = member()
    client, told = client_of(person), []
    for slug in ("first", "second", "third"):
        answer = client.post(f"{PATH}/enrolment")
        again = client.post(f"{PATH}/enrolment")
        assert (again.status_code, again.json()) == (200, answer.json())
        assert answer["Location"] == f"/api/v1/enrolments/{answer.json()['id']}"
        told.append((answer.status_code, answer.json()["course"], answer.json()["status"]))
        learn(person, slug, 2)
    assert told == [(201, "first", "active"), (201, "second", "active"), (201, "third", "active")]
    end = client.post(f"{PATH}/enrolment")
    assert (end.status_code, end.json()["code"], client.get(PATH).json()["next"]) == (409, "path_completed", None)
    assert Enrolment.objects.filter(person=person).count() == 3


def test_what_is_closed_to_her_is_passed_over(client_of: Clients) -> None:
    person = PersonFactory()
    learn(person, "first", 2)
    assert client_of(person).post(f"{PATH}/enrolment").json()["course"] == "third"


def test_what_its_course_asks_for_is_asked_for(client_of: Clients, laid_by: User) -> None:
    published_course("hard", prerequisites=["third"])
    create_path(actor=laid_by, **{**LAID, "slug": "hard"}, courses=["hard"], is_published=True)
    person = PersonFactory()
    answer = client_of(person).post(f"{PATHS}/hard/enrolment")
    assert (answer.status_code, answer.json()["prerequisites"]) == (409, ["third"])
    assert not Enrolment.objects.filter(person=person).exists()


def test_who_may_not_begin_one(client_of: Clients, laid_by: User) -> None:
    create_path(actor=laid_by, **{**LAID, "slug": "unready"}, courses=["first"])
    open_state()
    for who, path, status in (
        (None, "to-work", 401),
        (PersonFactory(), "unready", 404),
        (PersonFactory(), "nothing", 404),
        (minor(), "to-work", 403),
    ):
        assert client_of(who).post(f"{PATHS}/{path}/enrolment").status_code == status
    assert not Enrolment.objects.exists()


# laying one


def test_the_office_lays_a_path_and_changes_it(client_of: Clients, laid_by: User) -> None:
    client = client_of(laid_by)
    laid = {"slug": "new", "title": texts("New"), "summary": texts("S"), "courses": ["third", "first"]}
    made = client.post(PATHS, laid)
    assert (made.status_code, made["Location"], made.json()["is_published"]) == (201, f"{PATHS}/new", False)
    read = client.get(f"{PATHS}/new")
    assert (read.json(), read["ETag"]) == (made.json(), made["ETag"])
    changes = {"courses": ["first", "second", "third"], "is_published": True, "title": texts("Newer")}
    changed = client.patch(f"{PATHS}/new", changes, headers={"If-Match": made["ETag"]})
    assert (changed.status_code, changed.json()["title"], changed.json()["is_published"]) == (
        200,
        "Newer in English",
        True,
    )
    assert courses_of("new") == changed.json()["courses"] == ["first", "second", "third"]
    stale = client.patch(f"{PATHS}/new", {"courses": ["first"]}, headers={"If-Match": made["ETag"]})
    assert (stale.status_code, client.patch(f"{PATHS}/new", {"courses": ["first"]}).status_code) == (412, 428)
    assert courses_of("new") == ["first", "second", "third"]
    kept = client.patch(f"{PATHS}/new", {"is_published": False}, headers=ANY)
    assert (kept.json()["courses"], kept.json()["title"]) == (["first", "second", "third"], "Newer in English")
    assert actions() == ["path_created", "path_created", "path_changed", "path_changed"]


def test_nobody_else_lays_or_changes_one(client_of: Clients) -> None:
    author = GrantFactory(role=Role.AUTHOR).person
    new = {**LAID, "slug": "mine", "courses": ["first"]}
    for who, laying in ((None, 401), (PersonFactory(), 403), (coordinator("MA"), 403), (author, 403)):
        assert client_of(who).post(PATHS, new).status_code == laying
        assert client_of(who).patch(PATH, {"courses": ["first"]}, headers=ANY).status_code == laying
        assert client_of(who).patch(f"{PATHS}/nothing", {}, headers=ANY).status_code == (404 if who else 401)
    assert (Path.objects.count(), courses_of(), actions()) == (1, ["first", "second", "third"], ["path_created"])


@pytest.mark.parametrize(
    ("changes", "status", "code", "errors"),
    [
        ({"slug": "to-work"}, 409, "slug_taken", []),
        ({"slug": "Not a slug"}, 400, "invalid", ["/slug"]),
        ({"title": {"en": "Only English"}}, 400, "invalid", ["/title"]),
        ({"courses": []}, 400, "invalid", ["/courses"]),
        ({"courses": ["first", "nothing", "draft"]}, 422, "unknown_courses", ["/courses/1", "/courses/2"]),
        ({"courses": ["first", "third", "first"]}, 422, "unknown_courses", ["/courses/2"]),
        ({"steps": []}, 400, "invalid", ["/steps"]),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(
    client_of: Clients, laid_by: User, changes: dict[str, Any], status: int, code: str, errors: list[str]
) -> None:
    draft_version(actor=None, draft=course_draft("draft"))
    client = client_of(laid_by)
    answer = client.post(PATHS, {**LAID, "slug": "new", "courses": ["first"], **changes})
    pointers = [error["pointer"] for error in answer.json().get("errors", [])]
    assert (answer.status_code, answer.json()["code"], pointers) == (status, code, errors)
    if "slug" not in changes:
        again = client.patch(PATH, changes, headers=ANY)
        assert (again.status_code, again.json()["code"]) == (status, code)
    assert (Path.objects.count(), courses_of(), actions()) == (1, ["first", "second", "third"], ["path_created"])

"""The next version: what it would do to learners under way, and that it does just this."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from rest_framework.test import APIClient

from courses.catalogue.models import Course, CourseVersion
from courses.catalogue.services import CourseDraft, LessonDraft, ModuleDraft, draft_version
from courses.enrolment.models import Enrolment, LessonProgress
from courses.enrolment.services import complete_lesson, enrol, withdraw
from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.batches.models import Batch
from foundation.outbox.models import EventRecord
from foundation.programmes.enums import Role
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, lesson_draft, lessons_of, published, texts
from tests.factories.programmes import GrantFactory
from tests.foundation.rosters.working import settle
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
PUBLISH = "/api/v1/courses/reading/versions/2/publish"


def reading(said: str, *lessons: LessonDraft) -> CourseDraft:
    return course_draft("reading", modules=(ModuleDraft("start", texts("start"), lessons),), content_hash=said)


def first() -> CourseDraft:
    """Four required lessons and one beyond."""
    return reading("1", *map(lesson_draft, "abcd"), lesson_draft("extra", required=False))


def second() -> CourseDraft:
    """`a` and `extra` stay, `extra` now required; `b` is changed; `c` and `d` are gone; `e` is new and may be left out."""
    changed = lesson_draft("b", said="anew")
    return reading("2", lesson_draft("a"), changed, lesson_draft("extra"), lesson_draft("e", required=False))


def learner(*done: str) -> User:
    """Enrolled in the version that is published, with these lessons done."""
    person = PersonFactory()
    enrol(actor=person, course_slug="reading")
    does(person, *done)
    return person


def does(person: User, *keys: str) -> None:
    enrolment = Enrolment.objects.select_related("version").get(person=person)
    lessons = {lesson.key: lesson.id for lesson in lessons_of(enrolment.version)}
    for key in keys:
        complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lessons[key])


def set_up() -> dict[str, User]:
    published(first())
    people = {
        "author": PersonFactory(),
        "new": learner(),
        "half": learner("a", "b"),
        "nearly": learner("a", "extra", "c"),
        "done": learner(*"abcd"),
        "left": learner("a"),
    }
    GrantFactory(person=people["author"], role=Role.AUTHOR)
    withdraw(actor=people["left"], enrolment_id=Enrolment.objects.get(person=people["left"]).id)
    draft_version(actor=None, draft=second())
    return people


_written, people = scene(set_up)


@pytest.fixture
def author(people: dict[str, User], client_of: Clients) -> APIClient:
    return client_of(people["author"])


def publishes(author: APIClient, learners: str, path: str = PUBLISH) -> Any:
    return author.post(path, {"digest": author.get(path).json()["digest"], "learners": learners})


def standings(people: dict[str, User]) -> dict[str, tuple[int, str, int, int, list[str]]]:
    found = {}
    for name, person in people.items():
        for enrolment in Enrolment.objects.select_related("version").filter(person=person):
            own = LessonProgress.objects.filter(enrolment=enrolment, lesson__version=enrolment.version)
            keys = sorted(own.values_list("lesson__key", flat=True))
            found[name] = (enrolment.version.number, enrolment.status, enrolment.done, enrolment.total, keys)
    return found


BEFORE = {
    "new": (1, "active", 0, 4, []),
    "half": (1, "active", 2, 4, ["a", "b"]),
    "nearly": (1, "active", 2, 4, ["a", "c", "extra"]),
    "done": (1, "completed", 4, 4, ["a", "b", "c", "d"]),
    "left": (1, "withdrawn", 1, 4, ["a"]),
}


def test_the_preview_says_what_would_happen_and_does_nothing(author: APIClient, people: dict[str, User]) -> None:
    preview = author.get(PUBLISH).json()
    digest = preview.pop("digest")
    assert preview == {
        "version": 2,
        "share": 100,
        "completed": 1,
        "keep": {"learners": 3},
        "move": {
            "learners": 3,
            "lessons_carried": 3,
            "lessons_reopened": 1,
            "learners_reopened": 1,
            "completed": 0,
        },
        "versions": [
            {
                "number": 1,
                "share": 100,
                "under_way": 3,
                "started": 2,
                "completed": 1,
                "same": ["a", "extra"],
                "changed": ["b"],
                "new": ["e"],
                "gone": ["c", "d"],
            }
        ],
    }
    assert author.get(PUBLISH).json()["digest"] == digest
    assert standings(people) == BEFORE
    assert Course.objects.get().published_version.number == 1  # type: ignore[union-attr]


def test_keeping_leaves_learners_where_they_are(author: APIClient, people: dict[str, User]) -> None:
    answer = publishes(author, "keep")
    assert (answer.status_code, answer.json()["version"], answer.json()["batch"]) == (200, 2, None)
    settle()
    assert standings(people) == BEFORE
    assert Course.objects.get().published_version.number == 2  # type: ignore[union-attr]
    assert Enrolment.objects.get(id=enrol(actor=PersonFactory(), course_slug="reading")[0].id).version.number == 2


def test_moving_carries_over_what_is_the_same(author: APIClient, people: dict[str, User]) -> None:
    answer = publishes(author, "move")
    batch = answer.json()["batch"]
    assert (answer.status_code, answer["Location"]) == (202, f"/api/v1/batches/{batch}")
    settle()
    assert standings(people) == BEFORE | {
        "new": (2, "active", 0, 3, []),
        "half": (2, "active", 1, 3, ["a"]),
        "nearly": (2, "active", 2, 3, ["a", "extra"]),
    }
    told = author.get(f"/api/v1/batches/{batch}").json()
    assert (told["status"], told["progress"], told["counts"]["moved"]) == ("done", {"done": 3, "total": 3}, 3)
    moved = EventRecord.objects.get(name="courses.learners_moved.v1").payload
    under_way = Enrolment.objects.filter(person__in=[people[name] for name in ("new", "half", "nearly")])
    assert sorted(moved["enrolment_ids"]) == sorted(str(enrolment.id) for enrolment in under_way)
    assert Record.objects.filter(action="course_learners_moved").count() == 1


def test_whoever_was_moved_goes_on_and_completes(
    author: APIClient, people: dict[str, User], client_of: Clients
) -> None:
    publishes(author, "move")
    settle()
    client, enrolment = client_of(people["half"]), Enrolment.objects.get(person=people["half"])
    told = client.get(f"/api/v1/enrolments/{enrolment.id}").json()
    (own,) = told["lessons_done"]
    assert own == str(lessons_of(enrolment.version)[0].id)
    does(people["half"], "b", "extra")
    assert standings(people)["half"] == (2, "completed", 3, 3, ["a", "b", "extra"])


def test_who_has_done_all_that_the_version_asks_has_completed_it(author: APIClient, people: dict[str, User]) -> None:
    draft_version(
        actor=None, draft=reading("3", lesson_draft("a"), lesson_draft("extra"), lesson_draft("f", required=False))
    )
    third = PUBLISH.replace("2", "3")
    assert author.get(third).json()["move"]["completed"] == 1
    publishes(author, "move", third)
    settle()
    assert standings(people) == BEFORE | {
        "new": (3, "active", 0, 2, []),
        "half": (3, "active", 1, 2, ["a"]),
        "nearly": (3, "completed", 2, 2, ["a", "extra"]),
    }
    told = EventRecord.objects.filter(name="courses.course_completed.v1").order_by("id").last()
    assert told is not None
    assert told.payload["person_id"] == str(people["nearly"].id)
    assert told.payload["version_id"] == str(CourseVersion.objects.get(number=3).id)


def test_a_lower_share_completes_whoever_has_done_enough(author: APIClient, people: dict[str, User]) -> None:
    draft_version(actor=None, draft=replace(first(), share=50, content_hash="3"))
    third = PUBLISH.replace("2", "3")
    preview = author.get(third).json()
    assert (preview["share"], preview["versions"][0]["share"], preview["move"]["completed"]) == (50, 100, 2)
    CourseVersion.objects.filter(number=3).update(share=75)
    again = author.get(third).json()
    assert (again["digest"] != preview["digest"], again["move"]["completed"]) == (True, 0)
    CourseVersion.objects.filter(number=3).update(share=50)
    publishes(author, "move", third)
    settle()
    assert standings(people) == BEFORE | {
        "new": (3, "active", 0, 4, []),
        "half": (3, "completed", 2, 4, ["a", "b"]),
        "nearly": (3, "completed", 2, 4, ["a", "c", "extra"]),
    }
    assert set(Enrolment.objects.filter(version__number=3).values_list("needed", flat=True)) == {2}


def test_learners_of_several_versions_are_moved_by_what_is_the_same_for_each(
    author: APIClient, people: dict[str, User]
) -> None:
    publishes(author, "keep")
    people["later"] = learner("a", "b")
    draft_version(actor=None, draft=reading("3", *map(lesson_draft, "abe")))
    third = PUBLISH.replace("2", "3")
    steps = author.get(third).json()["versions"]
    assert [(step["number"], step["same"], step["changed"]) for step in steps] == [
        (1, ["a", "b"], []),
        (2, ["a", "e"], ["b"]),
    ]
    publishes(author, "move", third)
    settle()
    moved = standings(people)
    assert moved["half"] == (3, "active", 2, 3, ["a", "b"])
    assert moved["later"] == (3, "active", 1, 3, ["a"])


def test_who_was_kept_can_be_moved_later(author: APIClient, people: dict[str, User]) -> None:
    digest = author.get(PUBLISH).json()["digest"]
    publishes(author, "keep")
    assert author.get(PUBLISH).json()["digest"] == digest
    assert author.post(PUBLISH, {"digest": digest, "learners": "move"}).status_code == 202
    settle()
    assert standings(people)["half"] == (2, "active", 1, 3, ["a"])
    again = author.post(PUBLISH, {"digest": digest, "learners": "move"})
    assert (again.status_code, again.json()["batch"]) == (200, None)


def test_asking_twice_is_asking_once(author: APIClient) -> None:
    answers = [publishes(author, "move") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json() == answers[1].json()
    assert (Batch.objects.count(), EventRecord.objects.filter(name="courses.course_published.v1").count()) == (1, 2)


def test_a_preview_of_something_else_is_refused(author: APIClient, people: dict[str, User]) -> None:
    digest = author.get(PUBLISH).json()["digest"]
    third = PUBLISH.replace("2", "3")
    draft_version(actor=None, draft=reading("3", lesson_draft("a")))
    stale = author.get(third).json()["digest"]
    publishes(author, "keep")
    for path, told in ((third, stale), (third, digest)):
        answer = author.post(path, {"digest": told, "learners": "move"})
        assert (answer.status_code, answer.json()["code"]) == (409, "digest_differs")
    assert publishes(author, "keep", third).status_code == 200
    answer = author.post(PUBLISH, {"digest": digest, "learners": "move"})
    assert (answer.status_code, answer.json()["code"]) == (409, "version_outdated")
    assert author.get(PUBLISH).json()["code"] == "version_outdated"
    assert (standings(people), Batch.objects.count()) == (BEFORE, 0)


def test_what_is_not_whole_is_refused_in_the_preview_already(author: APIClient) -> None:
    draft_version(actor=None, draft=reading("3", lesson_draft("a", required=False)))
    answer = author.get(PUBLISH.replace("2", "3"))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "nothing_required")


@pytest.mark.parametrize("body", [{}, {"digest": "x"}, {"digest": "x", "learners": "drop"}])
def test_what_becomes_of_learners_has_to_be_said(author: APIClient, body: dict[str, str]) -> None:
    assert author.post(PUBLISH, body).status_code == 400
    assert CourseVersion.objects.get(number=2).published_at is None


def test_what_a_phone_still_calls_by_the_old_version_counts_in_the_new_one(
    author: APIClient, people: dict[str, User], client_of: Clients
) -> None:
    enrolment = Enrolment.objects.get(person=people["new"])
    old = {lesson.key: lesson.id for lesson in lessons_of(enrolment.version)}
    publishes(author, "move")
    settle()
    client, path = client_of(people["new"]), f"/api/v1/enrolments/{enrolment.id}/lessons/%s/completion"
    for _ in range(2):
        answer = client.put(path % old["extra"], {}).json()
        assert (answer["version"], answer["progress"]) == (2, {"done": 1, "total": 3, "needed": 3})
    assert client.put(path % old["d"], {}).status_code == 404
    assert client_of(people["half"]).put(path % old["a"], {}).status_code == 404
    assert standings(people)["new"] == (2, "active", 1, 3, ["extra"])

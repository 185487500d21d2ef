"""Counting anew: counts are put right, whoever has done enough completes, and no completion is taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from courses.catalogue.services import ModuleDraft
from courses.enrolment.models import Enrolment, LessonProgress
from courses.enrolment.services import complete_lesson, enrol, recompute_completion, recomputing, withdraw
from foundation.accounts.models import User
from foundation.audit.models import Record
from foundation.batches import services as batches
from foundation.batches.models import Batch
from foundation.kernel.clock import now
from foundation.kernel.errors import NotFound
from foundation.outbox.models import EventRecord
from foundation.programmes.enums import Role
from tests.courses.enrolment.test_publishing_statements import OURS
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, lesson_draft, lessons_of, published, texts
from tests.factories.programmes import GrantFactory, office
from tests.foundation.rosters.working import settle
from tests.plans import scans
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
PATH = "/api/v1/courses/reading/recomputation"
State = dict[str, tuple[str, int, int, int, int]]


@dataclass
class Class:
    """Learners by what is wrong with them."""

    office: User
    learners: dict[str, User]

    def state(self) -> State:
        rows = Enrolment.objects.filter(course__slug="reading").values_list(
            "person", "status", "done", "total", "needed", "quizzes_left"
        )
        names = {person.pk: name for name, person in self.learners.items()}
        return {names[person]: tuple(counts) for person, *counts in rows}  # type: ignore[misc]

    def completed(self) -> list[str]:
        names = {str(person.pk): name for name, person in self.learners.items()}
        told = EventRecord.objects.filter(name="courses.course_completed.v1").order_by("id")
        return [names[person] for person in told.values_list("payload__person_id", flat=True)]


def run(*words: str) -> str:
    out = StringIO()
    call_command("recompute_completion", *words, stdout=out)
    return out.getvalue().strip()


def learner(lessons: int) -> User:
    person = PersonFactory()
    enrolment, _ = enrol(actor=person, course_slug="reading")
    for lesson in lessons_of(Enrolment.objects.get(id=enrolment.id).version)[:lessons]:
        complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lesson.id)
    return person


def set_up() -> Class:
    """Of four lessons three are needed."""
    parts = tuple(map(lesson_draft, "abcd"))
    published(course_draft("reading", modules=(ModuleDraft("start", texts("start"), parts),), share=75))
    done = {"new": 0, "right": 2, "behind": 2, "ready": 2, "finished": 3, "emptied": 3, "left": 2}
    learners = {name: learner(lessons) for name, lessons in done.items()}
    of = {name: Enrolment.objects.get(person=person) for name, person in learners.items()}
    withdraw(actor=learners["left"], enrolment_id=of["left"].id)
    Enrolment.objects.filter(id__in=[of["behind"].id, of["left"].id]).update(done=0, total=9, needed=9, quizzes_left=2)
    third = lessons_of(of["ready"].version)[2]
    for name in ("ready", "left"):
        LessonProgress.objects.create(enrolment=of[name], lesson=third, completed_at=now())
    LessonProgress.objects.filter(enrolment=of["emptied"], lesson=third).delete()
    EventRecord.objects.all().delete()
    return Class(office(), learners)


_written, room = scene(set_up)
RIGHT = {
    "new": ("active", 0, 4, 3, 0),
    "right": ("active", 2, 4, 3, 0),
    "behind": ("active", 2, 4, 3, 0),
    "ready": ("completed", 3, 4, 3, 0),
    "finished": ("completed", 3, 4, 3, 0),
    "emptied": ("completed", 2, 4, 3, 0),
    "left": ("withdrawn", 3, 4, 3, 0),
}


def test_counts_are_put_right_and_completions_kept(room: Class, client_of: Clients) -> None:
    client = client_of(room.office)
    answer = client.post(PATH)
    assert (answer.status_code, answer["Location"]) == (202, f"/api/v1/batches/{answer.json()['batch']}")
    completed_at = Enrolment.objects.get(person=room.learners["emptied"]).completed_at
    settle()
    told = client.get(answer["Location"]).json()
    assert (told["status"], told["progress"]) == ("done", {"done": 7, "total": 7})
    assert told["counts"] == {"same": 3, "corrected": 2, "completed": 1, "kept": 1}
    assert (room.state(), room.completed()) == (RIGHT, ["ready"])
    ready, emptied = (Enrolment.objects.get(person=room.learners[name]) for name in ("ready", "emptied"))
    assert (ready.completed_at is not None, emptied.completed_at) == (True, completed_at)
    happened = EventRecord.objects.get(name="courses.course_completed.v1").payload
    assert happened == {
        "enrolment_id": str(ready.id),
        "person_id": str(ready.person_id),
        "course_id": str(ready.course_id),
        "course_slug": "reading",
        "version_id": str(ready.version_id),
        "completed_at": ready.completed_at.isoformat(),  # type: ignore[union-attr]
    }


def test_a_second_time_changes_nothing(room: Class) -> None:
    for _ in range(2):
        batch = recompute_completion(actor=room.office, slug="reading")
        settle()
    batch.refresh_from_db()
    assert batch.counts == {"same": 6, "kept": 1}
    assert (room.state(), room.completed()) == (RIGHT, ["ready"])


def test_asked_for_while_it_runs_it_is_the_same(room: Class, client_of: Clients) -> None:
    client = client_of(room.office)
    first, again = client.post(PATH).json(), client.post(PATH).json()
    assert (first, Batch.objects.count()) == (again, 1)
    settle()
    assert client.post(PATH).json() != first
    records = Record.objects.filter(action="course_completion_recomputed").order_by("id")
    assert [(record.actor_id, record.details) for record in records] == [(room.office.pk, {"course": "reading"})] * 2


def test_who_may_not_changes_nothing(room: Class, client_of: Clients) -> None:
    author = GrantFactory(person=PersonFactory(), role=Role.AUTHOR).person
    before = room.state()
    answers = [client_of(person).post(PATH).status_code for person in (author, room.learners["new"])]
    assert (answers, client_of().post(PATH).status_code) == ([404, 404], 401)
    assert client_of(room.office).post(PATH.replace("reading", "nothing")).status_code == 404
    settle()
    assert (Batch.objects.count(), room.state()) == (0, before)


def test_the_batch_is_the_offices(room: Class, client_of: Clients) -> None:
    author = GrantFactory(person=PersonFactory(), role=Role.AUTHOR).person
    path = client_of(room.office).post(PATH)["Location"]
    answers = [client_of(person).get(path).status_code for person in (office(), author, room.learners["new"])]
    assert answers == [200, 404, 404]


def test_at_the_command_line_one_course_or_all(room: Class) -> None:
    published(course_draft("writing"))
    enrol(actor=room.learners["new"], course_slug="writing")
    one, every = run("reading"), run()
    assert (run("reading"), run()) == (one, every)
    settle()
    assert {str(pk): done for pk, done in Batch.objects.values_list("pk", "done")} == {one: 7, every: 8}
    assert room.state() == RIGHT
    with pytest.raises(CommandError):
        run("nothing")
    assert Batch.objects.count() == 2


def test_nobody_at_all_is_done_at_once() -> None:
    published(course_draft("writing"))
    batch = recompute_completion(actor=None, slug="writing")
    settle()
    batch.refresh_from_db()
    assert (batch.status, batch.done, batch.counts) == ("done", 0, {})
    with pytest.raises(NotFound):
        recompute_completion(actor=None, slug="nothing")


def test_learners_of_several_versions_are_held_to_their_own(room: Class) -> None:
    published(course_draft("reading", said="more", lessons=5))
    room.learners["later"] = learner(5)
    Enrolment.objects.filter(person=room.learners["later"]).update(done=0)
    recompute_completion(actor=None, slug="reading")
    settle()
    assert room.state() == RIGHT | {"later": ("completed", 5, 5, 5, 0)}


@pytest.mark.parametrize("chunk", [1, 2, 3])
def test_broken_off_anywhere_it_ends_the_same(room: Class, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    """Each chunk fails once after it has written."""
    monkeypatch.setattr(recomputing, "CHUNK", chunk)
    batch = recompute_completion(actor=None, slug="reading")
    tried, told = set(), recomputing.completions

    def fails_once(version: Any, finished: Any, moment: Any) -> Any:
        batch.refresh_from_db()
        if batch.done not in tried:
            tried.add(batch.done)
            raise RuntimeError("killed")
        return told(version, finished, moment)

    monkeypatch.setattr(recomputing, "completions", fails_once)
    for _ in range(20):
        Batch.objects.update(due_at=now())
        try:
            batches.run(batch_id=batch.pk)
        except RuntimeError:
            continue
    batch.refresh_from_db()
    assert (batch.status, batch.counts) == ("done", {"same": 3, "corrected": 2, "completed": 1, "kept": 1})
    assert (room.state(), room.completed(), len(tried)) == (RIGHT, ["ready"], -(-7 // chunk))


@pytest.mark.parametrize("times", [1, 4])
def test_it_takes_as_many_statements_for_four_times_as_many(room: Class, times: int) -> None:
    enrolments = Enrolment.objects.filter(person=room.learners["ready"])
    enrolment, done = enrolments.get(), list(LessonProgress.objects.filter(enrolment__in=enrolments))
    for _ in range(times - 1):
        more = Enrolment.objects.create(
            person=PersonFactory(), course=enrolment.course, version=enrolment.version, total=9, needed=9
        )
        for line in done:
            LessonProgress.objects.create(enrolment=more, lesson_id=line.lesson_id, completed_at=now())
    recompute_completion(actor=None, slug="reading")
    with CaptureQueriesContext(connection) as made:
        settle()
    assert EventRecord.objects.filter(name="courses.course_completed.v1").count() == times
    assert len(made) == 25


def test_who_comes_next_is_found_by_an_index(room: Class) -> None:
    recompute_completion(actor=None)
    with CaptureQueriesContext(connection) as made:
        settle()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    own = [query["sql"] for query in made.captured_queries if OURS.search(query["sql"])]
    assert len(own) == 7
    met = set().union(*map(scans, own))
    assert {("Seq Scan", "enrolment_enrolment"), ("Seq Scan", "enrolment_lessonprogress")} & met == set()
    assert any("enrolment_of_version" in index for _, index in met)

"""Right answers can't be had: as a learner, everything is asked for that can be, at every stage of an attempt."""

import json
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import ZipFile, is_zipfile

import pytest
from django.urls import get_resolver
from rest_framework.test import APIClient

from courses.assessment.rules.definition import parse_quiz
from courses.authoring.services.quizzes import read_quiz
from courses.catalogue.models import CourseVersion
from foundation.kernel.ids import new_id
from tests import described
from tests.factories.quizzes import (
    Told,
    learner_of,
    match,
    multiple,
    number,
    option,
    order,
    question,
    quiz,
    quiz_course,
    quiz_of,
    single,
    text,
    true_false,
)
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
SECRET = "5ecret"
FEEDBACK = {name: {"ar": SECRET, "en": SECRET, "fr": SECRET} for name in ("correct", "wrong")}
QUESTIONS: list[Told] = [
    question(
        "single",
        "single",
        options=[option("a", correct=True, feedback=FEEDBACK["correct"]), option("b", feedback=FEEDBACK["wrong"])],
        feedback=FEEDBACK,
    ),
    multiple(feedback=FEEDBACK),
    true_false(feedback=FEEDBACK),
    text(accepted={"any": [SECRET], "ar": [SECRET]}, feedback=FEEDBACK),
    number(answer="314159.26", feedback=FEEDBACK),
    order(items="stuvwx", feedback=FEEDBACK),
    match(pairs="stuvwx", feedback=FEEDBACK),
]
TOLD_APART = ("5ecret", "314159", '"correct"', '"accepted"', '"tolerance"', '"pairs"', '"items"')


class Desk(NamedTuple):
    kept: CourseVersion
    shown: CourseVersion


def set_up() -> Desk:
    return Desk(quiz_course(quiz(*QUESTIONS, attempts=2)), quiz_course(quiz(*QUESTIONS, reveal="after_each")))


_written, desk = scene(set_up)


def readable() -> list[str]:
    """Every address that can be read: those of the schema, and the pages."""
    pages = (str(pattern.pattern) for pattern in get_resolver().url_patterns)
    plain = [f"/{page}" for page in pages if page.startswith(("courses", "lessons")) or not page]
    pages_too = [page.replace("<slug:slug>", "{slug}").replace("<uuid:lesson_id>", "{lesson_id}") for page in plain]
    return [path for path, item in described.paths().items() if "get" in item] + pages_too


def everything(client: APIClient, known: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What a learner gets at every address."""

    class Known(dict[str, Any]):
        def __missing__(self, name: str) -> Any:
            return new_id()

    for path in readable():
        answer = client.get(path.format_map(Known(known)))
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        yield path, unpacked(content).decode("utf-8", "replace")


def unpacked(content: bytes) -> bytes:
    if not is_zipfile(BytesIO(content)):
        return content
    with ZipFile(BytesIO(content)) as files:
        return b"\n".join(files.read(name) for name in files.namelist())


def given_away(content: str) -> list[str]:
    return [mark for mark in TOLD_APART if mark in content]


def test_no_address_gives_an_answer_away_before_its_time(client_of: Clients, desk: Desk) -> None:
    enrolment = learner_of(desk.kept)
    client = client_of(enrolment.person)
    place = f"/api/v1/enrolments/{enrolment.id}/lessons/{quiz_of(desk.kept).id}/attempts"
    attempt = client.post(place).json()
    known = {
        "slug": desk.kept.course.slug, "number": 1, "enrolment_id": enrolment.id, "lesson_id": quiz_of(desk.kept).id,
        "attempt_id": attempt["id"],
    }  # fmt: skip
    path = f"/api/v1/attempts/{attempt['id']}"
    saved = client.patch(path, {"answers": {"single": "b", "true-false": False}}).content.decode()
    refused = client.patch(path, {"answers": {"number": "no number", "single": "b"}}).content.decode()
    ended = client.post(f"{path}/submit").content.decode()
    again = client.post(place).content.decode()
    said = [("post", json.dumps(attempt)), ("saved", saved), ("refused", refused), ("ended", ended), ("again", again)]
    told = [*said, *everything(client, known)]
    assert len(told) > 40
    assert {place: given_away(content) for place, content in told if given_away(content)} == {}


def test_the_search_would_find_them(client_of: Clients, desk: Desk) -> None:
    enrolment = learner_of(desk.shown)
    client = client_of(enrolment.person)
    place = f"/api/v1/enrolments/{enrolment.id}/lessons/{quiz_of(desk.shown).id}/attempts"
    path = f"/api/v1/attempts/{client.post(place).json()['id']}"
    assert given_away(client.get(path).content.decode()) == []
    assert given_away(client.post(f"{path}/submit").content.decode()) == ["5ecret", "314159", '"correct"']


def test_options_are_named_by_their_authors_who_may_not_say_which_is_right(client_of: Clients, desk: Desk) -> None:
    enrolment = learner_of(desk.kept)
    place = f"/api/v1/enrolments/{enrolment.id}/lessons/{quiz_of(desk.kept).id}/attempts"
    asked = {one["id"]: one for one in client_of(enrolment.person).post(place).json()["questions"]}
    assert sorted(part["id"] for part in asked["single"]["options"]) == ["a", "b"]
    for make in (single, multiple):
        told = make(correct="a")
        for key, part in zip(("correct", "wrong-1", "wrong-2"), told["options"], strict=False):
            part["key"] = key
        faults = read_quiz("lessons/start/check.quiz.yaml", json.dumps(quiz(told)).encode()).faults
        assert [fault.code for fault in faults] == ["option_key_tells"] * 3


def test_what_is_asked_tells_neither_order_nor_pairs(client_of: Clients, desk: Desk) -> None:
    """Neither the authors' keys nor the places of what is to be put in order come out."""
    enrolment = learner_of(desk.kept)
    place = f"/api/v1/enrolments/{enrolment.id}/lessons/{quiz_of(desk.kept).id}/attempts"
    asked = {one["id"]: one for one in client_of(enrolment.person).post(place).json()["questions"]}
    items = [part["id"] for part in asked["order"]["options"]]
    assert sorted(items) == [f"i{place}" for place in range(1, 7)]
    assert sorted(part["id"] for part in asked["match"]["targets"]) == [f"r{place}" for place in range(1, 7)]
    bodies = {one.key: one.body for one in parse_quiz(quiz(*QUESTIONS)).questions}
    assert bodies["order"].right("en") != sorted(items)
    assert list(bodies["match"].right("en").values()) != [f"r{place}" for place in range(1, 7)]  # type: ignore[union-attr]

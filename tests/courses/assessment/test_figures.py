"""What authors learn of their questions."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from courses.assessment.rules.definition import parse_quiz
from courses.assessment.services import save_answers, start_attempt, submit_attempt
from courses.catalogue.models import CourseVersion
from foundation.programmes.enums import Role
from tests.factories.accounts import PersonFactory
from tests.factories.programmes import GrantFactory, coordinator
from tests.factories.quizzes import every_kind, learner_of, quiz, quiz_course, quiz_of
from tests.scenes import scene

pytestmark = pytest.mark.django_db
DEFINITION = quiz(*every_kind(), pass_mark=100)
BODIES = {question.key: question.body for question in parse_quiz(DEFINITION).questions}
ORDER = list(BODIES["order"].right("en"))
PAIRS: dict[str, str] = dict(BODIES["match"].right("en"))  # type: ignore[arg-type]
TYPED = ["a net", "A  NET", "a net", "mine alone", "www", "WWW", "www"]


def set_up() -> CourseVersion:
    version = quiz_course(DEFINITION)
    for place, typed in enumerate(TYPED):
        play(version, typed, place)
    return version


def play(version: CourseVersion, typed: str, place: int) -> None:
    enrolment = learner_of(version)
    answers: dict[str, Any] = {
        "text": typed,
        "single": "b" if place < 3 else "a",
        "number": "12" if place < 4 else "99",
    }
    answers |= {"multiple": ["a", "b"]} if place < 2 else {}
    answers |= {"order": ORDER, "match": PAIRS, "true-false": True} if place == 0 else {}
    answers |= {"match": {"x": PAIRS["y"]}, "order": ORDER[::-1]} if place == 1 else {}
    for told in (answers, {"single": "c", "text": "again"}):  # the second attempt does not count
        attempt, _ = start_attempt(actor=enrolment.person, enrolment_id=enrolment.id, lesson_id=quiz_of(version).id)
        save_answers(actor=enrolment.person, attempt_id=attempt.id, answers=told)
        submit_attempt(actor=enrolment.person, attempt_id=attempt.id)


_written, version = scene(set_up)


def path_of(version: CourseVersion) -> str:
    return f"/api/v1/courses/{version.course.slug}/versions/1/lessons/{quiz_of(version).id}/questions"


def author_client(client_of: Callable[..., APIClient], role: Role = Role.AUTHOR) -> APIClient:
    person = PersonFactory(is_staff=True)
    GrantFactory(person=person, role=role)
    return client_of(person)


def test_how_hard_it_was_and_what_was_answered(
    client_of: Callable[..., APIClient], version: CourseVersion, django_assert_num_queries: Any
) -> None:
    client, path = author_client(client_of), path_of(version)
    with django_assert_num_queries(4):
        told = client.get(path).json()["questions"]
    assert [one["id"] for one in told] == [question["key"] for question in DEFINITION["questions"]]
    assert {(one["shown"], one["points"]) for one in told} == {(7, 2)}
    figures = {one["id"]: (round(one["share"], 3), given(one)) for one in told}
    assert figures == {
        "single": (0.429, [("a", False, 4), ("b", True, 3)]),
        "multiple": (0, [("a", True, 2), ("b", False, 2)]),
        "true-false": (0.143, [(True, True, 1)]),
        "text": (0.429, [("a net", False, 3), ("www", True, 3)]),
        "number": (0.571, [("12", True, 4), ("99", False, 3)]),
        "order": (0.143, sorted([(ORDER, True, 1), (ORDER[::-1], False, 1)])),
        "match": (0.143, sorted_pairs()),
    }
    assert told[0]["text"] == "single in English"


def given(told: dict[str, Any]) -> list[tuple[Any, bool, int]]:
    return [(one["answer"], one["correct"], one["count"]) for one in told["answers"]]


def sorted_pairs() -> list[tuple[dict[str, str], bool, int]]:
    right = [({left: target}, True, 1) for left, target in PAIRS.items()]
    return sorted([*right, ({"x": PAIRS["y"]}, False, 1)], key=lambda one: str(one[0]))


def test_only_authors_and_the_office_learn_it(client_of: Callable[..., APIClient], version: CourseVersion) -> None:
    path = path_of(version)
    assert client_of().get(path).status_code == 401
    for person in (PersonFactory(), PersonFactory(is_staff=True), coordinator("MA")):
        assert client_of(person).get(path).status_code == 404
    assert author_client(client_of, Role.PROGRAMME_OFFICE).get(path).status_code == 200
    assert author_client(client_of).get(path.replace("/versions/1/", "/versions/2/")).status_code == 404


def test_a_quiz_that_nobody_took(client_of: Callable[..., APIClient]) -> None:
    told = author_client(client_of).get(path_of(quiz_course())).json()["questions"]
    assert {(one["shown"], one["share"], len(one["answers"])) for one in told} == {(0, None, 0)}

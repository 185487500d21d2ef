"""A quiz as its authors look at it, drafts too."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from courses.assessment.services import write_quizzes
from courses.catalogue.services import ModuleDraft, draft_version
from foundation.programmes.enums import Role
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, lesson_draft, texts
from tests.factories.programmes import GrantFactory, coordinator
from tests.factories.quizzes import every_kind, quiz, quiz_lesson, quiz_of

pytestmark = pytest.mark.django_db


def test_a_draft_is_looked_at_as_a_learner_would_see_it(client_of: Callable[..., APIClient]) -> None:
    parts = (lesson_draft("reading"), quiz_lesson("check"))
    version = draft_version(actor=None, draft=course_draft("c", modules=(ModuleDraft("m", texts("m"), parts),)))
    write_quizzes(version_id=version.id, quizzes={"check": quiz(*every_kind(), minutes=15)})
    path = f"/api/v1/courses/c/versions/1/lessons/{quiz_of(version).id}/quiz"
    author = PersonFactory(is_staff=True)
    GrantFactory(person=author, role=Role.AUTHOR)
    told = client_of(author, language="fr").get(path).json()
    assert told["rules"] == {
        "pass_mark": 60, "minutes": 15, "attempts": None, "cooldown_minutes": 0, "reveal": "after_last",
    }  # fmt: skip
    assert (told["language"], len(told["questions"])) == ("fr", 7)
    by_id = {question["id"]: question for question in told["questions"]}
    assert by_id["single"]["text"] == "single en français"
    assert by_id["single"]["result"] == {"points": 2, "correct": True, "answer": "b", "feedback": None}
    again, other = (client_of(author, language="fr").get(f"{path}?seed={seed}").json() for seed in (0, 1))
    assert again == told
    assert [one["id"] for one in other["questions"]] != [one["id"] for one in told["questions"]]
    assert client_of(author).get(f"{path}?seed=-1").status_code == 400
    for person, status in [(None, 401), (PersonFactory(), 404), (coordinator("MA"), 404)]:
        assert client_of(person).get(path).status_code == status

"""Quizzes as authoring hands them over, and that they stay as they were published."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from courses.assessment.models import Quiz
from courses.assessment.services import write_quizzes
from courses.catalogue.services import ModuleDraft, draft_version, publish_version
from tests.factories.courses import course_draft, lesson_draft, texts
from tests.factories.quizzes import QUIZ, quiz_lesson

pytestmark = pytest.mark.django_db


def drafted(**changes: Any) -> Any:
    parts = (lesson_draft("reading"), quiz_lesson("check"), quiz_lesson("exam"))
    modules = (ModuleDraft("start", texts("start"), parts),)
    return draft_version(actor=None, draft=course_draft(modules=modules, **changes))


def test_each_quiz_lesson_gets_its_own() -> None:
    version = drafted()
    exam = {**QUIZ, "attempts": 1}
    for _ in range(2):
        write_quizzes(version_id=version.id, quizzes={"check": QUIZ, "exam": exam})
        assert dict(Quiz.objects.values_list("lesson__key", "definition")) == {"check": QUIZ, "exam": exam}


def test_a_drafts_quizzes_may_be_written_anew() -> None:
    version = drafted()
    write_quizzes(version_id=version.id, quizzes={"check": QUIZ, "exam": QUIZ})
    other = {**QUIZ, "pass_mark": 90}
    write_quizzes(version_id=version.id, quizzes={"check": other, "exam": QUIZ})
    assert dict(Quiz.objects.values_list("lesson__key", "definition")) == {"check": other, "exam": QUIZ}


def test_a_published_versions_quizzes_never_change() -> None:
    version = drafted()
    told = {"check": QUIZ, "exam": QUIZ}
    write_quizzes(version_id=version.id, quizzes=told)
    publish_version(actor=None, version_id=version.id)
    write_quizzes(version_id=version.id, quizzes=told)
    changes = [
        lambda: write_quizzes(version_id=version.id, quizzes={**told, "check": {**QUIZ, "pass_mark": 1}}),
        lambda: Quiz.objects.update(definition={}),
        lambda: Quiz.objects.all().delete(),
    ]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert dict(Quiz.objects.values_list("lesson__key", "definition")) == told


@pytest.mark.parametrize(
    ("quizzes", "failure"),
    [
        ({"check": QUIZ}, ValueError),
        ({"check": QUIZ, "exam": QUIZ, "reading": QUIZ}, ValueError),
        ({"check": QUIZ, "exam": {"questions": [{"key": "q"}]}}, KeyError),
    ],
)
def test_what_does_not_fit_writes_nothing(quizzes: Any, failure: type[Exception]) -> None:
    version = drafted()
    with pytest.raises(failure):
        write_quizzes(version_id=version.id, quizzes=quizzes)
    assert not Quiz.objects.exists()

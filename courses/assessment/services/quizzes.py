"""What authoring hands over: the definition of each quiz of a version."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from courses.assessment.models import Quiz
from courses.assessment.rules.definition import parse_quiz
from courses.catalogue.enums import LessonKind
from courses.catalogue.models import Lesson

Definition = Mapping[str, Any]


@transaction.atomic
def write_quizzes(*, version_id: UUID, quizzes: Mapping[str, Definition]) -> None:
    """Give every quiz lesson of the version, by its key, the definition that authoring found sound. Again changes nothing; a
    draft's may be written anew, a published version's never."""
    lessons = dict(Lesson.objects.filter(version=version_id, kind=LessonKind.QUIZ).values_list("key", "id"))
    if lessons.keys() != quizzes.keys():
        raise ValueError(f"Quiz lessons {sorted(lessons)}, definitions {sorted(quizzes)}.")
    wanted = {lessons[key]: definition for key, definition in quizzes.items()}
    present = dict(Quiz.objects.filter(lesson__version=version_id).values_list("lesson", "definition"))
    if wanted != present:
        _write(wanted)


def _write(wanted: Mapping[UUID, Definition]) -> None:
    for definition in wanted.values():
        parse_quiz(definition)  # what can't be read never gets in
    Quiz.objects.bulk_create(
        [Quiz(lesson_id=lesson_id, definition=definition) for lesson_id, definition in wanted.items()],
        update_conflicts=True,
        unique_fields=["lesson"],
        update_fields=["definition"],
    )

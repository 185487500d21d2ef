"""However many attempts others make at however many quizzes, one learner's are found by her enrolment."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.assessment.services import attempts_now, carry_attempts, overview, start_attempt, submit_attempt
from courses.catalogue.services import draft_version
from courses.enrolment.models import Enrolment
from foundation.kernel.statements import run
from tests.factories.courses import course_draft
from tests.factories.quizzes import learner_of, quiz, quiz_course, quiz_of, true_false
from tests.plans import scans, tend

pytestmark = pytest.mark.django_db
LARGE = {"assessment_attempt", "assessment_extraattempt", "catalogue_lesson", "enrolment_enrolment"}
CROWD = """
    WITH lessons AS (
        INSERT INTO catalogue_lesson (id, created_at, version_id, module_id, key, position, kind, title, minutes, required,
                                      extra_hash)
        SELECT gen_random_uuid(), now(), version_id, id, 'quiz-' || n, 100 + n, 'quiz', '{}', 1, true, ''
          FROM catalogue_module, generate_series(1, 2000) n WHERE version_id = %(draft)s
    ), learners AS (
        INSERT INTO enrolment_enrolment (id, created_at, person_id, course_id, version_id, status, done, total, needed,
                                         quizzes_left, enrolled_at, withdrawn_at)
        SELECT gen_random_uuid(), now(), person_id, course_id, version_id, 'withdrawn', 0, total, needed, 0, now(), now()
          FROM enrolment_enrolment, generate_series(1, 2000) RETURNING id
    ), extra AS (
        INSERT INTO assessment_extraattempt (id, created_at, enrolment_id, lesson_id)
        SELECT gen_random_uuid(), now(), id, %(quiz)s FROM learners
    )
    INSERT INTO assessment_attempt (id, created_at, enrolment_id, lesson_id, number, seed, answers, answered_at, status,
                                    started_at)
    SELECT gen_random_uuid(), now(), learners.id, %(quiz)s, 1, 1, '{}', '{}', 'open', now() FROM learners
"""


@pytest.fixture
def enrolment() -> Enrolment:
    enrolment = learner_of(quiz_course(quiz(true_false(), attempts=3)))
    draft = draft_version(actor=None, draft=course_draft())
    run(CROWD, {"draft": draft.id, "quiz": quiz_of(enrolment.version).id})
    tend(*LARGE)
    return enrolment


def test_no_table_is_read_from_end_to_end(enrolment: Enrolment) -> None:
    place: dict[str, Any] = {
        "actor": enrolment.person, "enrolment_id": enrolment.id, "lesson_id": quiz_of(enrolment.version).id
    }  # fmt: skip
    with CaptureQueriesContext(connection) as made:
        attempt, _ = start_attempt(**place)
        submit_attempt(actor=enrolment.person, attempt_id=attempt.id)
        overview(**place)
        assert len(attempts_now(**place)) == 1
        carry_attempts(enrolments=[enrolment.id])
    asked = [one["sql"] for one in made.captured_queries if "assessment_attempt" in one["sql"]]
    met = {(kind, table) for statement in asked for kind, table in scans(statement)}
    assert {table for kind, table in met if kind == "Seq Scan"} & LARGE == set()

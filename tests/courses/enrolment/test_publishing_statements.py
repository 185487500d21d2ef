"""As many statements for many learners as for few, and each of them by an index."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from courses.enrolment.models import Enrolment, LessonProgress
from foundation.accounts.models import User
from foundation.kernel.clock import now
from tests.courses.enrolment.test_publishing import PUBLISH, publishes, set_up
from tests.factories.accounts import PersonFactory
from tests.factories.courses import lessons_of
from tests.foundation.rosters.working import settle
from tests.plans import scans, tend
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]
OURS = re.compile("enrolment_(enrolment|lessonprogress)")
_written, people = scene(set_up)


@pytest.fixture
def author(people: dict[str, User], client_of: Clients) -> APIClient:
    return client_of(people["author"])


@pytest.mark.parametrize("learners", [3, 12])
def test_moving_takes_as_many_statements_for_four_times_as_many(
    author: APIClient, people: dict[str, User], learners: int
) -> None:
    half = Enrolment.objects.get(person=people["half"])
    for _ in range(learners - 3):
        more = Enrolment.objects.create(
            person=PersonFactory(), course=half.course, version=half.version, total=4, needed=4, done=1
        )
        LessonProgress.objects.create(enrolment=more, lesson=lessons_of(half.version)[0], completed_at=now())
    with CaptureQueriesContext(connection) as previewed:
        assert author.get(PUBLISH).json()["move"]["learners"] == learners
    publishes(author, "move")
    with CaptureQueriesContext(connection) as moved:
        settle()
    assert Enrolment.objects.filter(version__number=2).count() == learners
    assert (len(previewed), len(moved)) == (10, 26)


def many() -> None:
    """Who left long ago, by the thousand, with what they had done."""
    with connection.cursor() as cursor:
        cursor.execute("""
            INSERT INTO enrolment_enrolment
                   (id, created_at, person_id, course_id, version_id, status, done, total, needed, quizzes_left, enrolled_at,
                    withdrawn_at)
            SELECT gen_random_uuid(), now(), person_id, course_id, version_id, status, done, total, needed, quizzes_left,
                   enrolled_at, now()
              FROM enrolment_enrolment, generate_series(1, 4000) WHERE status = 'withdrawn'
        """)
        cursor.execute("""
            INSERT INTO enrolment_lessonprogress (enrolment_id, lesson_id, completed_at, recorded_at)
            SELECT e.id, l.id, now(), now() FROM enrolment_enrolment e JOIN catalogue_lesson l USING (version_id)
             WHERE status = 'withdrawn' AND l.key IN ('b', 'c', 'd')
        """)
    tend("enrolment_enrolment", "enrolment_lessonprogress", "catalogue_courseversion", "catalogue_lesson")


def test_learners_and_what_they_have_done_are_found_by_indexes(author: APIClient) -> None:
    many()
    with CaptureQueriesContext(connection) as made:
        author.get("/api/v1/courses/reading/versions")
        publishes(author, "move")
        settle()
    plans = {query["sql"]: scans(query["sql"]) for query in made.captured_queries if OURS.search(query["sql"])}
    assert len(plans) == 9
    whole = {("Seq Scan", "enrolment_enrolment"), ("Seq Scan", "enrolment_lessonprogress")}
    assert [statement for statement, met in plans.items() if met & whole] == []
    assert any("enrolment_of_version" in index for met in plans.values() for _, index in met)

"""The course, and how far each learner is in it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from config.demo import COURSE
from config.demo.people import Added
from config.demo.stages import ENROLLED, STAGES, lesson_time, lessons_done
from config.env import ROOT
from courses.authoring.services import import_package
from courses.catalogue.models import CourseVersion
from courses.catalogue.selectors import required_lessons
from courses.catalogue.services import offer_to_all, publish_version
from courses.enrolment.models import Enrolment
from courses.enrolment.services import complete_lesson, enrol_cohort
from foundation.accounts.models import User

PACKAGES = ROOT / "docs" / "examples" / "courses"


def publish_course(author: User, slug: str) -> CourseVersion:
    version = import_package(actor=author, source=PACKAGES / slug)
    published = publish_version(actor=author, version_id=version.id)
    offer_to_all(actor=author, slug=slug)
    return published


def enrol(cohorts: Iterable[UUID], now: datetime) -> dict[Any, UUID]:
    """Everybody in the cohorts' course, some weeks ago: enrolments by person."""
    for cohort_id in cohorts:
        enrol_cohort(cohort_id=cohort_id)
    enrolments = Enrolment.objects.filter(course__slug=COURSE)
    enrolments.update(enrolled_at=now - ENROLLED)
    return dict(enrolments.values_list("person", "id"))


def study(everybody: Iterable[Added], enrolments: dict[Any, UUID], version: CourseVersion, now: datetime) -> None:
    lessons = required_lessons(version.id)
    for learner in everybody:
        done = lessons_done(STAGES[learner.row.stage], learner.row.lessons, len(lessons))
        for position, lesson_id in enumerate(lessons[:done], start=1):
            moment = lesson_time(now, position)
            enrolment_id = enrolments[learner.person.id]
            complete_lesson(actor=learner.person, enrolment_id=enrolment_id, lesson_id=lesson_id, now=moment)

"""A cohort of two courses, in which two schools of Morocco have learners: Amina has come far, Bilal hasn't come yet, Chadi
learnt long ago, and Dounia is gone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from rest_framework.test import APIClient

from courses.catalogue.models import Course
from courses.enrolment.models import Enrolment
from courses.enrolment.services import complete_lesson, enrol
from foundation.accounts.models import User
from foundation.kernel.clock import now
from foundation.programmes.enums import MembershipStatus
from foundation.programmes.models import Cohort, Membership, Organisation
from tests.factories.accounts import InvitedFactory, PersonFactory
from tests.factories.consents import open_state
from tests.factories.courses import course_draft, lessons_of, published
from tests.factories.credentials import credential_of
from tests.factories.mentoring import ProjectFactory, draft, waiting
from tests.factories.programmes import CohortFactory, MembershipFactory, OrganisationFactory

NOW = now().replace(microsecond=0)
LONG_AGO = NOW - timedelta(days=15)
ROUTES = ("progress", "progress/totals", "progress.csv", "progress.pdf")
EVERYBODY = ["Amina", "=Bilal", "شادي"]


@dataclass
class Classroom:
    cohort: Cohort
    home: Organisation
    school: Organisation
    amina: Membership
    bilal: Membership
    chadi: Membership


def classroom() -> Classroom:
    open_state()
    first, second = (published(course_draft(slug)).course for slug in ("reading", "writing"))
    home = OrganisationFactory(slug="ministry", name={"ar": "الوزارة", "en": "Ministry", "fr": "Ministère"})
    school = OrganisationFactory(slug="cedars", name={"ar": "مدرسة الأرز", "en": "Cedars", "fr": "Les Cèdres"})
    cohort = CohortFactory(organisation=home, courses=["writing", "reading"])
    amina = member(
        cohort, PersonFactory(name="Amina", gender="female", language="ar"), learner_number="007", group="3A"
    )
    bilal = member(
        cohort,
        InvitedFactory(name="=Bilal", gender="male", language="fr", birth_date=date(2012, 3, 1)),
        organisation=school,
        status="invited",
    )
    chadi = member(cohort, PersonFactory(name="شادي", language="ar"), organisation=school)
    member(cohort, PersonFactory(), status=MembershipStatus.WITHDRAWN)
    member(CohortFactory(organisation=home, courses=["reading"]), PersonFactory())
    learn(amina.person, first, 2, NOW)
    learn(amina.person, second, 1, NOW - timedelta(days=2))
    learn(chadi.person, second, 1, LONG_AGO)
    waiting(ProjectFactory(owner=amina.person))
    draft(ProjectFactory(owner=chadi.person))
    credential_of(amina.person, first.published_version)
    return Classroom(cohort, home, school, amina, bilal, chadi)


def member(cohort: Cohort, person: User, **known: Any) -> Membership:
    made: Membership = MembershipFactory(cohort=cohort, person=person, **known)
    return made


def learn(person: User, course: Course, lessons: int, at: datetime) -> None:
    """The first so many of the two lessons that the course has."""
    enrolment, _ = enrol(actor=person, course_slug=course.slug)
    for lesson in lessons_of(Enrolment.objects.get(pk=enrolment.id).version)[:lessons]:
        complete_lesson(actor=person, enrolment_id=enrolment.id, lesson_id=lesson.id, now=at)


def said(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def path(room: Classroom, route: str = "progress") -> str:
    return f"/api/v1/cohorts/{room.cohort.pk}/{route}"


def names(client: APIClient, room: Classroom) -> list[str]:
    return [row["name"] for row in client.get(path(room)).json()["results"]]

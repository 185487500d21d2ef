"""Somebody who has something to do next, and how she is told."""

from datetime import date, timedelta
from typing import Any

from rest_framework.test import APIClient

from courses.enrolment.services import enrol
from foundation.accounts.models import User
from foundation.kernel.clock import now, today
from tests.factories.accounts import PersonFactory
from tests.factories.courses import course_draft, published
from tests.factories.programmes import CohortFactory, MembershipFactory
from tests.outcomes.insights.classroom import learn

PATH = "/api/v1/me/next"


def learner_in_casablanca() -> User:
    """A learner in Casablanca whose cohort ends in a week, in the middle of one course and before another."""
    first, second = (published(course_draft(slug)).course for slug in ("reading", "writing"))
    cohort = CohortFactory(
        name="Rabat",
        courses=["reading", "writing"],
        starts_on=date(2020, 1, 1),
        ends_on=today() + timedelta(days=7),
    )
    person = MembershipFactory(cohort=cohort, person=PersonFactory(time_zone="Africa/Casablanca")).person
    enrol(actor=person, course_slug=second.slug)
    learn(person, first, 1, now())
    return person


def steps(client: APIClient) -> list[dict[str, Any]]:
    answer = client.get(PATH)
    assert answer.status_code == 200
    page = answer.json()
    assert (page["next"], page["previous"], set(page)) == (None, None, {"next", "previous", "results"})
    return list(page["results"])


def kinds(client: APIClient) -> list[tuple[str, str]]:
    return [(step["kind"], step["title"]) for step in steps(client)]

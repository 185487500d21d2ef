"""Which course a learner is offered next, by the paths that she is on."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from courses.catalogue.models import Course
from courses.catalogue.services import create_path
from courses.enrolment.services import enrol, withdraw
from foundation.accounts.models import User
from foundation.kernel.clock import now
from tests.factories.courses import course_draft, published, texts
from tests.factories.programmes import CohortFactory, MembershipFactory, office
from tests.outcomes.insights.classroom import learn
from tests.outcomes.insights.next_steps import learner_in_casablanca, steps
from tests.scenes import scene

pytestmark = pytest.mark.django_db
Clients = Callable[..., APIClient]

_written, learner = scene(learner_in_casablanca)


@pytest.fixture
def going(learner: User) -> User:
    """Her cohort has `cohorts`, which she doesn't know yet; `one` is completed, and everything is open to all but `closed`."""
    for slug in ("cohorts", "one", "closed", "two", "three"):
        published(course_draft(slug), open_to_all=slug != "closed")
    person = MembershipFactory(cohort=CohortFactory(courses=["cohorts"])).person
    learn(person, Course.objects.get(slug="one"), 2, now())
    return person


def lay(*courses: str, is_published: bool = True) -> None:
    said = {"title": texts("To work"), "summary": texts("S")}
    create_path(actor=office(), slug="-".join(courses), courses=courses, is_published=is_published, **said)


def offered(client: APIClient) -> tuple[str, str]:
    (step,) = steps(client)
    return step["subject"]["id"], step["reason"]


def test_a_path_goes_on_before_any_other_course(client_of: Clients, going: User) -> None:
    lay("one", "two", "three")
    assert steps(client_of(going, language="fr")) == [
        {
            "kind": "course",
            "title": "two en français",
            "reason": "C’est la suite de votre parcours «\u00a0To work en français\u00a0».",
            "due_at": None,
            "subject": {"type": "course", "id": "two"},
            "enrolment": None,
        }
    ]
    learn(going, Course.objects.get(slug="two"), 2, now())
    assert offered(client_of(going)) == ("three", "It comes next on your path “To work in English”.")


@pytest.mark.parametrize(
    ("courses", "is_published", "course"),
    [
        (["one", "closed", "two"], True, "two"),
        (["two", "one", "three"], True, "two"),
        (["one", "closed"], True, "cohorts"),
        (["one", "two"], False, "cohorts"),
        (["two", "three"], True, "cohorts"),
        (["one"], True, "cohorts"),
    ],
)
def test_which_course_is_next_on_a_path(
    client_of: Clients, going: User, courses: list[str], is_published: bool, course: str
) -> None:
    lay(*courses, is_published=is_published)
    assert offered(client_of(going))[0] == course


def test_a_path_does_not_lead_past_what_its_course_asks_for(client_of: Clients, going: User) -> None:
    lay("one", "two", "three")
    published(course_draft("two", said="2", prerequisites=["three"]))
    assert offered(client_of(going))[0] == "cohorts"
    for slug in ("cohorts", "three"):
        learn(going, Course.objects.get(slug=slug), 2, now())
    assert offered(client_of(going))[0] == "two"


def test_a_path_does_not_lead_past_a_course_that_she_left(client_of: Clients, going: User) -> None:
    lay("one", "two", "three")
    withdraw(actor=going, enrolment_id=enrol(actor=going, course_slug="two")[0].id)
    assert offered(client_of(going))[0] == "cohorts"

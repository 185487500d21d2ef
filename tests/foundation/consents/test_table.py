"""State × age × purposes given × what the person may do, through the endpoints at which she would do it."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import pytest
from rest_framework.test import APIClient

from courses.catalogue.models import CourseVersion
from courses.enrolment.models import Enrolment, LessonProgress
from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.kernel.clock import now, today
from foundation.outbox.models import EventRecord
from mentoring.projects.models import Call, Project, Submission
from mentoring.projects.services import begin_submission
from mentoring.reviews.models import Review
from tests.factories.accounts import MinorFactory
from tests.factories.consents import RuleFactory, granted, minor, officer, open_state
from tests.factories.courses import course_draft, lessons_of, published
from tests.factories.credentials import credential_of
from tests.factories.mentoring import ANSWERS, CallFactory, ProjectFactory, mentor
from tests.factories.programmes import StateFactory
from tests.scenes import scene
from tests.services import in_full

pytestmark = pytest.mark.django_db
LEARNING, CONTACT, SHOWING = Purpose.LEARNING, Purpose.MENTOR_CONTACT, Purpose.PUBLIC_SHOWING
API = "/api/v1"


def no_rule_no_officer() -> None:
    StateFactory()
    officer("JO")


def rule_without_officer() -> None:
    RuleFactory()


def officer_without_rule() -> None:
    officer()


def all_until_18() -> None:
    open_state()


def contact_and_showing_until_18() -> None:
    open_state(guardian_purposes=[CONTACT.value, SHOWING.value])


def all_until_16() -> None:
    open_state(consent_age=16)


def all_until_21() -> None:
    open_state(consent_age=21)


GIVEN: dict[str, tuple[Purpose, ...]] = {
    "nothing": (),
    "learning": (LEARNING,),
    "contact": (CONTACT,),
    "showing": (SHOWING,),
    "media and research": (Purpose.MEDIA, Purpose.RESEARCH),
    "everything": tuple(Purpose),
}
# By state the ages that matter there (None: unknown), then what may be done at each: L(earning), C(ontact), S(howing).
AGES: dict[Callable[[], None], tuple[int | None, ...]] = {
    no_rule_no_officer: (14, 19, None),
    rule_without_officer: (14, 19, None),
    officer_without_rule: (14, 19, None),
    all_until_18: (14, 19, None),
    contact_and_showing_until_18: (14, 19, None),
    all_until_16: (14, 16, None),
    all_until_21: (19, 21),
}
TABLE: dict[tuple[Callable[[], None], str], tuple[str, ...]] = {
    (no_rule_no_officer, "everything"): ("", "LCS", ""),
    (rule_without_officer, "everything"): ("", "LCS", ""),
    (officer_without_rule, "everything"): ("", "LCS", ""),
    (all_until_18, "nothing"): ("", "LCS", ""),
    (all_until_18, "learning"): ("L", "LCS", "L"),
    (all_until_18, "contact"): ("C", "LCS", "C"),
    (all_until_18, "showing"): ("S", "LCS", "S"),
    (all_until_18, "media and research"): ("", "LCS", ""),
    (all_until_18, "everything"): ("LCS", "LCS", "LCS"),
    (contact_and_showing_until_18, "nothing"): ("L", "LCS", "L"),
    (contact_and_showing_until_18, "contact"): ("LC", "LCS", "LC"),
    (contact_and_showing_until_18, "showing"): ("LS", "LCS", "LS"),
    (contact_and_showing_until_18, "everything"): ("LCS", "LCS", "LCS"),
    (all_until_16, "nothing"): ("", "LCS", ""),
    (all_until_16, "learning"): ("L", "LCS", "L"),
    (all_until_16, "everything"): ("LCS", "LCS", "LCS"),
    (all_until_21, "nothing"): ("", "LCS"),
    (all_until_21, "contact"): ("C", "LCS"),
    (all_until_21, "everything"): ("LCS", "LCS"),
}


class World:
    """A course that is open to all and a call; and a mentor who takes work in any language."""

    def __init__(self) -> None:
        self.version: CourseVersion = published(course_draft("reading"))
        self.lesson = lessons_of(self.version)[0]
        self.call: Call = CallFactory()
        self.mentor = mentor()

    @cached_property
    def client(self) -> APIClient:
        client = APIClient()
        client.default_format = "json"
        return client

    def as_(self, person: User | None) -> APIClient:
        self.client.force_authenticate(person)
        return self.client

    def learner(self, age: int | None, *given: Purpose) -> User:
        day = today()
        birth_date = age and day.replace(year=day.year - age, day=min(day.day, 28))
        person = minor(person=MinorFactory(birth_date=birth_date, name="Salma Idrissi"), cohort__courses=[])
        return granted(person, *given) if given else person

    def may(self, people: list[User]) -> list[str]:
        met = self.meet_mentors(people)
        return [self._done(person, person in met) for person in people]

    def _done(self, person: User, met: bool) -> str:
        assert self.reads(person)
        done = {"L": self.learns(person), "C": met, "S": self.is_shown(person)}
        return "".join(letter for letter, was_done in done.items() if was_done)

    def reads(self, person: User) -> bool:
        """What is open to all, she reads in any case."""
        client = self.as_(person)
        paths = ("courses", "courses/reading", "courses/reading/outline", f"lessons/{self.lesson.id}")
        return {client.get(f"{API}/{path}").status_code for path in paths} == {200}

    def learns(self, person: User) -> bool:
        """She enrols, and completes a lesson of a course that she is enrolled in."""
        client = self.as_(person)
        enrolled = goes(client.post(f"{API}/enrolments", {"course": "reading"}), LEARNING)
        assert Enrolment.objects.filter(person=person).exists() == enrolled
        place = Enrolment.objects.filter(person=person).first() or Enrolment.objects.create(
            person=person, course=self.version.course, version=self.version, total=2, needed=2
        )
        path = f"{API}/enrolments/{place.id}/lessons/{self.lesson.id}/completion"
        assert goes(client.put(path, {}), LEARNING) == enrolled
        assert LessonProgress.objects.filter(enrolment=place).exists() == enrolled
        return enrolled

    def meet_mentors(self, people: list[User]) -> list[User]:
        """Each begins a project and hands it in; the mentor finds it in the queue and among the projects, reads it and takes
        it up: of exactly those who could hand theirs in."""
        drafts = [self.hands_in(person) for person in people]
        desk = self.as_(self.mentor)
        queue = {entry["submission"] for entry in everything(desk, "review-queue")}
        projects = {project["id"] for project in everything(desk, "projects")}
        met = [draft for draft, submitted in drafts if submitted]
        assert queue == {str(draft.id) for draft in met}
        assert projects == {str(draft.project_id) for draft in met}
        for draft, status in {submitted: (draft, 200 if submitted else 404) for draft, submitted in drafts}.values():
            assert desk.get(f"{API}/submissions/{draft.id}").status_code == status
        for draft, submitted in drafts:
            assert self.is_taken_up(draft) == submitted
        return [person for person, (_, submitted) in zip(people, drafts, strict=True) if submitted]

    def hands_in(self, person: User) -> tuple[Submission, bool]:
        client = self.as_(person)
        begun = goes(client.post(f"{API}/projects", self._idea()), CONTACT)
        assert Project.objects.filter(owner=person).exists() == begun
        project = Project.objects.filter(owner=person).first() or ProjectFactory(owner=person, call=self.call)
        draft = begin_submission(actor=person, project_id=project.id, answers={**ANSWERS})
        submitted = goes(client.post(f"{API}/submissions/{draft.id}/submit", {}), CONTACT)
        draft.refresh_from_db()
        assert (begun, draft.status) == (submitted, "submitted" if submitted else "draft")
        if not submitted:  # consent may end while her work waits
            waiting = {
                "status": "submitted",
                "ticket": draft.id,
                "submitted_at": now(),
                "states": ["MA"],
                "seats": 1,
                "wanting": 1,
            }
            Submission.objects.filter(pk=draft.pk).update(**waiting)
        return draft, submitted

    def is_taken_up(self, submission: Submission) -> bool:
        desk = self.as_(self.mentor)
        leased = desk.post(f"{API}/review-queue/{submission.id}/lease", {})
        if leased.status_code == 404:
            return False
        assert leased.status_code == 201
        Review.objects.filter(pk=leased.json()["id"]).update(status="released")  # a mentor holds but a few at a time
        return True

    def is_shown(self, person: User) -> bool:
        """Whoever holds the paper sees the name on the page of her certificate, and opens the paper."""
        credential = credential_of(person, self.version)
        path = f"/credentials/{credential.id}"
        page = self.as_(None).get(f"{path}?key={credential.view_key}", HTTP_ACCEPT="text/html")
        assert page.status_code == 200
        return "Salma Idrissi" in page.content.decode()

    def _idea(self) -> dict[str, Any]:
        return {"call": str(self.call.id), "title": "Water", "problem": "Little.", "idea": "A pump.", "language": "ar"}


def everything(client: APIClient, path: str) -> list[dict[str, Any]]:
    answer = client.get(f"{API}/{path}", {"limit": "100"}).json()
    assert answer["next"] is None
    return list(answer["results"])


def goes(answer: Any, purpose: Purpose) -> bool:
    """Or else she is told which consent is missing, and nothing else."""
    if answer.status_code < 300:
        return True
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["purpose"]) == (403, "consent_required", purpose.value)
    return False


_written, world = scene(World)


@pytest.mark.proof
@pytest.mark.parametrize("state", AGES, ids=lambda state: state.__name__)
def test_what_a_person_may_do(state: Callable[[], None], world: World) -> None:
    """In `make test` every other cell."""
    state()
    row = [
        (given, age, may)
        for (ruled, given), mays in TABLE.items()
        if ruled is state
        for age, may in zip(AGES[state], mays, strict=True)
    ][:: 1 if in_full() else 2]
    people = [world.learner(age, *GIVEN[given]) for given, age, _ in row]
    found = [(given, age, done) for (given, age, _), done in zip(row, world.may(people), strict=True)]
    assert found == row


def test_what_is_refused_says_nothing_to_anybody(world: World) -> None:
    all_until_18()
    person = world.learner(14)
    before = EventRecord.objects.count()
    client = world.as_(person)
    assert not goes(client.post(f"{API}/enrolments", {"course": "reading"}), LEARNING)
    assert not goes(client.post(f"{API}/projects", world._idea()), CONTACT)
    assert (EventRecord.objects.count(), Enrolment.objects.count(), Project.objects.count()) == (before, 0, 0)

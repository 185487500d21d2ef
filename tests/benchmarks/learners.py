"""What the bench of rosters needs in its database. Runs with Django set up."""

from datetime import date, timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from courses.catalogue.services import draft_version, offer_to_all, publish_version
from foundation.accounts.api.tokens import access_token
from foundation.accounts.models import User
from foundation.consents.models import StateRule
from foundation.kernel.clock import now
from foundation.programmes.enums import OrganisationKind, Role
from foundation.programmes.models import Cohort, MemberState, Organisation, Programme, RoleGrant
from tests.benchmarks.lists import SCHOOLS
from tests.benchmarks.people import COURSES, course

STATE = "MA"


def load() -> tuple[str, list[tuple[str, str]]]:
    """A state that is open to minors, its schools, courses, a coordinator (her token), and what others ask meanwhile."""
    state = MemberState.objects.create(code=STATE, name={"en": "Morocco"}, languages=["ar", "fr"])
    StateRule.objects.create(state=state, guardian_purposes=["learning"], source="Bench", decided_on=date(2026, 1, 1))
    for number in range(SCHOOLS):
        _organisation(state, f"École {number}", f"ecole-{number}")
    for number in range(COURSES):
        version = draft_version(actor=None, draft=course(number))
        publish_version(actor=None, version_id=version.id)
        offer_to_all(actor=None, slug=version.course.slug)
    coordinator = _person("coordinator")
    for role in (Role.COORDINATOR, Role.SAFEGUARDING_OFFICER):
        RoleGrant.objects.create(person=coordinator, role=role, state=state)
    learner = _token(_person("learner"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return _token(coordinator), [
        ("/api/v1/courses", learner),
        ("/api/v1/me", learner),
        ("/api/v1/notifications", learner),
    ]


def cohort(seats: int) -> str:
    """A new one, in a programme of its own: the lists of other rounds don't meet it."""
    state = MemberState.objects.get(code=STATE)
    number = Programme.objects.count()
    days = {"starts_on": date(2026, 9, 1), "ends_on": date(2027, 6, 30)}
    programme = Programme.objects.create(title={"en": f"Programme {number}"}, slug=f"programme-{number}", **days)
    home = _organisation(state, "Ministry", f"ministry-{number}")
    made = Cohort.objects.create(
        name="List",
        programme=programme,
        organisation=home,
        seats=seats,
        languages=["fr", "ar"],
        courses=["course-0"],
        **days,
    )
    return str(made.id)


def _organisation(state: MemberState, name: str, slug: str) -> Organisation:
    return Organisation.objects.create(state=state, name={"fr": name}, slug=slug, kind=OrganisationKind.SCHOOL)


def _person(name: str) -> User:
    return User.objects.create(
        username=name,
        name=name,
        birth_date=date(1980, 1, 1),
        language="fr",
        claimed_at=now(),
        password="!",
        phone="+212522000000",
    )


def _token(person: User) -> str:
    session = SessionStore()
    session["bench"] = True
    session.set_expiry(timedelta(hours=1))
    session.create()
    return access_token(person, session)

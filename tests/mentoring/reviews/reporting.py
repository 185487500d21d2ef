"""A review that is reported, who is around, and what becomes of it."""

from typing import Any

from foundation.notifications.models import Notification
from foundation.programmes.enums import Role
from mentoring.reviews.models import Case, Review
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import (
    ProjectFactory,
    deliver_all,
    granted,
    joined,
    member_of,
    member_state,
    mentor,
    reviewed,
    waiting,
)

People = dict[str, Any]
REPORTS, CASES = "/api/v1/reports", "/api/v1/cases"
ANY = {"If-Match": "*"}
NOWHERE = "01900000-0000-7000-8000-000000000000"
SAFETY = {"officer": 200, "officer of all": 200}


def set_up() -> tuple[Review, People]:
    """A review of the work of Amina of Morocco and her team mate, and people around it."""
    morocco = member_state("MA")
    project = ProjectFactory(owner=member_of("MA", name="Amina Secret"), title="Wells")
    mate = joined(project, member_of("MA", name="Nour Secret"))
    review = reviewed(mentor(), waiting(project), "revise")
    return review, {
        "lead": project.owner,
        "team mate": mate,
        "mentor": review.mentor.person,
        "other mentor": mentor(),
        "coordinator": granted(Role.COORDINATOR, state=morocco),
        "coordinator abroad": granted(Role.COORDINATOR, state=member_state("JO")),
        "office": granted(Role.PROGRAMME_OFFICE),
        "officer": granted(Role.SAFEGUARDING_OFFICER, state=morocco),
        "officer of all": granted(Role.SAFEGUARDING_OFFICER),
        "officer abroad": granted(Role.SAFEGUARDING_OFFICER, state=member_state("JO")),
        "stranger": PersonFactory(),
        "nobody": None,
    }


def body(review: Review, reason: str = "unsafe", words: str = "It frightens me.") -> dict[str, Any]:
    return {"subject": {"type": "review", "id": str(review.id)}, "reason": reason, "words": words}


def problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def the_case() -> str:
    return f"{CASES}/{Case.objects.get().id}"


def told(kind: str) -> set[Any]:
    deliver_all()
    return set(Notification.objects.filter(kind=kind).values_list("person_id", flat=True))

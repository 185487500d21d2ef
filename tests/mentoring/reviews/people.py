"""One of each around a learner's work, and where their requests go."""

from foundation.accounts.models import User
from foundation.programmes.enums import Role
from mentoring.projects.models import Submission
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import (
    granted,
    member_of,
    member_state,
    mentor,
)

QUEUE, REVIEWS, SUBMISSIONS = "/api/v1/review-queue", "/api/v1/reviews", "/api/v1/submissions"
LEARNER, STRANGER, OFFICE, AUTHOR, NOBODY = "learner", "stranger", "office", "author", "nobody"
REVIEWER, OTHER_MENTOR, COORDINATOR, ABROAD = "reviewer", "other mentor", "coordinator", "coordinator abroad"


def people_around() -> dict[str, User | None]:
    """One of each, around `learner` of Morocco; `reviewer` will hold the lease."""
    return {
        LEARNER: member_of("MA", name="Amina Secret"),
        STRANGER: PersonFactory(),
        OFFICE: granted(Role.PROGRAMME_OFFICE),
        AUTHOR: granted(Role.AUTHOR),
        REVIEWER: mentor(),
        OTHER_MENTOR: mentor(),
        COORDINATOR: granted(Role.COORDINATOR, state=member_state("MA")),
        ABROAD: granted(Role.COORDINATOR, state=member_state("JO")),
        NOBODY: None,
    }


def lease_path(submission: Submission) -> str:
    return f"{QUEUE}/{submission.id}/lease"


def expected(people: dict[str, User | None], allowed: dict[str, int], otherwise: int = 404) -> dict[str, int]:
    return {**dict.fromkeys(people, otherwise), NOBODY: 401, **allowed}

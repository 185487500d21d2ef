"""Who is around a learner of Morocco, and what they get."""

from collections.abc import Callable
from typing import Any

from rest_framework.test import APIClient

from foundation.accounts.models import User
from foundation.programmes.enums import Role
from tests.factories.accounts import PersonFactory
from tests.factories.mentoring import (
    granted,
    member_of,
    member_state,
    mentor,
)

People = dict[str, User | None]
CALLS, PROJECTS, SUBMISSIONS = "/api/v1/calls", "/api/v1/projects", "/api/v1/submissions"
LEARNER, STRANGER, OFFICE, AUTHOR, NOBODY = "learner", "stranger", "office", "author", "nobody"
MENTOR, OTHER_LANGUAGE, COORDINATOR, ABROAD = (
    "mentor",
    "mentor of another language",
    "coordinator",
    "coordinator abroad",
)


def set_up() -> People:
    """One of each, around `learner` of Morocco, who writes in Arabic."""
    return {
        LEARNER: member_of("MA", name="Amina Secret"),
        STRANGER: PersonFactory(),
        OFFICE: granted(Role.PROGRAMME_OFFICE),
        AUTHOR: granted(Role.AUTHOR),
        MENTOR: mentor(),
        OTHER_LANGUAGE: mentor(languages=["fr"]),
        COORDINATOR: granted(Role.COORDINATOR, state=member_state("MA")),
        ABROAD: granted(Role.COORDINATOR, state=member_state("JO")),
        NOBODY: None,
    }


def statuses(people: People, client_of: Callable[..., APIClient], path: str) -> dict[str, int]:
    return {name: client_of(person).get(path).status_code for name, person in people.items()}


def problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def errors(answer: Any) -> list[tuple[str, str]]:
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]

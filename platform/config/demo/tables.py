"""The demo's data with types."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import yaml

from config.demo import DATA

Texts = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    username: str
    name: str
    language: str
    role: str
    latin: str = ""
    state: str = ""
    email: str = ""
    phone: str = ""
    speaks: tuple[str, ...] = ()
    vetted: tuple[str, ...] = ()
    profile: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    name: str
    relationship: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """`lessons` is how many of the course's are done; None: as many as the stage says. `consent`: how the guardian's came."""

    name: str
    language: str
    age: int
    gender: str
    stage: str
    latin: str = ""
    username: str = ""
    email: str = ""
    lessons: int | None = None
    guardian: Parent | None = None
    consent: str = ""

    def birth_date(self, today: date) -> date:
        """Some weeks past the last birthday, different for everybody."""
        weeks = sum(self.name.encode()) % 40
        return date(today.year - self.age, today.month, min(today.day, 28)) - timedelta(weeks=weeks, days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    decision: str
    scores: tuple[int, ...]
    remarks: tuple[str, ...]
    feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """`again` is what she handed in when it had come back, `typed` what its mentor, `mentor`, had written by then. `shown` is
    the name by which she wants it in the showcase, `by_others` what in it isn't hers; `drawn` is the question that a sketch
    answers."""

    title: str
    problem: str
    idea: str
    answers: dict[str, str] = field(default_factory=dict)
    review: Verdict | None = None
    call: str = "near"
    mentor: str = "mentor"
    again: dict[str, str] = field(default_factory=dict)
    typed: str = ""
    shown: str = ""
    licence: str = ""
    by_others: str = ""
    team: tuple[str, ...] = ()
    drawn: str = ""
    sdgs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    programme: dict[str, Any]
    path: dict[str, Any]
    rules: tuple[dict[str, Any], ...]
    vetting: tuple[dict[str, Any], ...]
    organisations: tuple[dict[str, Any], ...]
    cohorts: dict[str, dict[str, Any]]
    staff: tuple[Staff, ...]
    learners: dict[str, tuple[Learner, ...]]
    calls: dict[str, dict[str, Any]]
    works: dict[str, Work]


def read() -> Tables:
    places, people = _yaml("places"), _yaml("people")
    return Tables(
        programme=places["programme"],
        path=places["path"],
        rules=tuple(places["rules"]),
        vetting=tuple(places["vetting"]),
        organisations=tuple(places["organisations"]),
        cohorts=places["cohorts"],
        staff=tuple(Staff(**row) for row in people["staff"]),
        learners={cohort: tuple(map(_learner, rows)) for cohort, rows in people["learners"].items()},
        calls=_yaml("calls"),
        works={username: _work(**row) for username, row in _yaml("projects").items()},
    )


def _learner(row: dict[str, Any]) -> Learner:
    guardian = row.get("guardian")
    return Learner(**row | {"guardian": Parent(**guardian) if guardian else None})


def _work(*, review: dict[str, Any] | None = None, **words: Any) -> Work:
    return Work(**words, review=Verdict(**review) if review else None)


def _yaml(name: str) -> dict[str, Any]:
    return dict(yaml.load((DATA / f"{name}.yaml").read_text(encoding="utf-8"), Loader=LOADER))  # noqa: S506


LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

"""Pure decisions: what a report shows, and what a learner may do next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from operator import itemgetter
from typing import Protocol, TypeVar
from uuid import UUID

from outcomes.insights.enums import StepKind, Why

STEPS = 5
LESSONS = 2  # so that other things find a place beside them
SOON = timedelta(days=14)
Texts = Mapping[str, str]


class Counted(Protocol):
    @property
    def enrolled(self) -> int: ...


C = TypeVar("C", bound=Counted)


def largest_first(counted: Sequence[C], room: int) -> tuple[list[C], list[C]]:
    """Those that are shown where there is room for so many lines, and the rest, which takes the last of them."""
    if len(counted) <= room:
        return list(counted), []
    order = sorted(counted, key=lambda one: -one.enrolled)
    return order[: room - 1], order[room - 1 :]


@dataclass(frozen=True, slots=True)
class Tried:
    """A quiz that was attempted and not passed. `opens_at`: the end of the wait after the last attempt."""

    lesson: UUID
    title: Texts
    is_open: bool
    expires_at: datetime | None = None
    used: int = 1
    allowed: int | None = None
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """An enrolment that isn't completed: its next `lesson` that was neither done nor tried, and the quizzes to pass. When it
    `is_closed`, only what is begun can still be ended."""

    enrolment: UUID
    course: Texts
    done: int
    total: int
    lesson: UUID | None = None
    title: Texts = field(default_factory=dict)
    quizzes: Sequence[Tried] = ()
    due_at: datetime | None = None
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Ending:
    """What is over for her one day, a cohort or the time for a course, and how many lessons are left to her till then."""

    subject: tuple[str, UUID | str]
    name: Texts | str
    ends_at: datetime
    left: int
    why: Why = Why.COHORT_ENDS
    way: Way | None = None


@dataclass(frozen=True, slots=True)
class Mine:
    """A project that is in her hands, and when its stage is over; `stage`: its title, where the one before was accepted."""

    project: UUID
    title: str
    is_returned: bool = False
    due_at: datetime | None = None
    stage: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """A course that she was never in; `path`: the title of a path that she is on, and that goes on with it."""

    course: str
    title: Texts
    path: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a person. `learning` and `contact` name whom these wait for; certificates and projects to show come as
    (reference, title)."""

    learning: str | None = None
    contact: str | None = None
    ways: Sequence[Way] = ()
    endings: Sequence[Ending] = ()
    projects: Sequence[Mine] = ()
    certificates: Sequence[tuple[UUID, Texts]] = ()
    to_declare: Sequence[tuple[UUID, str]] = ()
    to_show: Sequence[tuple[UUID, str]] = ()
    offer: Offer | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """`title` is empty where the kind says it all."""

    kind: StepKind
    why: Why
    subject: tuple[str, UUID | str]
    title: Texts | str = ""
    due_at: datetime | None = None
    way: Way | None = None
    left: int = 0
    path: Texts = field(default_factory=dict)
    stage: Texts = field(default_factory=dict)


def next_steps(facts: Facts, now: datetime) -> list[Step]:
    """What hinders her comes first, then what won't wait, then what she can go on with, then what she has earned."""
    ways = [] if facts.learning else facts.ways
    quizzes, lessons = list(_quizzes(ways, now)), list(islice(_lessons(ways), LESSONS))
    steps = [
        *_waiting("learning", facts.learning),
        *(_endings(facts.endings, now) if ways else ()),
        *([] if facts.contact else _due_projects(facts.projects, now)),
        *([] if facts.contact else _returned(facts.projects)),
        *([] if facts.contact else _next_stages(facts.projects)),
        *quizzes,
        *lessons,
        *(Step(StepKind.CERTIFICATE, Why.CERTIFICATE_READY, ("credential", pk), t) for pk, t in facts.certificates),
        *(Step(StepKind.DECLARATION, Why.WORK_TO_DECLARE, ("project", pk), title) for pk, title in facts.to_declare),
        *(Step(StepKind.SHOWING, Why.PROJECT_ACCEPTED, ("project", pk), title) for pk, title in facts.to_show),
        *([] if facts.learning else _waiting("mentor_contact", facts.contact)),
    ]
    if facts.offer and not (facts.learning or quizzes or lessons):
        steps.append(_offered(facts.offer))
    return steps[:STEPS]


def _waiting(purpose: str, whom: str | None) -> Iterator[Step]:
    if whom:
        why = Why.GUARDIAN_TO_ANSWER if whom == "guardian" else Why.STATE_TO_OPEN
        yield Step(StepKind.CONSENT, why, ("consent", purpose))


def _endings(endings: Sequence[Ending], now: datetime) -> Iterator[Step]:
    """The nearest first."""
    for ending in sorted(endings, key=lambda one: one.ends_at):
        if ending.left and now < ending.ends_at <= now + SOON:
            yield Step(
                StepKind.DEADLINE, ending.why, ending.subject, ending.name, ending.ends_at, ending.way, ending.left
            )


def _offered(offer: Offer) -> Step:
    why = Why.PATH_GOES_ON if offer.path else Why.COURSE_OFFERED
    return Step(StepKind.COURSE, why, ("course", offer.course), offer.title, path=offer.path)


def _due_projects(projects: Sequence[Mine], now: datetime) -> Iterator[Step]:
    soon = ((mine.due_at, mine) for mine in projects if mine.due_at and now < mine.due_at <= now + SOON)
    for due_at, mine in sorted(soon, key=itemgetter(0)):
        yield Step(StepKind.DEADLINE, Why.PROJECT_DUE, ("project", mine.project), mine.title, due_at)


def _returned(projects: Sequence[Mine]) -> Iterator[Step]:
    for mine in projects:
        if mine.is_returned:
            yield Step(StepKind.REVISION, Why.WORK_RETURNED, ("project", mine.project), mine.title)


def _next_stages(projects: Sequence[Mine]) -> Iterator[Step]:
    for mine in projects:
        if mine.stage:
            subject = ("project", mine.project)
            yield Step(StepKind.STAGE, Why.STAGE_NEXT, subject, mine.title, mine.due_at, stage=mine.stage)


def _quizzes(ways: Sequence[Way], now: datetime) -> Iterator[Step]:
    """One of each course: what is begun (if its time is over, to see how it ended), else what may be tried again now."""
    for way in ways:
        begun = [quiz for quiz in way.quizzes if quiz.is_open]
        again = [quiz for quiz in way.quizzes if not way.is_closed and may_try_again(quiz, now)]
        for quiz in [*begun, *again][:1]:
            why = Why.QUIZ_BEGUN if quiz.is_open else Why.QUIZ_NOT_PASSED
            yield Step(StepKind.QUIZ, why, ("lesson", quiz.lesson), quiz.title, _due(quiz, way, now), way)


def _due(quiz: Tried, way: Way, now: datetime) -> datetime | None:
    """With its course, or when the attempt that is open ends, if that is earlier."""
    ends_at = quiz.expires_at if quiz.is_open and quiz.expires_at and now < quiz.expires_at else None
    return min((moment for moment in (way.due_at, ends_at) if moment), default=None)


def can_be_late(*, claimed: bool, waits: bool) -> bool:
    """Nothing is overdue for whoever hasn't come into her account or may not learn yet. The figures ask the same in SQL."""
    return claimed and not waits


def may_try_again(quiz: Tried, now: datetime) -> bool:
    left = quiz.allowed is None or quiz.used < quiz.allowed
    return left and not quiz.is_open and (quiz.opens_at is None or quiz.opens_at <= now)


def _lessons(ways: Sequence[Way]) -> Iterator[Step]:
    for way in ways:
        if way.lesson and not way.is_closed:
            why = Why.COURSE_BEGUN if way.done else Why.COURSE_WAITS
            yield Step(StepKind.LESSON, why, ("lesson", way.lesson), way.title, way.due_at, way)

"""How far a learner is in a version, and whether that is enough. One rule for whoever counts: step by step as she learns,
or anew for thousands at once."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID

from courses.catalogue.enums import LessonKind
from courses.enrolment.enums import EnrolmentStatus, Recount


@dataclass(frozen=True, slots=True)
class Asked:
    """What completes a version: of its `required` lessons a `share` in percent, and each of these that is a quiz."""

    required: frozenset[UUID]
    quizzes: frozenset[UUID]
    share: int = 100

    @property
    def total(self) -> int:
        return len(self.required)

    @property
    def needed(self) -> int:
        return needed(self.total, len(self.quizzes), self.share)


@dataclass(frozen=True, slots=True)
class Standing:
    """Of `total` required lessons so many are done, where `needed` suffice once no quiz is left."""

    done: int
    total: int
    needed: int
    quizzes_left: int

    @property
    def left(self) -> int:
        """With how many lessons more the course is completed, if she chooses well."""
        return max(self.needed - self.done, self.quizzes_left, 0)

    @property
    def is_complete(self) -> bool:
        return not self.left


def needed(total: int, quizzes: int, share: int) -> int:
    """How many required lessons suffice: the share, rounded up, and no fewer than there are quizzes among them."""
    return max(-(-total * share // 100), quizzes)


def asked(lessons: Iterable[tuple[UUID, str]], share: int) -> Asked:
    """`lessons` are the required ones, each with its kind."""
    kinds = dict(lessons)
    quizzes = frozenset(lesson for lesson, kind in kinds.items() if kind == LessonKind.QUIZ)
    return Asked(frozenset(kinds), quizzes, share)


def standing(asked: Asked, done: AbstractSet[UUID]) -> Standing:
    """Lessons beyond the required ones neither help nor hinder."""
    return Standing(len(asked.required & done), asked.total, asked.needed, len(asked.quizzes - done))


def recounted(status: str, before: Standing, found: Standing) -> Recount:
    """A completion is never taken back: a certificate may have been given for it."""
    if status == EnrolmentStatus.ACTIVE and found.is_complete:
        return Recount.COMPLETED
    if status == EnrolmentStatus.COMPLETED and not found.is_complete:
        return Recount.KEPT
    return Recount.SAME if found == before else Recount.CORRECTED

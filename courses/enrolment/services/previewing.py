"""What publishing a version does to learners under way, said before it happens."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from courses.catalogue.models import CourseVersion
from courses.catalogue.policies import get_version_for
from courses.catalogue.selectors import Change, LessonChange, changes_between
from courses.catalogue.services import check_version
from courses.enrolment.rules import Standing
from courses.enrolment.selectors import asked_by
from foundation.accounts.models import User
from foundation.kernel.statements import run

UNDER_WAY = """
    SELECT version_id, count(*) FILTER (WHERE status = 'active'),
           count(*) FILTER (WHERE status = 'active' AND started_at IS NOT NULL),
           count(*) FILTER (WHERE status = 'completed')
      FROM enrolment_enrolment
     WHERE version_id = ANY(%(versions)s::uuid[]) AND status <> 'withdrawn' GROUP BY version_id
"""
# Learners by what they would take along: lessons, of these the required ones, of these the quizzes; and by what they would
# have open again.
EFFECT = """
    SELECT carried, required, quizzes, open_again, count(*)
      FROM (SELECT count(*) FILTER (WHERE c.is_same) AS carried,
                   count(*) FILTER (WHERE c.is_same AND c.required) AS required,
                   count(*) FILTER (WHERE c.is_same AND c.required AND c.is_quiz) AS quizzes,
                   count(*) FILTER (WHERE NOT c.is_same) AS open_again
              FROM enrolment_enrolment e
              LEFT JOIN enrolment_lessonprogress p ON p.enrolment_id = e.id
              LEFT JOIN unnest(%(lessons)s::uuid[], %(same)s::bool[], %(required)s::bool[], %(quizzes)s::bool[])
                     c (lesson_id, is_same, required, is_quiz) ON c.lesson_id = p.lesson_id
             WHERE e.version_id = %(version)s AND e.status = 'active' GROUP BY e.id) each
     GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True, slots=True)
class Step:
    """From one published version to that which comes: the keys of lessons by what becomes of them, and its learners."""

    version: CourseVersion
    changes: Sequence[LessonChange]
    under_way: int = 0
    started: int = 0
    completed: int = 0

    def keys(self, change: Change) -> list[str]:
        return [lesson.key for lesson in self.changes if lesson.change == change]


@dataclass(frozen=True, slots=True)
class Move:
    """What moving all who are under way comes to. `completed`: who would have done all that the version asks."""

    learners: int
    lessons_carried: int
    lessons_reopened: int
    learners_reopened: int
    completed: int


@dataclass(frozen=True, slots=True)
class Preview:
    """`digest` is of what happens to each learner, not of how many there are: they enrol and learn all the time."""

    version: CourseVersion
    digest: str
    steps: Sequence[Step]
    move: Move

    @property
    def under_way(self) -> int:
        return sum(step.under_way for step in self.steps)

    @property
    def completed(self) -> int:
        return sum(step.completed for step in self.steps)


def preview_publication(*, actor: User, slug: str, number: int) -> Preview:
    """What `publish_for_learners` would do, or the refusal that it would meet."""
    version = get_version_for(actor, slug, number)
    check_version(version)
    steps = steps_to(version)
    counts = {version_id: rest for version_id, *rest in run(UNDER_WAY, {"versions": [s.version.id for s in steps]})}
    counted = [Step(step.version, step.changes, *counts.get(step.version.id, ())) for step in steps]
    return Preview(version, digest_of(version, steps), counted, _move(version, counted))


def steps_to(version: CourseVersion) -> list[Step]:
    """From each version that was published before it, the first one first."""
    older = CourseVersion.objects.filter(
        course=version.course_id, number__lt=version.number, published_at__isnull=False
    )
    return [Step(each, changes_between(each.id, version.id)) for each in older.order_by("number")]


def digest_of(version: CourseVersion, steps: Sequence[Step]) -> str:
    facts = [repr((version.id, version.content_hash, version.share))]
    facts += [repr((step.version.id, [(c.key, c.change.value, c.required) for c in step.changes])) for step in steps]
    return sha256("\n".join(facts).encode()).hexdigest()


def _move(version: CourseVersion, steps: Sequence[Step]) -> Move:
    asked = asked_by(version.id)
    sums: Counter[str] = Counter()
    for step in steps:
        for carried, done, passed, reopened, learners in _effect(step) if step.under_way else ():
            there = Standing(done, asked.total, asked.needed, len(asked.quizzes) - passed)
            sums["learners"] += learners
            sums["lessons_carried"] += carried * learners
            sums["lessons_reopened"] += reopened * learners
            sums["learners_reopened"] += learners if reopened else 0
            sums["completed"] += learners if there.is_complete else 0
    return Move(**{name: sums[name] for name in Move.__dataclass_fields__})


def _effect(step: Step) -> list[tuple[int, int, int, int, int]]:
    """A lesson that is gone is neither carried nor open again."""
    met = [c for c in step.changes if c.old_id and c.change != Change.GONE]
    lessons: list[UUID | None] = [c.old_id for c in met]
    same = [c.change == Change.SAME for c in met]
    required, quizzes = [c.required for c in met], [c.is_quiz for c in met]
    values = {"lessons": lessons, "same": same, "required": required, "quizzes": quizzes, "version": step.version.id}
    return run(EFFECT, values)

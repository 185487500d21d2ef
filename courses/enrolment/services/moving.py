"""Learners under way go on in the version that has come, with what they have done as far as it is the same there."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from courses.catalogue.models import CourseVersion
from courses.catalogue.selectors import Change
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.rules import Asked
from courses.enrolment.selectors import asked_by
from courses.enrolment.services.counting import completions, set_standings, standings_of
from courses.enrolment.services.previewing import Step, steps_to
from foundation.batches.models import Batch
from foundation.batches.services import Chunk
from foundation.kernel.clock import now
from foundation.kernel.statements import run
from foundation.outbox import publish
from foundation.outbox.events.courses import LearnersMoved

KIND = "courses.move_learners"
CHUNK = 500
# What she has done is read after her row is locked, in a statement of its own: it sees what she wrote until then, and what
# she writes later finds her in the new version.
LOCK = """
    SELECT id, person_id FROM enrolment_enrolment
     WHERE version_id = %(old)s AND status = 'active' ORDER BY id LIMIT %(limit)s FOR NO KEY UPDATE
"""
CARRY = """
    UPDATE enrolment_lessonprogress p SET lesson_id = same.fresh
      FROM unnest(%(old)s::uuid[], %(new)s::uuid[]) same (was, fresh)
     WHERE p.enrolment_id = ANY(%(enrolments)s::uuid[]) AND p.lesson_id = same.was
"""


class Mover(NamedTuple):
    enrolment_id: UUID
    person_id: UUID


def work(batch: Batch) -> Iterator[Chunk]:
    """Whoever was moved is no longer found in an older version: so it goes on where it was, however often it begins."""
    assert batch.subject_id is not None  # noqa: S101 (for the type checker)
    version = CourseVersion.objects.select_related("course").get(id=batch.subject_id)
    asked = asked_by(version.id)
    for step in steps_to(version):
        while (movers := _locked(step.version.id)) or _somebody_is_in(step.version.id):
            if movers:
                yield _move(version, step, asked, movers)


def _locked(version_id: UUID) -> list[Mover]:
    return [Mover(*row) for row in run(LOCK, {"old": version_id, "limit": CHUNK})]


def _somebody_is_in(version_id: UUID) -> bool:
    """Whom we waited for may have gone, moved by another or completed; those behind them have not been looked at."""
    return Enrolment.objects.filter(version=version_id, status=EnrolmentStatus.ACTIVE).exists()


def _move(version: CourseVersion, step: Step, asked: Asked, movers: Sequence[Mover]) -> Chunk:
    enrolments = [mover.enrolment_id for mover in movers]
    same = [change for change in step.changes if change.change == Change.SAME]
    run(CARRY, {"old": [c.old_id for c in same], "new": [c.new_id for c in same], "enrolments": enrolments})
    standings, moment = standings_of(enrolments, asked), now()
    finished = {mover.enrolment_id: mover.person_id for mover in movers if standings[mover.enrolment_id].is_complete}
    set_standings(version.id, standings, finished, moment)
    moved = LearnersMoved(
        course_id=version.course_id,
        from_version_id=step.version.id,
        to_version_id=version.id,
        enrolment_ids=enrolments,
    )
    publish(moved, *completions(version, finished, moment))
    return Chunk(len(movers), {"moved": len(movers) - len(finished), EnrolmentStatus.COMPLETED.value: len(finished)})

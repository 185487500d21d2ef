"""Attempts go along when their learner goes on in another version in which the quiz is the same: what she has used up stays
used, what she has passed stays passed."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction

from courses.catalogue.selectors import Change, LessonChange, changes_between
from courses.enrolment.models import Enrolment
from foundation.kernel.statements import among, run

# Who has begun anew before the news came here goes on counting behind what is carried over. An attempt that is open there
# leaves an open one here where it is: it ends by itself.
MAKE_ROOM = """
    UPDATE assessment_attempt a SET number = a.number + 10000
      FROM unnest(%(old)s::uuid[], %(new)s::uuid[]) same (was, fresh)
     WHERE a.enrolment_id = ANY(%(enrolments)s::uuid[]) AND a.lesson_id = same.fresh
       AND EXISTS (SELECT FROM assessment_attempt old
                    WHERE old.enrolment_id = a.enrolment_id AND old.lesson_id = same.was)
"""
CARRY = """
    UPDATE assessment_attempt a SET lesson_id = same.fresh
      FROM unnest(%(old)s::uuid[], %(new)s::uuid[]) same (was, fresh)
     WHERE a.enrolment_id = ANY(%(enrolments)s::uuid[]) AND a.lesson_id = same.was
       AND NOT (a.status = 'open' AND EXISTS (SELECT FROM assessment_attempt fresh
                 WHERE fresh.enrolment_id = a.enrolment_id AND fresh.lesson_id = same.fresh AND fresh.status = 'open'))
"""
CLOSE_UP = """
    UPDATE assessment_attempt a
       SET number = a.number - 10000
                    + (SELECT coalesce(max(old.number), 0) FROM assessment_attempt old
                        WHERE old.enrolment_id = a.enrolment_id AND old.lesson_id = a.lesson_id AND old.number < 10000)
     WHERE a.enrolment_id = ANY(%(enrolments)s::uuid[]) AND a.lesson_id = ANY(%(new)s::uuid[]) AND a.number > 10000
"""
CARRY_EXTRA = """
    UPDATE assessment_extraattempt x SET lesson_id = same.fresh
      FROM unnest(%(old)s::uuid[], %(new)s::uuid[]) same (was, fresh)
     WHERE x.enrolment_id = ANY(%(enrolments)s::uuid[]) AND x.lesson_id = same.was
"""


@transaction.atomic
def carry_attempts(*, from_version_id: UUID, enrolments: Collection[UUID]) -> None:
    """To the version that each learner follows by now. Again changes nothing."""
    for version_id, moved in _by_version(enrolments).items():
        same = [c for c in changes_between(from_version_id, version_id) if c.change == Change.SAME]
        if version_id != from_version_id and same:
            _carry(moved, same)


def _by_version(enrolments: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Locked, as by whoever grades: an attempt that is being closed is carried over as it is then."""
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    rows = Enrolment.objects.filter(among("id", enrolments)).order_by("id")
    for enrolment in rows.select_for_update(of=("self",), no_key=True).only("id", "version"):
        found[enrolment.version_id].append(enrolment.id)
    return found


def _carry(enrolments: list[UUID], same: Sequence[LessonChange]) -> None:
    values = {"enrolments": enrolments, "old": [c.old_id for c in same], "new": [c.new_id for c in same]}
    for statement in (MAKE_ROOM, CARRY, CLOSE_UP, CARRY_EXTRA):
        run(statement, values)

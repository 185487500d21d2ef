"""What is counted on enrolments, counted anew from what is recorded: when a count is in doubt, after a repair or a restore."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from courses.catalogue.models import Course, CourseVersion
from courses.enrolment.enums import Recount
from courses.enrolment.models import Enrolment
from courses.enrolment.rules import Asked, Standing, recounted
from courses.enrolment.selectors import asked_by
from courses.enrolment.services.counting import completions, set_standings, standings_of
from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.batches.models import Batch
from foundation.batches.selectors import live_batch
from foundation.batches.services import Chunk, start
from foundation.kernel.clock import now
from foundation.kernel.errors import NotFound
from foundation.kernel.statements import run
from foundation.outbox import publish
from foundation.programmes.policies import require_office

KIND = "courses.recompute_completion"
CHUNK = 500
BEGINNING = UUID(int=0)
# By an index that has the status before the id; whatever status one has meanwhile, she is met on the way.
FIND = """
    SELECT found.id FROM unnest(ARRAY['active', 'completed', 'withdrawn']) known (status)
     CROSS JOIN LATERAL (SELECT id FROM enrolment_enrolment
                          WHERE version_id = %(version)s AND status = known.status AND id > %(after)s
                          ORDER BY id LIMIT %(limit)s) found
     ORDER BY 1 LIMIT %(limit)s
"""
# As moving does; who is moved while we wait for her is counted there.
LOCK = """
    SELECT id, person_id, status, done, total, needed, quizzes_left FROM enrolment_enrolment
     WHERE id = ANY(%(enrolments)s::uuid[]) AND version_id = %(version)s ORDER BY id FOR NO KEY UPDATE
"""


class Counted(NamedTuple):
    """An enrolment as it was found."""

    id: UUID
    person_id: UUID
    status: str
    standing: Standing


@transaction.atomic
def recompute_completion(*, actor: User | None, slug: str | None = None) -> Batch:
    """Begin with all enrolments in a course, or in all courses. Asked for while it runs it is the same batch: the courses are
    locked, so that two who ask take turns. `actor` None is the operator at the command line."""
    if actor:
        require_office(actor)
    courses = Course.objects.filter(slug=slug) if slug else Course.objects.all()
    locked = [course.id for course in courses.select_for_update(of=("self",), no_key=True).order_by("id")]
    if slug and not locked:
        raise NotFound
    subject = locked[0] if slug else None
    return live_batch(KIND, subject) or _start(actor, subject, slug)


def _start(actor: User | None, course_id: UUID | None, slug: str | None) -> Batch:
    batch = start(kind=KIND, owner_id=actor.id if actor else None, subject_id=course_id)
    record(
        actor_id=batch.owner_id,
        action="course_completion_recomputed",
        subject_type="batch",
        subject_id=batch.pk,
        details={"course": slug or ""},
    )
    return batch


def work(batch: Batch) -> Iterator[Chunk]:
    """Version by version, each in the order of ids. Where it is stands in the parameters, and moves with each chunk."""
    enrolled = Enrolment.objects.filter(version=OuterRef("pk"))
    versions = CourseVersion.objects.filter(Exists(enrolled), id__gte=batch.params.get("version", BEGINNING))
    versions = versions.filter(course=batch.subject_id) if batch.subject_id else versions
    total = batch.total or _size_of(batch)
    for version in versions.select_related("course").order_by("id"):
        asked = asked_by(version.id)
        while found := _find(version, batch):
            counts = _recount(version, asked, found)
            batch.params = {"version": str(version.id), "after": str(found[-1])}
            batch.save(update_fields=["params"])
            yield Chunk(len(found), counts, max(total, batch.done + len(found)))


def _size_of(batch: Batch) -> int:
    enrolments = Enrolment.objects.filter(course=batch.subject_id) if batch.subject_id else Enrolment.objects.all()
    return enrolments.count()


def _find(version: CourseVersion, batch: Batch) -> list[UUID]:
    begun = batch.params.get("version") == str(version.id)
    after = batch.params["after"] if begun else BEGINNING
    return [pk for (pk,) in run(FIND, {"version": version.id, "after": after, "limit": CHUNK})]


def _recount(version: CourseVersion, asked: Asked, found: list[UUID]) -> Counter[str]:
    locked = run(LOCK, {"version": version.id, "enrolments": found})
    rows = [Counted(pk, person_id, status, Standing(*counts)) for pk, person_id, status, *counts in locked]
    standings, moment = standings_of([row.id for row in rows], asked), now()
    outcomes = {row.id: recounted(row.status, row.standing, standings[row.id]) for row in rows}
    finished = {row.id: row.person_id for row in rows if outcomes[row.id] == Recount.COMPLETED}
    differing = {row.id: standings[row.id] for row in rows if row.id in finished or standings[row.id] != row.standing}
    if differing:
        set_standings(version.id, differing, finished, moment)
    publish(*completions(version, finished, moment))
    return Counter(outcome.value for outcome in outcomes.values())

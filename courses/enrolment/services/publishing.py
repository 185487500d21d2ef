"""Publishing a version with what becomes of learners under way, as it was previewed."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from courses.catalogue.models import CourseVersion
from courses.catalogue.policies import get_version_for
from courses.catalogue.services import check_version, lock_version, publish_version
from courses.enrolment.enums import EnrolmentStatus, Following
from courses.enrolment.errors import PreviewDiffers
from courses.enrolment.models import Enrolment
from courses.enrolment.services.moving import KIND
from courses.enrolment.services.previewing import digest_of, steps_to
from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.batches.models import Batch
from foundation.batches.selectors import live_batch
from foundation.batches.services import start


@dataclass(frozen=True, slots=True)
class Publication:
    """`batch` moves those under way, where there are any to move."""

    version: CourseVersion
    batch: Batch | None


@transaction.atomic
def publish_for_learners(*, actor: User, slug: str, number: int, digest: str, learners: Following) -> Publication:
    """Publish what the preview with `digest` showed. Asked for twice, it is the same publication; whoever kept learners where
    they are may move them later, by asking again."""
    version = lock_version(get_version_for(actor, slug, number).id)
    steps = steps_to(version)
    if digest != digest_of(version, steps):
        raise PreviewDiffers
    check_version(version)
    published = publish_version(actor=actor, version_id=version.id)
    if learners == Following.KEEP:
        return Publication(published, None)
    older = [step.version.id for step in steps]
    return Publication(published, live_batch(KIND, version.id) or _start(actor, version, older))


def _start(actor: User, version: CourseVersion, older: list[UUID]) -> Batch | None:
    total = Enrolment.objects.filter(version__in=older, status=EnrolmentStatus.ACTIVE).count()
    if not total:
        return None
    record(
        actor_id=actor.id,
        action="course_learners_moved",
        subject_type="course_version",
        subject_id=version.id,
        details={"course": version.course.slug, "number": version.number},
    )
    return start(kind=KIND, owner_id=actor.id, subject_id=version.id, total=total)

from uuid import UUID

from django.db.models import QuerySet

from courses.catalogue.policies import is_author
from courses.enrolment.models import Enrolment
from foundation.accounts.models import User
from foundation.batches.models import Batch
from foundation.kernel.errors import NotFound
from foundation.programmes.enums import MembershipStatus
from foundation.programmes.models import Membership
from foundation.programmes.policies import cohorts_managed_by, is_office, one


def enrolments_visible_to(actor: User) -> QuerySet[Enrolment]:
    """A person's own. Staff see learners' progress through their cohorts' reports."""
    return Enrolment.objects.filter(person=actor)


def get_managed_enrolment(actor: User, enrolment_id: UUID) -> Enrolment:
    """Locked: what only those may change by whose cohort she has the course, and the office."""
    rows = Enrolment.objects.select_related("course", "person").filter(id=enrolment_id)
    enrolment = one(rows.select_for_update(of=("self",), no_key=True))
    places = Membership.objects.filter(
        person=enrolment.person_id,
        cohort__in=cohorts_managed_by(actor),
        cohort__courses__contains=[enrolment.course.slug],
    )
    if not (is_office(actor) or places.exclude(status=MembershipStatus.WITHDRAWN).exists()):
        raise NotFound
    return enrolment


def sees_move(actor: User, batch: Batch) -> bool:
    """Courses are the authors' and the office's together."""
    return is_author(actor)


def sees_recomputation(actor: User, batch: Batch) -> bool:
    """The office's alone, whoever of it began."""
    return is_office(actor)

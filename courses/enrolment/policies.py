from django.db.models import QuerySet

from courses.catalogue.policies import is_author
from courses.enrolment.models import Enrolment
from foundation.accounts.models import User
from foundation.batches.models import Batch


def enrolments_visible_to(actor: User) -> QuerySet[Enrolment]:
    """A person's own. Staff see learners' progress through their cohorts' reports."""
    return Enrolment.objects.filter(person=actor)


def sees_move(actor: User, batch: Batch) -> bool:
    """Courses are the authors' and the office's together."""
    return is_author(actor)

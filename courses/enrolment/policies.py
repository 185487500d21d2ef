from django.db.models import QuerySet

from courses.catalogue.policies import is_author
from courses.enrolment.models import Enrolment
from foundation.accounts.models import User
from foundation.batches.models import Batch
from foundation.programmes.policies import is_office


def enrolments_visible_to(actor: User) -> QuerySet[Enrolment]:
    """A person's own. Staff see learners' progress through their cohorts' reports."""
    return Enrolment.objects.filter(person=actor)


def sees_move(actor: User, batch: Batch) -> bool:
    """Courses are the authors' and the office's together."""
    return is_author(actor)


def sees_recomputation(actor: User, batch: Batch) -> bool:
    """The office's alone, whoever of it began."""
    return is_office(actor)

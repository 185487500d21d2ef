from django.db.models import QuerySet

from courses.enrolment.models import Enrolment
from foundation.accounts.models import User


def enrolments_visible_to(actor: User) -> QuerySet[Enrolment]:
    """A person's own. Staff see learners' progress through their cohorts' reports."""
    return Enrolment.objects.filter(person=actor)

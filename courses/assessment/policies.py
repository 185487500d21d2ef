from django.db.models import QuerySet

from courses.assessment.models import Attempt
from foundation.accounts.models import User


def attempts_visible_to(actor: User) -> QuerySet[Attempt]:
    """A person's own. What others learn of them is how a cohort gets on, and how hard a question was."""
    return Attempt.objects.filter(enrolment__person=actor)

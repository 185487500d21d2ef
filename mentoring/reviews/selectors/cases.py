from uuid import UUID

from django.db.models import QuerySet

from foundation.accounts.models import User
from mentoring.reviews.models import Case, Review
from mentoring.reviews.policies import cases_visible_to, files_of_case, get_case_for


def list_cases(actor: User, *, status: str | None = None) -> QuerySet[Case]:
    cases = cases_visible_to(actor)
    return cases.filter(status=status) if status else cases


def opened_case(actor: User, case_id: UUID) -> Case:
    return with_subject(get_case_for(actor, case_id))


def with_subject(case: Case) -> Case:
    """With what was reported, which its officers see nowhere else."""
    reviews = Review.objects.select_related("submission__project")
    vars(case)["review"] = reviews.get(pk=case.subject_id)
    vars(case)["files"] = files_of_case(case).order_by("number")
    return case

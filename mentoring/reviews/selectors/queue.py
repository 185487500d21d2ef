from django.db.models import Func, IntegerField, OuterRef, QuerySet, Subquery, Value

from foundation.accounts.models import User
from mentoring.mentors.policies import desk_of
from mentoring.projects.models import Submission
from mentoring.reviews.policies import queue_of, require_mentor_role


def review_queue(actor: User) -> QuerySet[Submission]:
    """The mentor's queue, each entry with its `position` in it. Ordered by `ticket`, page by page."""
    require_mentor_role(actor)
    desk = desk_of(actor)
    if desk is None:
        return Submission.objects.none()
    queue = queue_of(desk)
    before = queue.filter(ticket__lt=OuterRef("ticket")).order_by().values(n=Func(Value(1), function="COUNT"))
    return queue.select_related("project").annotate(position=Subquery(before, output_field=IntegerField()) + 1)

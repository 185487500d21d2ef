from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from foundation.audit.models import Record


def records_about(subject_id: UUID) -> QuerySet[Record]:
    """What was done to one thing, the newest first."""
    return Record.objects.filter(subject_id=subject_id).order_by("-id")


def doer_of(action: str) -> Subquery:
    """For a query of things: the id of whoever did this to each first."""
    deeds = Record.objects.filter(subject_id=OuterRef("pk"), action=action)
    return Subquery(deeds.order_by("id").values("actor_id")[:1])

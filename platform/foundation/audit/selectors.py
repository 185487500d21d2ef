from uuid import UUID

from django.db.models import QuerySet

from foundation.audit.models import Record


def records_about(subject_id: UUID) -> QuerySet[Record]:
    """What was done to one thing, the newest first."""
    return Record.objects.filter(subject_id=subject_id).order_by("-id")

from uuid import UUID

from django.db.models import QuerySet

from foundation.accounts.models import User
from foundation.batches.models import Batch
from foundation.programmes.policies import is_office, one


def batches_visible_to(actor: User) -> QuerySet[Batch]:
    """One's own; the office's eyes are everywhere."""
    return Batch.objects.all() if is_office(actor) else Batch.objects.filter(owner_id=actor.pk)


def get_batch_for(actor: User, batch_id: UUID) -> Batch:
    return one(batches_visible_to(actor).filter(pk=batch_id))


def get_batch_to_change(actor: User, batch_id: UUID) -> Batch:
    """Locked; waits for the chunk that is being done."""
    rows = batches_visible_to(actor).select_for_update(of=("self",), no_key=True)
    return one(rows.filter(pk=batch_id))

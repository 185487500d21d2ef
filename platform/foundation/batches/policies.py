from collections.abc import Callable
from uuid import UUID

from foundation.accounts.models import User
from foundation.batches.models import Batch
from foundation.kernel.errors import NotFound
from foundation.programmes.policies import is_office, one

Sight = Callable[[User, Batch], bool]
_SIGHTS: dict[str, Sight] = {}


def let_see(kind: str, sight: Sight | None) -> None:
    """Say who sees the batches of this kind: whoever `sight` lets, or (None) their owners."""
    _SIGHTS.pop(kind, None)
    if sight:
        _SIGHTS[kind] = sight


def sees(actor: User, batch: Batch) -> bool:
    """The office's eyes are everywhere."""
    sight = _SIGHTS.get(batch.kind)
    return is_office(actor) or (sight(actor, batch) if sight else batch.owner_id == actor.pk)


def get_batch_for(actor: User, batch_id: UUID) -> Batch:
    batch = one(Batch.objects.filter(pk=batch_id))
    if not sees(actor, batch):
        raise NotFound
    return batch


def get_batch_to_change(actor: User, batch_id: UUID) -> Batch:
    """Locked; waits for the chunk that is being done."""
    seen = get_batch_for(actor, batch_id)
    return one(Batch.objects.select_for_update(of=("self",), no_key=True).filter(pk=seen.pk))

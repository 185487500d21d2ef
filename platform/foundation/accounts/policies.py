from foundation.accounts.models import User
from foundation.kernel.errors import NotFound


def get_own_row(actor: User) -> User:
    """The actor's own row, locked for a change."""
    row = User.objects.select_for_update(of=("self",), no_key=True).filter(pk=actor.pk).first()
    if row is None:
        raise NotFound
    return row

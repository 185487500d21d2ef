from collections.abc import Mapping
from typing import Any

from foundation.accounts.models import User
from foundation.accounts.services import change_profile
from foundation.consents.selectors import Me, me


def change_me(*, actor: User, changes: Mapping[str, Any]) -> Me:
    """What comes back as it was given out is no change, whether or not it may be changed."""
    changed = {field: value for field, value in changes.items() if getattr(actor, field) != value}
    return me(change_profile(actor=actor, revision=None, changes=changed))

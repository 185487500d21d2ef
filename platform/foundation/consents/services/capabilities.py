from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.selectors import capabilities_of
from foundation.kernel.errors import ConsentRequired


def require(actor: User, purpose: Purpose) -> None:
    """Raise `ConsentRequired` unless the person may do this now. Costs nothing for whoever is clearly of age."""
    if not capabilities_of(actor)[purpose].granted:
        raise ConsentRequired(purpose=purpose.value)

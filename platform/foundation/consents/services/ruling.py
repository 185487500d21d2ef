from django.db import transaction

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.consents.models import StateRule
from foundation.programmes.policies import require_office


@transaction.atomic
def set_rule(*, actor: User, rule: StateRule) -> StateRule:
    """The rule of its state, new or changed: what its minors may do follows at once."""
    require_office(actor)
    rule.guardian_purposes = sorted(set(rule.guardian_purposes))
    rule.save()
    details = {
        "state": rule.state.code,
        "consent_age": rule.consent_age,
        "guardian_purposes": rule.guardian_purposes,
        "renew_months": rule.renew_months,
    }
    record(
        actor_id=actor.id, action="consent_rule.set", subject_type="consent_rule", subject_id=rule.id, details=details
    )
    return rule

from uuid import UUID

from django.db import IntegrityError, transaction

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.kernel.clock import now
from foundation.outbox import publish
from foundation.outbox.events.outcomes import CredentialRevoked
from outcomes.credentials import rules
from outcomes.credentials.enums import CredentialStatus
from outcomes.credentials.errors import NotReinstatable, NotRevocable
from outcomes.credentials.models import Credential
from outcomes.credentials.policies import lock_revocable_for


@transaction.atomic
def revoke_credential(*, actor: User, credential_id: UUID, reason: str) -> Credential:
    """From now on its page says that it does not hold; the reason stays with the office."""
    credential = lock_revocable_for(actor, credential_id)
    if not rules.may_revoke(credential.status):
        raise NotRevocable
    _change(credential, CredentialStatus.REVOKED, reason)
    publish(CredentialRevoked(credential_id=credential.id, person_id=credential.person_id))
    _record(actor, "credential.revoked", credential)
    return credential


@transaction.atomic
def reinstate_credential(*, actor: User, credential_id: UUID, reason: str) -> Credential:
    credential = lock_revocable_for(actor, credential_id)
    if not rules.may_reinstate(credential.status):
        raise NotReinstatable
    try:
        with transaction.atomic():
            _change(credential, CredentialStatus.VALID, reason)
    except IntegrityError as error:  # she has earned another in the meantime
        raise NotReinstatable from error
    _record(actor, "credential.reinstated", credential)
    return credential


def _change(credential: Credential, status: CredentialStatus, reason: str) -> None:
    credential.status, credential.status_reason, credential.status_changed_at = status, reason, now()
    credential.save(update_fields=["status", "status_reason", "status_changed_at"])


def _record(actor: User, action: str, credential: Credential) -> None:
    record(actor_id=actor.id, action=action, subject_type="credential", subject_id=credential.id)

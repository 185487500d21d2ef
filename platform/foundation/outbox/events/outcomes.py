from uuid import UUID

from foundation.outbox.events.base import Event, event


@event("outcomes.credential_issued.v1")
class CredentialIssued(Event):
    credential_id: UUID
    person_id: UUID


@event("outcomes.credential_ready.v1")
class CredentialReady(Event):
    """The certificate can be fetched. `titles` are the achievement's public titles by language."""

    credential_id: UUID
    person_id: UUID
    titles: dict[str, str]


@event("outcomes.credential_revoked.v1")
class CredentialRevoked(Event):
    credential_id: UUID
    person_id: UUID

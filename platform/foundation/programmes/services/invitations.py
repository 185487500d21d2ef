"""Invitations and their codes. A code is never stored or logged: it is derived anew whenever it is to be shown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from foundation.kernel import codes
from foundation.kernel.clock import now
from foundation.kernel.urls import client_url
from foundation.programmes import rules
from foundation.programmes.models import Invitation

COLUMNS = ("id", "created_at", "person_id", "counter", "code_hash", "expires_at")


@dataclass(frozen=True, slots=True)
class ClaimCode:
    code: str
    url: str
    expires_at: datetime


def claim_key() -> bytes:
    return codes.key_for("jisr.claims")


def draft_invitation(*, person_id: UUID) -> Invitation:
    """The first issue for a person, ready to be inserted (one by one, or in bulk)."""
    invitation = Invitation(person_id=person_id, counter=1)
    return _stamp(invitation)


def invite(*, person_id: UUID) -> Invitation:
    invitation = draft_invitation(person_id=person_id)
    invitation.save(force_insert=True)
    return invitation


def reissue(*, person_id: UUID) -> Invitation:
    """The next issue: the code before it, used or not, is void."""
    draft = draft_invitation(person_id=person_id)
    Invitation.objects.bulk_create([draft], ignore_conflicts=True)
    row = Invitation.objects.select_for_update(no_key=True).get(person_id=person_id)
    if row.pk == draft.pk:
        return row
    row.counter += 1
    row.claimed_at = None
    _stamp(row).save(update_fields=["counter", "claimed_at", "code_hash", "expires_at"])
    return row


def draft_invitations(ids: Iterable[tuple[UUID, UUID]]) -> Iterator[tuple[Any, ...]]:
    """The rows of first issues for `ids`, an invitation's and a person's each, in the order of `COLUMNS`."""
    key, moment = claim_key(), now()
    for invitation_id, person_id in ids:
        code = codes.derived_code(key, invitation_id, 1)
        yield invitation_id, moment, person_id, 1, codes.code_hash(key, code), moment + rules.CODE_LIFE


def code_of(invitation: Invitation) -> ClaimCode:
    """The code as it is given to the person, with the address that carries it."""
    code = codes.shown_code(codes.derived_code(claim_key(), invitation.id, invitation.counter))
    return ClaimCode(code=code, url=client_url("claim", {"code": code}), expires_at=invitation.expires_at)


def claim_link(invitation_id: UUID) -> str | None:
    """The address to send; None once the invitation is claimed, expired or gone."""
    invitation = Invitation.objects.filter(pk=invitation_id, claimed_at=None, expires_at__gt=now()).first()
    return code_of(invitation).url if invitation else None


def hash_of(code: str) -> str:
    return codes.code_hash(claim_key(), code)


def _stamp(invitation: Invitation) -> Invitation:
    invitation.code_hash = hash_of(codes.derived_code(claim_key(), invitation.id, invitation.counter))
    invitation.expires_at = now() + rules.CODE_LIFE
    return invitation

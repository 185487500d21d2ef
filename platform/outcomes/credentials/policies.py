"""The owner sees her own; the programme office may revoke any; strangers see what `selectors.Confirmation` tells."""

from hmac import compare_digest
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from foundation.accounts.models import User
from foundation.kernel.errors import NotFound
from foundation.programmes.policies import is_office
from outcomes.credentials.models import Credential


def credentials_visible_to(actor: User) -> QuerySet[Credential]:
    """Her own."""
    return Credential.objects.filter(person_id=actor.pk).select_related("achievement")


def get_public_credential(credential_id: UUID) -> Credential:
    """For the page that anyone may open."""
    credential = Credential.objects.select_related("achievement").filter(pk=credential_id).first()
    if credential is None:
        raise NotFound
    return credential


def lock_revocable_for(actor: User, credential_id: UUID) -> Credential:
    """Whatever the office changes, locked."""
    locked = Credential.objects.select_for_update(of=("self",), no_key=True).select_related("achievement")
    credential = locked.filter(pk=credential_id).first() if is_office(actor) else None
    if credential is None:
        raise NotFound
    return credential


def may_see_paper(credential: Credential, *, reader: User | AnonymousUser, key: str) -> bool:
    """Whoever holds the paper has its key; the owner needs none."""
    return compare_digest(credential.view_key.encode(), key.encode()) or (
        reader.is_authenticated and reader.pk == credential.person_id
    )

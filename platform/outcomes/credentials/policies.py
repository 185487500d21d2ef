"""The owner sees her own; the programme office may revoke any; strangers see what `selectors.Confirmation` tells."""

from hmac import compare_digest
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from foundation.accounts.models import User
from foundation.consents.enums import Purpose
from foundation.consents.selectors import capabilities_of
from foundation.kernel.errors import NotFound
from foundation.programmes.policies import is_office
from outcomes.credentials.models import Credential


def credentials_visible_to(actor: User) -> QuerySet[Credential]:
    """Her own."""
    return Credential.objects.filter(person_id=actor.pk).select_related("achievement")


def get_public_credential(credential_id: UUID) -> Credential:
    """For the page that anyone may open."""
    credential = Credential.objects.select_related("achievement", "person").filter(pk=credential_id).first()
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
    """The owner does, and whoever holds the paper and so its key, while the owner's name may be shown in public."""
    if reader.is_authenticated and reader.pk == credential.person_id:
        return True
    has_key = compare_digest(credential.view_key.encode(), key.encode())
    return has_key and capabilities_of(credential.person)[Purpose.PUBLIC_SHOWING].granted

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from foundation.accounts.models import User
from foundation.files.enums import FileStatus
from foundation.files.models import StoredFile
from foundation.kernel.clock import now
from foundation.programmes.policies import one


def files_visible_to(actor: User) -> QuerySet[StoredFile]:
    """One's own, while they are kept."""
    return StoredFile.objects.filter(kept(now()), owner_id=actor.pk)


def kept(at: datetime) -> Q:
    return Q(expires_at=None) | Q(expires_at__gt=at)


def get_file_for(actor: User, file_id: UUID) -> StoredFile:
    return one(files_visible_to(actor).filter(pk=file_id))


def get_content_for(actor: User, file_id: UUID) -> StoredFile:
    """One that is not held back."""
    return one(files_visible_to(actor).filter(pk=file_id, status=FileStatus.CLEAN))

from django.db.models import Min

from foundation.files.enums import FileStatus
from foundation.files.models import StoredFile
from foundation.kernel.clock import now


def held_count() -> int:
    return StoredFile.objects.filter(status=FileStatus.HELD).count()


def held_seconds() -> float:
    oldest = StoredFile.objects.filter(status=FileStatus.HELD).aggregate(oldest=Min("created_at"))["oldest"]
    return (now() - oldest).total_seconds() if oldest else 0.0

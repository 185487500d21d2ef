from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7


def new_id(moment: datetime | None = None) -> UUID:
    """A UUIDv7 (RFC 9562 §5.7): sorted by the time of its making, so that new rows share index pages. Where that is nobody's
    business, it tells another `moment`."""
    return uuid7(nanoseconds=int(moment.timestamp() * 1000) * 1_000_000 if moment else None)

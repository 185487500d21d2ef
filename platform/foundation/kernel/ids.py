from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562 §5.7): sorted by the time of its making, so that new rows share index pages."""
    return uuid7()

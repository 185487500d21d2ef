"""Taking files in, having them scanned, reading and forgetting them."""

from foundation.files.services.forgetting import expire, forget, forget_expired
from foundation.files.services.scanning import claim_scans, mark_scanned, mark_unscanned
from foundation.files.services.storing import digest_of, kind_of, open_local, store

__all__ = [
    "claim_scans",
    "digest_of",
    "expire",
    "forget",
    "forget_expired",
    "kind_of",
    "mark_scanned",
    "mark_unscanned",
    "open_local",
    "store",
]

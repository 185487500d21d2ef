"""Files in one archive."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first date that an archive can hold
PLAIN_FILE = 0o100644 << 16


def pack(files: Mapping[str, bytes]) -> bytes:
    """A zip. Neither the clock nor the order in which the files came has a part in it."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(entry(name), files[name])
    return packed.getvalue()


def entry(name: str, *, compressed: bool = True) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, LONG_AGO)
    made.compress_type, made.external_attr = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED, PLAIN_FILE
    return made

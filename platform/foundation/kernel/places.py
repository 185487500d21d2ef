"""Whether a file says where it was taken, by a look at its bytes: what kind of file it is makes no difference, nor what lies
inside another or behind its end."""

import re

ISO_6709 = re.compile(
    rb"[+-]\d\d(?:\d\d){0,2}(?:\.\d{1,12})?"  # latitude: degrees, and perhaps minutes and seconds
    rb"[+-]\d{3}(?:\d\d){0,2}(?:\.\d{1,12})?"  # longitude
    rb"(?:[+-]\d{1,12}(?:\.\d{1,12})?)?(?:crs[\w:-]{1,20})?/"  # height, and what it is measured by
)
NAMES = (b"com.apple.quicktime.location", b"gpslatitude", b"gpslongitude")
POINTERS = (  # of Exif to its GPS tags, in either order of bytes
    b"\x25\x88\x04\0\x01\0\0\0",
    b"\x25\x88\x0d\0\x01\0\0\0",
    b"\x88\x25\0\x04\0\0\0\x01",
    b"\x88\x25\0\x0d\0\0\0\x01",
)
BOX = b"loci\0\0\0\0"  # of 3GPP


def tells_where(data: bytes) -> bool:
    if BOX in data or any(pointer in data for pointer in POINTERS):
        return True
    words = data.replace(b"\0", b"").lower()  # UTF-16 has a NUL beside each
    return any(name in words for name in NAMES) or ISO_6709.search(words) is not None

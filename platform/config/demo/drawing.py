import struct
import zlib


def sketch(author: str) -> bytes:
    """A picture in PNG, as a program saves it that also writes down whose it is."""
    side = 64
    rows = b"".join(b"\0" + bytes(255 * ((x - y) % 16 > 0) for x in range(side)) for y in range(side))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)),
        (b"tEXt", b"Author\0" + author.encode("latin-1")),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )

"""What an MP4 says of itself (ISO/IEC 14496-12): boxes in boxes, each with its length and its kind."""

from collections.abc import Iterator

OUTER = {b"moov", b"trak", b"mdia"}
DEEPEST = 3


def parts_of(data: bytes, depth: int = 0) -> Iterator[tuple[bytes, bytes]]:
    """(kind, content) of each box but those that only hold others."""
    place = 0
    while place + 8 <= len(data):
        size, kind, head = int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[place + 8 : place + 16]), 16
        end = place + size if size else len(data)
        if end < place + head or end > len(data):
            return
        content = data[place + head : end]
        if kind in OUTER and depth < DEEPEST:
            yield from parts_of(content, depth + 1)
        else:
            yield kind, content
        place = end


def tracks_of(data: bytes) -> set[bytes]:
    """What there is of `vide` and `soun`, and of other things."""
    return {content[8:12] for kind, content in parts_of(data) if kind == b"hdlr"}

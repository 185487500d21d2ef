"""Reading what lessons show, part by part: a recording is never held in memory."""

from collections.abc import Collection, Iterator

from courses.catalogue.models import MediaFile
from foundation.kernel.statements import run

PIECE = 512 * 1024
SIZE = "SELECT octet_length(content) FROM catalogue_mediafile WHERE sha256 = %(sha256)s AND kind = %(kind)s"
READ = """
    SELECT substring(content FROM %(start)s::integer + 1 FOR %(length)s::integer)
      FROM catalogue_mediafile WHERE sha256 = %(sha256)s
"""


def media_size(sha256: str, kind: str) -> int | None:
    rows = run(SIZE, {"sha256": sha256, "kind": kind}, planned=True)
    return rows[0][0] if rows else None


def media_part(sha256: str, start: int, stop: int) -> bytes:
    return bytes(run(READ, {"sha256": sha256, "start": start, "length": stop - start}, planned=True)[0][0])


def media_pieces(sha256: str, size: int) -> Iterator[bytes]:
    for start in range(0, size, PIECE):
        yield media_part(sha256, start, min(start + PIECE, size))


def media_contents(digests: Collection[str]) -> dict[str, bytes]:
    """Whole, for what is small."""
    rows = MediaFile.objects.filter(sha256__in=digests).values_list("sha256", "content")
    return {sha256: bytes(content) for sha256, content in rows}

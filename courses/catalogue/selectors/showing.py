"""Reading what lessons show, part by part: a recording is never held in memory."""

from collections.abc import Collection, Iterator

from courses.catalogue.errors import MediaWithdrawn
from courses.catalogue.models import LessonContent, MediaFile
from foundation.kernel.statements import run

PIECE = 512 * 1024
SIZE = """
    SELECT octet_length(content), withdrawn_at IS NULL
      FROM catalogue_mediafile WHERE sha256 = %(sha256)s AND kind = %(kind)s
"""
READ = """
    SELECT substring(content FROM %(start)s::integer + 1 FOR %(length)s::integer)
      FROM catalogue_mediafile WHERE sha256 = %(sha256)s
"""


def media_size(sha256: str, kind: str) -> int | None:
    rows = run(SIZE, {"sha256": sha256, "kind": kind}, planned=True)
    if not rows:
        return None
    size, is_kept = rows[0]
    if not is_kept:
        raise MediaWithdrawn
    return int(size)


def withdrawn_media() -> frozenset[str]:
    """The digests of what was taken down: few, since each is a case of its own."""
    return frozenset(MediaFile.objects.filter(withdrawn_at__isnull=False).values_list("sha256", flat=True))


def versions_showing(sha256: str) -> list[tuple[str, int]]:
    """Slug and number. It reads all lessons."""
    texts = LessonContent.objects.filter(html__contains=sha256)
    shown = texts.values_list("lesson__version__course__slug", "lesson__version__number")
    return sorted(set(shown))


def media_part(sha256: str, start: int, stop: int) -> bytes:
    return bytes(run(READ, {"sha256": sha256, "start": start, "length": stop - start}, planned=True)[0][0])


def media_pieces(sha256: str, size: int) -> Iterator[bytes]:
    for start in range(0, size, PIECE):
        yield media_part(sha256, start, min(start + PIECE, size))


def media_contents(digests: Collection[str]) -> dict[str, bytes]:
    """Whole, for what is small; without what has just been withdrawn."""
    rows = MediaFile.objects.filter(sha256__in=digests, withdrawn_at__isnull=True).values_list("sha256", "content")
    return {sha256: bytes(content) for sha256, content in rows}

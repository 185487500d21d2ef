import re
from collections.abc import Callable, Iterator
from io import BytesIO
from threading import BoundedSemaphore
from typing import IO, Any

from django.core.files import File
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from foundation.kernel.errors import Busy, RangeNotSatisfiable, Stale
from foundation.kernel.http import problems

POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
GUARD = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"}
FOR_EVER = "public, max-age=31536000, immutable"
NEVER = 1  # since 1970: when what is immutable was modified
RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")

PART = 512 * 1024  # the most that is read at a time
STREAMS = BoundedSemaphore(2)  # of what is larger, in a process

Read = Callable[[int, int], bytes]


def attached(name: str) -> dict[str, str]:
    """Headers of something to keep, under a name in any script (RFC 6266): never shown, run or guessed at."""
    return {"Content-Disposition": str(content_disposition_header(True, name)), **GUARD}


def attachment(
    content: "IO[bytes] | File[Any] | bytes | Iterator[bytes]", *, name: str, media_type: str
) -> StreamingHttpResponse:
    """Something to keep, and not to be held by a cache."""
    if isinstance(content, Iterator) and not hasattr(content, "read"):
        response = StreamingHttpResponse(content, content_type=media_type)
    else:
        source = BytesIO(content) if isinstance(content, bytes) else content
        response = FileResponse(source, as_attachment=True, filename=name, content_type=media_type)
    for header, value in attached(name).items():
        response[header] = value
    response["Cache-Control"] = "private, no-store"
    return response


def immutable(request: HttpRequest, *, digest: str, size: int, media_type: str, read: Read) -> HttpResponseBase:
    """What its address names by its digest: whoever has it keeps it, and who wants a part gets one (RFC 9110 §14), not a long
    one: a phone asks again for what is missing. `read(start, stop)` gives so much of it."""
    etag = f'"{digest}"'
    headers = {**GUARD, "ETag": etag, "Accept-Ranges": "bytes", "Cache-Control": FOR_EVER}
    if told := get_conditional_response(request, etag=etag, last_modified=NEVER):
        return problems.response(Stale()) if told.status_code == 412 else HttpResponse(status=304, headers=headers)
    if request.method == "HEAD":
        return HttpResponse(content_type=media_type, headers={**headers, "Content-Length": str(size)})
    asked = part_of(request.headers.get("Range", ""), size) if request.headers.get("If-Range", etag) == etag else None
    if asked is None:
        return _whole(size, read, media_type, {**headers, "Content-Length": str(size)})
    start, stop = asked[0], min(asked[1], asked[0] + PART)
    if start >= stop:
        return problems.response(RangeNotSatisfiable(), {"Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return HttpResponse(read(start, stop), status=206, content_type=media_type, headers=headers)


def _whole(size: int, read: Read, media_type: str, headers: dict[str, str]) -> HttpResponseBase:
    """What is small costs nothing while it is fetched. What is large is read as it goes, and holds a thread for as long as a
    slow network takes: a few may do that, and the others are asked to come again, or for parts."""
    if size <= PART:
        return HttpResponse(read(0, size), content_type=media_type, headers=headers)
    if not STREAMS.acquire(blocking=False):
        return problems.response(Busy())
    return StreamingHttpResponse(Stream(size, read), content_type=media_type, headers=headers)


class Stream:
    def __init__(self, size: int, read: Read) -> None:
        self.size, self.read, self.is_open = size, read, True

    def __iter__(self) -> Iterator[bytes]:
        return (self.read(start, min(start + PART, self.size)) for start in range(0, self.size, PART))

    def close(self) -> None:
        if self.is_open:
            self.is_open = False
            STREAMS.release()


def part_of(header: str, size: int) -> tuple[int, int] | None:
    """(start, stop) of the one part that a `Range` asks for, empty if it lies beyond the end; None where it asks for several,
    or can't be understood."""
    asked = RANGE.fullmatch(header.strip())
    first, last = asked.groups() if asked else ("", "")
    if not (first or last) or (first and last and int(last) < int(first)):
        return None
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(int(last) + 1, size) if last else size

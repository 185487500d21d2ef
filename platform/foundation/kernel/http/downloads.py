from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any

from django.core.files import File
from django.http import FileResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def attachment(
    content: "IO[bytes] | File[Any] | bytes | Iterator[bytes]", *, name: str, media_type: str
) -> StreamingHttpResponse:
    """Something to keep, under a name in any script (RFC 6266): never shown, run, guessed at or held by a cache."""
    if isinstance(content, Iterator) and not hasattr(content, "read"):
        response = StreamingHttpResponse(content, content_type=media_type)
        response["Content-Disposition"] = content_disposition_header(True, name)
    else:
        source = BytesIO(content) if isinstance(content, bytes) else content
        response = FileResponse(source, as_attachment=True, filename=name, content_type=media_type)
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response

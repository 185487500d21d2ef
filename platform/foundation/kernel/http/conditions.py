"""Entity tags (RFC 9110 §8.8.3): `"revision-digest"` for rows that people edit, `"digest"` for the rest.

The digest makes the tag strong over every language and computed member; a lost update is judged by the revision alone, so
that a seat taken elsewhere does not refuse an edit of the title.
"""

import re
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from foundation.kernel.errors import FieldError, Invalid, PreconditionRequired

VARY = "Accept-Language, Authorization, Cookie"
TAG = re.compile(r'^"(\d{1,9})-[0-9a-f]{24}"$')


def cache_headers(request: Request, *, shared: bool) -> dict[str, str]:
    """`shared`: what is the same for every stranger may be kept by those between."""
    stranger = shared and not request.user.is_authenticated
    return {"Cache-Control": "public, max-age=60" if stranger else "private, no-cache", "Vary": VARY}


def tag(content: bytes, revision: int | None) -> str:
    digest = blake2b(content, digest_size=12).hexdigest()
    return f'"{digest}"' if revision is None else f'"{revision}-{digest}"'


def required_revision(request: HttpRequest) -> int | None:
    """The revision in `If-Match`; None for `*`. Raises `PreconditionRequired` without one, `Invalid` for a foreign tag."""
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise PreconditionRequired
    if header == "*":
        return None
    found = TAG.match(header)
    if found is None:
        detail = _("Send one `ETag` of this resource, or `*`.")
        raise Invalid(errors=[FieldError("If-Match", "invalid", detail)])
    return int(found.group(1))


def mark(response: HttpResponse, revision: int | None) -> None:
    response["ETag"] = tag(response.content, revision)

from typing import Any

import orjson
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from foundation.kernel.errors import Invalid


class MalformedJSON(Invalid):
    code = "malformed_json"
    title = _("This is not JSON")
    detail = _("The body could not be read as JSON in UTF-8.")


def _plain(value: Any) -> Any:
    """What orjson does not know: lazy strings, decimals, subclasses of UUID."""
    if isinstance(value, Promise):
        return str(value)
    return str(value)


def dumps(data: Any) -> bytes:
    return orjson.dumps(data, default=_plain, option=orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC | orjson.OPT_NON_STR_KEYS)


class JSONRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else dumps(data)


class JSONParser(BaseParser):
    """Strict JSON (RFC 8259). A NUL is refused here, since PostgreSQL can't keep one."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        body = stream.read()
        if rb"\u0000" in body:
            raise MalformedJSON(_("The body contains a NUL character."))
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as fault:
            raise MalformedJSON(line=fault.lineno, column=fault.colno) from None

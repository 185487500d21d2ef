"""The frame of our own pages: three languages with a visible switch, right-to-left where needed, no script, ≤ 50 kB."""

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from foundation.kernel.language import NAMES, current, direction

STYLE = Path(__file__).parent / "templates" / "kernel" / "page.css"


@cache
def style() -> SafeString:
    return mark_safe(STYLE.read_text(encoding="utf-8"))


@cache
def policy() -> str:
    """Nothing from elsewhere, no script; the one inline style by its hash (CSP Level 3 §2.3.1)."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    rules = {
        "default-src": "'none'",
        "style-src": f"'sha256-{digest}'",
        "img-src": "'self' data:",
        "media-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render one of our pages (a template that extends `kernel/page.html`) in the current language."""
    frame = {
        "language": current(),
        "direction": direction(),
        "style": style(),
        "switch": [(code, label, _with_language(request, code)) for code, label in NAMES.items()],
    }
    response = HttpResponse(render_to_string(template, frame | (context or {}), request), status=status)
    response["Content-Security-Policy"] = policy()
    response["X-Robots-Tag"] = "noindex"
    response.setdefault("Cache-Control", "private, no-cache")
    return response


def _with_language(request: HttpRequest, code: str) -> str:
    """This page's address in another language, its other parameters kept."""
    return "?" + urlencode([(name, value) for name, value in request.GET.items() if name != "lang"] + [("lang", code)])

"""Addresses that we print or send. Each leads to a page of ours unless the deployer's client takes it over."""

import json
from functools import cache
from urllib.parse import urlencode

from django.conf import settings

PAGES = {
    "home": "/",
    "claim": "/claim",
    "reset": "/reset/{key}",
    "verify_email": "/verify-email/{key}",
    "consent": "/consent/{token}",
    "verify": "/verify",
    "unsubscribe": "/unsubscribe/{token}",
    "course": "/courses/{slug}",
    "credential": "/credentials/{id}",
    "showcase": "/showcase/{id}",
}
CLIENTS_OWN = {"project", "projects", "mentor", "desk", "reports"}  # until a client has such a page, its home, or ours


def public_url(path: str) -> str:
    """The absolute address of a path of ours."""
    return f"{settings.BASE_URL}{path}"


def client_url(name: str, query: dict[str, str] | None = None, **params: str) -> str:
    """The absolute address of a page by name: the deployer's (`JISR_CLIENT_URLS`), else ours."""
    clients = _read(settings.CLIENT_URLS)
    page = "home" if name in CLIENTS_OWN and not clients.get(name) else name
    template = clients.get(page) or public_url(PAGES[page])
    return template.format(**params) + (f"?{urlencode(query)}" if query else "")


@cache
def _read(clients: str) -> dict[str, str]:
    return dict(json.loads(clients)) if clients else {}

"""The HTTP edge's own tools: one `@operation` declares, parses, answers and documents. Only `api/` folders import this.

The names are looked up when they are first used: DRF imports its default classes from here while its own views load.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foundation.kernel.http.bodies import MultiPartParser
    from foundation.kernel.http.downloads import attached, attachment, immutable
    from foundation.kernel.http.fields import (
        Date,
        Input,
        LanguageOut,
        MessageOut,
        Output,
        ProgressOut,
        Slug,
        Text,
        TextsIn,
        TextsOut,
    )
    from foundation.kernel.http.operations import Answer, operation
    from foundation.kernel.http.permissions import AllowAny, IsAuthenticatedOrReadOnly, SignedIn
    from foundation.kernel.http.views import View, actor

HOMES = {
    "bodies": ("MultiPartParser",),
    "downloads": ("attached", "attachment", "immutable"),
    "fields": (
        "Date",
        "Input",
        "LanguageOut",
        "MessageOut",
        "Output",
        "ProgressOut",
        "Slug",
        "Text",
        "TextsIn",
        "TextsOut",
    ),
    "operations": ("Answer", "operation"),
    "permissions": ("AllowAny", "IsAuthenticatedOrReadOnly", "SignedIn"),
    "views": ("View", "actor"),
}
__all__ = [
    "AllowAny",
    "Answer",
    "Date",
    "Input",
    "IsAuthenticatedOrReadOnly",
    "LanguageOut",
    "MessageOut",
    "MultiPartParser",
    "Output",
    "ProgressOut",
    "SignedIn",
    "Slug",
    "Text",
    "TextsIn",
    "TextsOut",
    "View",
    "actor",
    "attached",
    "attachment",
    "immutable",
    "operation",
]


def __getattr__(name: str) -> Any:
    for module, names in HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(name)

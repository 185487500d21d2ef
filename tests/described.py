"""The API by its own schema, which takes seconds to write: once for all tests of a process."""

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator


@cache
def paths() -> dict[str, Any]:
    """What can be done at each path. To be read only."""
    described: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    return described

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

from mentoring.reviews.rules import FRESH

Found = TypeVar("Found")


def kept(key: str, find: Callable[[], Found]) -> Found:
    """What was found within a quarter of an hour, else what is found now."""
    held: tuple[Found] | None = cache.get(f"reviews:{key}")
    if held is None:
        held = (find(),)
        cache.set(f"reviews:{key}", held, FRESH.total_seconds())
    return held[0]

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.core.cache import cache

from foundation.kernel.clock import now
from mentoring.reviews.rules import FRESH

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Computed(Generic[Found]):
    """What was found, and when."""

    at: datetime
    found: Found


def kept(key: str, find: Callable[[], Found]) -> Computed[Found]:
    """What was found within a quarter of an hour, else what is found now."""
    held: Computed[Found] | None = cache.get(f"reviews:computed:{key}")
    if held is None:
        held = Computed(now(), find())
        cache.set(f"reviews:computed:{key}", held, FRESH.total_seconds())
    return held

"""Garbage collection in processes that live long."""

import gc
from typing import Any


def pass_over_what_is_loaded(**_: Any) -> None:
    """Modules, models and schemas stay for ever: a collector that goes through all of them again and again makes requests and
    bulk work wait, each time for a tenth of a second."""
    gc.collect()
    gc.freeze()

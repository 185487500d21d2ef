from collections.abc import Collection


def served_states(granted: frozenset[str] | None, chosen: Collection[str]) -> frozenset[str] | None:
    """The states from which a mentor takes work; None is all. The grant sets the bounds, the mentor narrows them."""
    if granted is None:
        return frozenset(chosen) or None
    return granted & frozenset(chosen) if chosen else granted

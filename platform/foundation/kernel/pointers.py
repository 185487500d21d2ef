"""JSON Pointers (RFC 6901): where in an input something is wrong."""


def step(key: str) -> str:
    """One member of an object, as it stands in a pointer."""
    return "/" + key.replace("~", "~0").replace("/", "~1")

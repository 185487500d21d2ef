"""CSV of ours reads back as it was."""

import re

QUOTED = re.compile(r'="((?:[^"]|"")*)"')
KEPT_QUIET = re.compile("'+[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def as_meant(text: str) -> str:
    """The cell without the apostrophe that `safe` put before it, or what `="00123"` keeps a spreadsheet from rounding."""
    if KEPT_QUIET.match(text):
        return text[1:]
    said = QUOTED.fullmatch(text)
    return said[1].replace('""', '"') if said else text

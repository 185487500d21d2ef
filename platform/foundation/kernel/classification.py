"""The words in which each app says, field by field, what its data is (the app's `privacy.py`)."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["none", "personal", "sensitive"]
Erasure = Literal["keep", "clear", "delete", "pseudonymise"]


@dataclass(frozen=True, slots=True)
class Classification:
    """`retention` is said in words for the register of processing; `erasure` is what a person's erasure does to the field."""

    kind: Kind
    retention: str
    erasure: Erasure


PLAIN = Classification("none", "life of the row", "keep")

"""Short codes, names as they are printed, and what may follow on a status."""

from collections.abc import Callable
from unicodedata import category, decimal, normalize

from outcomes.credentials.enums import CredentialStatus as Status

# Without letters and digits that are taken for one another; B, S and Z are read as the 8, 5 and 2 that they look like.
ALPHABET = "23456789ACDEFGHJKMNPQRTVWXY"
LENGTH = 10
GROUP = 5
LOOKALIKES = str.maketrans("BSZ", "852")
JOINERS = {"\u200c", "\u200d"}

LIVE = (Status.VALID, Status.SUSPENDED)
FIRST_WAIT, LONGEST_WAIT = 10, 3600


def new_code(choose: Callable[[str], str]) -> str:
    return "".join(choose(ALPHABET) for _ in range(LENGTH))


def shown_code(code: str) -> str:
    """`ABCDE-FGHJK`, as it is printed."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def typed_code(typed: str) -> str | None:
    """The code that someone meant: digits of any script, any case, spaces and dashes anywhere. None where it can't be one."""
    letters = [letter for letter in normalize("NFKC", typed).upper() if letter.isalnum()]
    plain = "".join(str(decimal(letter, letter)) for letter in letters).translate(LOOKALIKES)
    return plain if len(plain) == LENGTH and set(plain) <= set(ALPHABET) else None


def printed_name(name: str) -> str:
    """Without characters that can't be seen (and could turn a line around), joiners excepted; single spaces."""
    seen = "".join(
        letter if letter in JOINERS or not category(letter).startswith("C") else " "
        for letter in normalize("NFC", name)
    )
    return " ".join(seen.split())


def may_revoke(status: str) -> bool:
    return status in LIVE


def may_reinstate(status: str) -> bool:
    return status == Status.REVOKED


def wait_after(attempts: int) -> int:
    """Seconds until a certificate that was not drawn is tried again."""
    return int(min(FIRST_WAIT * 2 ** min(attempts, 10), LONGEST_WAIT))

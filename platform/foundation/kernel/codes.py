"""Codes that people type: twelve symbols, derived from a row's id under a key of the server's, so that they print again
without being stored; what is stored is their keyed hash."""

import hmac
import unicodedata
from hashlib import sha256
from uuid import UUID

from django.conf import settings

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that reads like something else
LENGTH = 12
GROUP = 4


def key_for(use: str) -> bytes:
    """A key for this use alone. Without `JISR_CLAIM_KEY` it follows from the secret key: changing it voids the codes given."""
    return hmac.digest((settings.CLAIM_KEY or settings.SECRET_KEY).encode(), use.encode(), sha256)


def derived_code(key: bytes, row_id: UUID, counter: int) -> str:
    """The code of one issue of a row: the same each time it is asked for, and unknown without the key."""
    digest = hmac.digest(key, b"code:%s:%d" % (row_id.bytes, counter), sha256)
    number = int.from_bytes(digest)
    symbols = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        symbols.append(ALPHABET[place])
    return "".join(symbols)


def code_hash(key: bytes, code: str) -> str:
    """What is stored of a (normal) code. Keyed, so that a copy of the database doesn't allow trying codes out."""
    return hmac.digest(key, b"hash:" + code.encode(), sha256).hex()


def shown_code(code: str) -> str:
    """`ABCDEFGHJKMN` as `ABCD-EFGH-JKMN`."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def normal_code(typed: str) -> str | None:
    """The code as typed on any keyboard: digits of any script, any case, spaces and dashes. None is no code of ours."""
    code = "".join(_symbol(char) for char in unicodedata.normalize("NFKC", typed)).upper()
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def _symbol(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    # spaces, dashes of every length, line ends and the invisible marks that come along when one pastes
    passed_over = unicodedata.category(char) in {"Zs", "Pd", "Pc", "Cf", "Cc"} or char in "\u0640."
    return "" if passed_over else char

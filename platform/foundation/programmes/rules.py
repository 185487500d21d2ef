"""Decisions about scopes and roles, memberships, and the codes with which invited people come in."""

import hmac
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from foundation.programmes.enums import Purpose, Role, Scope

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that reads like something else
CODE_LENGTH = 12
CODE_GROUP = 4
CODE_LIFE = timedelta(days=120)

# How far each role may reach.
SCOPES: Mapping[Role, frozenset[Scope]] = {
    Role.PROGRAMME_OFFICE: frozenset({Scope.EVERYWHERE}),
    Role.COORDINATOR: frozenset({Scope.STATE, Scope.ORGANISATION}),
    Role.AUTHOR: frozenset({Scope.EVERYWHERE, Scope.STATE}),
    Role.MENTOR: frozenset({Scope.EVERYWHERE, Scope.STATE}),
    Role.SAFEGUARDING_OFFICER: frozenset({Scope.EVERYWHERE, Scope.STATE}),
}
# What a coordinator of a state gives away within that state. The programme office gives everything; nobody else anything.
GIVEN_BY_STATE_COORDINATOR: frozenset[tuple[Role, Scope]] = frozenset(
    {(Role.COORDINATOR, Scope.ORGANISATION), (Role.MENTOR, Scope.STATE)}
)
# Who sees the people of the scope, and who may change memberships and cohorts there.
OVERSEEING = frozenset({Role.COORDINATOR, Role.SAFEGUARDING_OFFICER})


@dataclass(frozen=True, slots=True)
class Grant:
    """A role and where it holds. An organisation's grant also names the organisation's state."""

    role: Role
    state_id: UUID | None = None
    organisation_id: UUID | None = None

    @property
    def scope(self) -> Scope:
        if self.organisation_id is not None:
            return Scope.ORGANISATION
        return Scope.EVERYWHERE if self.state_id is None else Scope.STATE


def fits(grant: Grant) -> bool:
    """Whether the role can hold there at all."""
    return grant.scope in SCOPES[grant.role]


def may_give(held: Collection[Grant], wanted: Grant) -> bool:
    """Whether someone who holds `held` may give or take back `wanted`."""
    if any(grant.role == Role.PROGRAMME_OFFICE for grant in held):
        return True
    within = any(
        grant.role == Role.COORDINATOR and grant.scope == Scope.STATE and grant.state_id == wanted.state_id
        for grant in held
    )
    return within and (wanted.role, wanted.scope) in GIVEN_BY_STATE_COORDINATOR


def capabilities(*, adult: bool) -> dict[Purpose, str | None]:
    """For each purpose whom it waits for (None: granted). Until guardians can consent, minors only learn."""
    return {purpose: None if adult or purpose == Purpose.LEARNING else "guardian" for purpose in Purpose}


def dates_fit(starts_on: date, ends_on: date) -> bool:
    return starts_on <= ends_on


def claim_code(key: bytes, invitation_id: UUID, counter: int) -> str:
    """The code of one issue of an invitation: the same each time it is asked for, and unknown without the key."""
    digest = hmac.digest(key, b"code:%s:%d" % (invitation_id.bytes, counter), sha256)
    number = int.from_bytes(digest)
    symbols = []
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(CODE_ALPHABET))
        symbols.append(CODE_ALPHABET[place])
    return "".join(symbols)


def code_hash(key: bytes, code: str) -> str:
    """What is stored of a (normal) code. Keyed, so that a copy of the database doesn't allow trying codes out."""
    return hmac.digest(key, b"hash:" + code.encode(), sha256).hex()


def shown_code(code: str) -> str:
    """`ABCDEFGHJKMN` as `ABCD-EFGH-JKMN`."""
    return "-".join(code[start : start + CODE_GROUP] for start in range(0, len(code), CODE_GROUP))


def normal_code(typed: str) -> str | None:
    """The code as typed on any keyboard: digits of any script, any case, spaces and dashes. None is no code of ours."""
    code = "".join(_symbol(char) for char in unicodedata.normalize("NFKC", typed)).upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_ALPHABET) else None


def _symbol(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    # spaces, dashes of every length, line ends and the invisible marks that come along when one pastes
    passed_over = unicodedata.category(char) in {"Zs", "Pd", "Pc", "Cf", "Cc"} or char in "\u0640."
    return "" if passed_over else char


def is_expired(expires_at: datetime, now: datetime) -> bool:
    return now >= expires_at


def may_reissue(*, claimed: bool, is_staff: bool, has_sign_in_address: bool, by_office: bool) -> bool:
    """A new code sets a new password: for accounts that can't ask for one by themselves. Staff are for the office alone."""
    return not claimed or by_office or not (is_staff or has_sign_in_address)


def username_candidates(wanted: str, year: int) -> list[str]:
    """Usernames beside the wanted one, the nicest first."""
    stem = wanted.strip()[:56].rstrip(".-_")
    return [f"{stem}{year % 100:02d}", f"{stem}.{year}", *(f"{stem}{number}" for number in range(2, 10))]


def username_suggestions(candidates: Sequence[str], taken: Collection[str]) -> list[str]:
    """Up to three that are free. `taken` holds lower-case usernames."""
    return [name for name in candidates if name.lower() not in taken][:3]

"""Guessing passwords is slowed per account and address, per account from anywhere, and per address: never so that forty
children behind one address wait for each other, nor so that a stranger elsewhere can lock someone out with a few tries."""

from contextlib import suppress

from foundation.accounts.errors import TooManyGuesses
from foundation.kernel.errors import TooMany
from foundation.kernel.throttling import Limit

ACCOUNT_HERE = Limit("sign-in-account-here", times=8, seconds=300)
ACCOUNT = Limit("sign-in-account", times=60, seconds=3600)
ADDRESS = Limit("sign-in-address", times=300, seconds=300)


def check(login: str, address: str) -> None:
    """Before a password is looked at. Only failures were counted, so signing in often costs nothing."""
    for limit, key in _limits(login, address):
        try:
            limit.check(*key)
        except TooMany as refusal:
            raise TooManyGuesses(retry_after=refusal.retry_after) from None


def count(login: str, address: str) -> None:
    for limit, key in _limits(login, address):
        with suppress(TooMany):
            limit.count(*key)


def _limits(login: str, address: str) -> list[tuple[Limit, tuple[str, ...]]]:
    return [(ACCOUNT_HERE, (login, address)), (ACCOUNT, (login,)), (ADDRESS, (address,))]

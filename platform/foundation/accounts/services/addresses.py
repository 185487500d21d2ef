"""The contact address follows the address that signs in."""

from uuid import UUID

from django.db import transaction

from foundation.accounts.models import User
from foundation.accounts.selectors import unverified_address


def follow_address(*, person_id: UUID, email: str) -> None:
    """A verified primary address is where we write, too."""
    _write(person_id, email, only_if=None)


def forget_address(*, person_id: UUID, email: str) -> None:
    """Whoever removes an address doesn't want to be written to there."""
    _write(person_id, "", only_if=email)


def ask_to_verify(*, person_id: UUID) -> None:
    """The letter with the link, for an address that was given when the account was claimed. It is spooled, not sent."""
    address = unverified_address(person_id)
    if address is not None:
        address.send_confirmation()


@transaction.atomic
def _write(person_id: UUID, email: str, only_if: str | None) -> None:
    row = User.objects.select_for_update(of=("self",), no_key=True).get(pk=person_id)
    if row.email != email and only_if in (None, row.email):
        row.email = email
        row.advance(["email"])

"""What a guardian does by her link: read, decide, take back. The link is the proof, so nobody who is signed in may use it:
were it otherwise, a learner who found it could consent for herself."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from foundation.audit.services import record
from foundation.consents import rules
from foundation.consents.enums import Method, Purpose
from foundation.consents.errors import GuardianOnly, LinkExpired, LinkUnknown
from foundation.consents.models import ConsentRequest
from foundation.consents.selectors import Letter, letter_about
from foundation.consents.services.recording import Written, announce, lock_people, write
from foundation.consents.services.requests import hash_of
from foundation.kernel import codes
from foundation.kernel.clock import now, today
from foundation.kernel.errors import FieldError, Invalid
from foundation.kernel.ids import new_id
from foundation.kernel.throttling import Limit, network_of

BY_ADDRESS = Limit("consents.links.address", 120, 60)  # a parents' evening mistypes behind one address
BY_LINK = Limit("consents.links.code", 60, 600)
NAME_LENGTH, RELATIONSHIP_LENGTH = 200, 80


def open_link(*, token: str, address: str = "") -> Letter:
    """What the guardian is asked, and has answered. Guessing is slowed."""
    with _slowed(address, token):
        return letter_about(_usable(token).person)


def answer(
    *,
    token: str,
    decisions: Mapping[Purpose, bool],
    guardian_name: str,
    relationship: str = "",
    signed_in: bool = False,
    address: str = "",
) -> Letter:
    """Write the guardian's decisions down. They hold from this moment on; what she leaves out stays as it is."""
    if signed_in:
        raise GuardianOnly
    with _slowed(address, token):
        return _answer(token, dict(decisions), rules.one_line(guardian_name), rules.one_line(relationship))


@transaction.atomic
def _answer(token: str, decisions: dict[Purpose, bool], guardian_name: str, relationship: str) -> Letter:
    lock_people([_usable(token).person_id])
    request = _usable(token)  # as it stands now: it may have been made void meanwhile
    letter = letter_about(request.person)
    _check(letter, decisions, guardian_name)
    moment = now()
    written = Written(
        id=new_id(),
        person_id=request.person_id,
        decided_at=moment,
        guardian_name=guardian_name,
        relationship=relationship,
        decisions=decisions,
        valid_until=rules.holds_until(today(), letter.bound),
    )
    write([written], method=Method.LINK, evidence=str(request.id))
    record(
        actor_id=None,
        action="consent.answered",
        subject_type="person",
        subject_id=request.person_id,
        details={"method": Method.LINK.value, "answer": str(written.id)},
    )
    announce([written])
    _prolong(request.id, written.valid_until)
    return letter_about(request.person, decisions)


def _check(letter: Letter, decisions: Mapping[Purpose, bool], guardian_name: str) -> None:
    errors = [
        FieldError(f"/decisions/{purpose}", "not_asked", _("Nobody has to decide about this."))
        for purpose, decision in decisions.items()
        if not letter.may_say(purpose, decision)
    ]
    if not decisions:
        errors.append(FieldError("/decisions", "required", _("Decide about at least one of them: yes or no.")))
    if not rules.is_name(guardian_name):
        errors.append(
            FieldError("/guardian_name", "required", _("Please write your name: you decide, not the learner."))
        )
    if errors:
        raise Invalid(errors=errors)


def _usable(typed: str) -> ConsentRequest:
    """Not one that went to an address of which the learner has proved since that it is hers."""
    code = codes.normal_code(typed)
    hers = EmailAddress.objects.filter(
        user=OuterRef("person"), verified=True, email__iexact=OuterRef("guardian__email")
    )
    rows = ConsentRequest.objects.select_related("person").exclude(Exists(hers))
    request = rows.filter(code_hash=hash_of(code)).first() if code else None
    if request is None:
        raise LinkUnknown
    if rules.is_expired(request.expires_at, now()):
        raise LinkExpired
    return request


def _prolong(request_id: UUID, held_until: date) -> None:
    """As long as her decision holds, the guardian can take it back."""
    ConsentRequest.objects.filter(pk=request_id).update(expires_at=rules.link_ends(now(), held_until))


@contextmanager
def _slowed(address: str, typed: str) -> Iterator[None]:
    """For each code; and for each address (of the network) where the code is unknown: whoever guesses there must not keep the
    others behind it from theirs."""
    if code := codes.normal_code(typed):
        BY_LINK.count(code)
    try:
        yield
    except LinkUnknown:
        if address:
            BY_ADDRESS.count(network_of(address))
        raise

"""A mentor asks to be vetted."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import IntegrityError, transaction

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.files.enums import MediaType
from foundation.files.services import forget, store
from foundation.outbox import publish
from foundation.outbox.events.mentoring import EvidenceRefused
from foundation.programmes.models import MemberState
from foundation.programmes.selectors import states_by_code
from mentoring.mentors.enums import VettingStatus
from mentoring.mentors.errors import AlreadyRequested, TooMuchEvidence, UnknownState, VettingDecided
from mentoring.mentors.models import Evidence, Vetting
from mentoring.mentors.policies import get_vetting_for, granted_states, lock_own_request
from mentoring.mentors.selectors import terms_of
from mentoring.mentors.services.profile import lock_own_profile

PURPOSE = "vetting"
MAX_BYTES = 10 * 1024 * 1024
MOST_FILES = 10
ACCEPTED = (MediaType.PDF, MediaType.PNG, MediaType.JPEG, MediaType.WEBP)
UNDECIDED = timedelta(days=180)  # how long a file waits for a decision


@transaction.atomic
def request_vetting(*, actor: User, state: str | None = None, note: str = "") -> Vetting:
    """For a state in which the actor's role holds, or for every one. A valid vetting stays until the new one is decided."""
    mentor = lock_own_profile(actor)
    place = _place(actor, state)
    wanted = sorted(terms_of(place.id if place else None).evidence)
    vetting = Vetting(mentor=mentor, state=place, note=note, wanted=wanted)
    try:
        with transaction.atomic():
            vetting.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyRequested from error
    record(actor_id=actor.id, action="vetting.requested", subject_type="vetting", subject_id=vetting.id)
    return vetting


@transaction.atomic
def add_evidence(*, actor: User, vetting_id: UUID, kind: str, file: "File[Any]") -> Vetting:
    """Raises what `files.services.store` raises."""
    vetting = _lock_open(actor, vetting_id)
    if vetting.evidence.count() >= MOST_FILES:
        raise TooMuchEvidence
    stored = store(
        owner_id=actor.pk,
        purpose=PURPOSE,
        name=file.name or "",
        content=file,
        max_bytes=MAX_BYTES,
        accept=ACCEPTED,
        keep=UNDECIDED,
        for_others=True,
    )
    Evidence.objects.create(vetting=vetting, kind=kind, file=stored)
    return get_vetting_for(actor, vetting_id)


@transaction.atomic
def withdraw_request(*, actor: User, vetting_id: UUID) -> None:
    """As if it had never been, its files included."""
    vetting = _lock_open(actor, vetting_id)
    for evidence in vetting.evidence.exclude(file=None).select_related("file"):
        if evidence.file:
            forget(file=evidence.file)
    record(actor_id=actor.id, action="vetting.withdrawn", subject_type="vetting", subject_id=vetting.id)
    vetting.delete()


def tell_refused(*, stored_id: UUID) -> None:
    """Something was found in a file: if it was evidence, its mentor hears that it shows nothing."""
    evidence = Evidence.objects.filter(file=stored_id).select_related("vetting__mentor").first()
    if evidence:
        person_id = evidence.vetting.mentor.person_id
        publish(EvidenceRefused(evidence_id=evidence.id, vetting_id=evidence.vetting_id, person_id=person_id))


def _place(actor: User, code: str | None) -> MemberState | None:
    granted = granted_states(actor)
    found = states_by_code([code]).get(code) if code else None
    known = found is not None if code else granted is None
    if not known or (code and granted is not None and code not in granted):
        raise UnknownState(["/state"])
    return found


def _lock_open(actor: User, vetting_id: UUID) -> Vetting:
    vetting = lock_own_request(actor, vetting_id)
    if vetting.status != VettingStatus.REQUESTED:
        raise VettingDecided
    return vetting

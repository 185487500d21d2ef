from uuid import UUID

from django.db.models import Q, QuerySet

from foundation.accounts.models import User
from foundation.files.enums import FileStatus
from foundation.files.models import StoredFile
from foundation.kernel.clock import now
from foundation.kernel.errors import Forbidden
from foundation.programmes.enums import Role
from foundation.programmes.models import RoleGrant
from foundation.programmes.policies import (
    grants_of,
    is_office,
    one,
    oversees_all,
    roles_of,
    states_managed_by,
)
from mentoring.mentors.models import Evidence, Mentor, Suspension, Vetting

LISTING = {Role.PROGRAMME_OFFICE, Role.COORDINATOR, Role.SAFEGUARDING_OFFICER}


def require_staff(actor: User) -> None:
    if not roles_of(actor) & LISTING:
        raise Forbidden


def mentors_visible_to(actor: User) -> QuerySet[Mentor]:
    """The office all; the coordinator of a state those who were made mentors for it, or asked to be vetted for it; a
    safeguarding officer those who may work there; each the own."""
    if oversees_all(actor):
        return _mentors(Q())
    managed = states_managed_by(actor).values("id")
    asked = Vetting.objects.filter(state__in=managed).values("mentor_id")
    granted = _mentors(Q(state__in=managed) | _overseen(actor)).values("pk")
    return _mentors(Q()).filter(Q(pk__in=granted) | Q(pk__in=asked) | Q(person=actor))


def mentors_overseen_by(actor: User) -> QuerySet[Mentor]:
    """Whom the office, or a safeguarding officer of a state in which they may work, can suspend: nobody herself."""
    within = Q() if oversees_all(actor) else _overseen(actor)
    return _mentors(within).exclude(person=actor)


def lock_overseen(actor: User, mentor_id: UUID) -> Mentor:
    rows = mentors_overseen_by(actor).filter(pk=mentor_id)
    return one(rows.select_for_update(of=("self",), no_key=True))


def suspensions_visible_to(actor: User, mentor_id: UUID) -> QuerySet[Suspension]:
    """Those that hold, for whoever may lift them."""
    overseen = mentors_overseen_by(actor).filter(pk=mentor_id)
    return Suspension.objects.filter(mentor__in=overseen, lifted_at=None)


def _mentors(within: Q) -> QuerySet[Mentor]:
    """Who holds the role, by a grant that lies within."""
    live = RoleGrant.objects.filter(within, role=Role.MENTOR, revoked_at=None)
    return Mentor.objects.filter(person__in=live.values("person_id")).select_related("person")


def _overseen(actor: User) -> Q:
    """Of mentors' grants: those that reach a state of which the actor is a safeguarding officer."""
    held = overseen_states(actor)
    return Q(state__in=held) | Q(state=None) if held else Q(pk__in=())


def overseen_states(actor: User) -> list[UUID]:
    """Those of which the actor is a safeguarding officer."""
    held = [grant.state_id for grant in grants_of(actor) if grant.role == Role.SAFEGUARDING_OFFICER]
    return [state_id for state_id in held if state_id]


def vettings_visible_to(actor: User) -> QuerySet[Vetting]:
    """One's own, and those that one may decide, each with its evidence."""
    seen = _vettings().prefetch_related("evidence__file")
    return seen if is_office(actor) else seen.filter(Q(mentor__person=actor) | _decidable_by(actor))


def get_vetting_for(actor: User, vetting_id: UUID) -> Vetting:
    return one(vettings_visible_to(actor).filter(pk=vetting_id))


def get_evidence_for(actor: User, vetting_id: UUID, evidence_id: UUID) -> StoredFile:
    """The file, while it is kept."""
    seen = vettings_visible_to(actor).filter(pk=vetting_id)
    shown = Evidence.objects.filter(vetting__in=seen, pk=evidence_id).values("file_id")
    return one(StoredFile.objects.filter(pk__in=shown, status=FileStatus.CLEAN, expires_at__gt=now()))


def lock_own_request(actor: User, vetting_id: UUID) -> Vetting:
    rows = _vettings().filter(mentor__person=actor, pk=vetting_id)
    return one(rows.select_for_update(of=("self",), no_key=True))


def lock_vetting_to_decide(actor: User, vetting_id: UUID) -> Vetting:
    """Nobody decides on herself."""
    rows = _vettings().filter(_decidable_by(actor), pk=vetting_id).exclude(mentor__person=actor)
    return one(rows.select_for_update(of=("self",), no_key=True))


def _vettings() -> QuerySet[Vetting]:
    return Vetting.objects.select_related("mentor__person", "state")


def _decidable_by(actor: User) -> Q:
    """The office's are all, those for every state included; a whole state's coordinator's those for it."""
    return Q() if is_office(actor) else Q(state__in=states_managed_by(actor))

from uuid import UUID

from django.db.models import Q, QuerySet

from foundation.accounts.models import User
from foundation.kernel.errors import Forbidden
from foundation.programmes.enums import Role
from foundation.programmes.policies import one, roles_of
from foundation.programmes.selectors import active_memberships
from mentoring.projects.enums import CallStatus
from mentoring.projects.models import Call

CALL_WRITERS = {Role.PROGRAMME_OFFICE, Role.AUTHOR}
CALL_READERS = CALL_WRITERS | {Role.COORDINATOR, Role.MENTOR}


def require_call_writer(actor: User) -> None:
    if not roles_of(actor) & CALL_WRITERS:
        raise Forbidden


def calls_visible_to(actor: User) -> QuerySet[Call]:
    """Whoever writes calls reads all; other staff and mentors all that were opened; others of these those for everybody and
    those of their own programmes."""
    calls = Call.objects.select_related("programme")
    if roles_of(actor) & CALL_WRITERS:
        return calls
    calls = calls.exclude(status=CallStatus.DRAFT)
    if roles_of(actor) & CALL_READERS:
        return calls
    own = active_memberships(actor.id).values("programme_id")
    return calls.filter(Q(programme=None) | Q(programme__in=own))


def get_call_for(actor: User, call_id: UUID) -> Call:
    return one(calls_visible_to(actor).filter(pk=call_id))

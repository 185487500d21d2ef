from typing import Any
from uuid import UUID

from django.db import transaction

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.kernel.clock import now
from foundation.kernel.models import check_revision
from foundation.kernel.workdays import local_day
from foundation.programmes.policies import one, programmes_visible_to
from foundation.programmes.selectors import states_by_code
from mentoring.projects.enums import CallStatus
from mentoring.projects.errors import CallInUse, CallNotRight, NoSuchMove, UnknownProgramme, field_errors
from mentoring.projects.models import Call
from mentoring.projects.policies import calls_visible_to, require_call_writer
from mentoring.projects.rules import (
    Fault,
    Rubric,
    Stage,
    call_faults,
    deadline_faults,
    may_move,
    opening_faults,
    over_faults,
    team_faults,
    timeless,
)

FROZEN = ("stages", "rubric", "several_projects", "team_min", "team_max", "mixed_ages")
CHANGEABLE = ("title", "summary", "status", "opens_on", "closes_on", "audience", "sdgs", *FROZEN)
LAST_ZONE = "Etc/GMT+12"  # where a day ends when it has ended everywhere else


@transaction.atomic
def create_call(
    *,
    actor: User,
    title: dict[str, str],
    stages: list[Stage],
    rubric: Rubric,
    programme: str | None = None,
    **given: Any,
) -> Call:
    require_call_writer(actor)
    call = Call(title=title, stages=stages, rubric=rubric, **given)
    _place(call, actor, programme)
    _check_shape(call, opens=call.status == CallStatus.OPEN)
    call.save(force_insert=True)
    record(actor_id=actor.id, action="call.created", subject_type="call", subject_id=call.id)
    return call


@transaction.atomic
def change_call(*, actor: User, call_id: UUID, revision: int | None, changes: dict[str, Any]) -> Call:
    require_call_writer(actor)
    call = one(calls_visible_to(actor).select_for_update(of=("self",), no_key=True).filter(pk=call_id))
    check_revision(call, revision)
    if not may_move(call.status, changes.get("status", call.status)):
        raise NoSuchMove
    _check_unused(call, changes)
    opens = call.status != CallStatus.OPEN == changes.get("status")
    if "programme" in changes:
        _place(call, actor, changes["programme"])
    for field in CHANGEABLE:
        setattr(call, field, changes.get(field, getattr(call, field)))
    if changes != {"status": CallStatus.CLOSED}:  # whatever is wrong with it
        _check_shape(call, opens=opens)
    record(actor_id=actor.id, action="call.changed", subject_type="call", subject_id=call.id)
    return call.advance([*CHANGEABLE, "programme"])


def _place(call: Call, actor: User, slug: str | None) -> None:
    call.programme = programmes_visible_to(actor).filter(slug=slug).first() if slug else None
    if slug and call.programme is None:
        raise UnknownProgramme


def _check_shape(call: Call, *, opens: bool) -> None:
    days = call.opens_on, call.closes_on
    faults = call_faults(call.stages, call.rubric) + deadline_faults(call.stages, *days)
    faults += team_faults(call.team_min, call.team_max) + opening_faults(*days, call.audience) + _unknown_states(call)
    if opens:
        faults += over_faults(call.closes_on, local_day(now(), LAST_ZONE))
    if faults:
        raise CallNotRight(errors=field_errors(faults))


def _unknown_states(call: Call) -> list[Fault]:
    codes = call.audience.get("states", [])
    known = states_by_code(codes)
    return [(f"/audience/states/{n}", "unknown_state") for n, code in enumerate(codes) if code not in known]


def _check_unused(call: Call, changes: dict[str, Any]) -> None:
    """Beginning a project locks the call's row too, so none can slip in between. Deadlines may be moved at any time."""
    reshaped = any(
        field in changes and _shape(field, changes[field]) != _shape(field, getattr(call, field)) for field in FROZEN
    )
    if reshaped and call.projects.exists():
        raise CallInUse


def _shape(field: str, value: Any) -> Any:
    return timeless(value) if field == "stages" else value

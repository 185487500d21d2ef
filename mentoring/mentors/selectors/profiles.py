from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery

from foundation.accounts.models import User
from foundation.kernel.clock import today
from foundation.programmes.enums import Role
from foundation.programmes.models import RoleGrant
from foundation.programmes.policies import oversees_all, states_managed_by
from mentoring.mentors.enums import VettingStatus
from mentoring.mentors.models import Conflict, Mentor, Pause, Suspension, Vetting
from mentoring.mentors.policies import DAY, mentors_visible_to, overseen_states, require_mentor, require_staff
from mentoring.mentors.selectors.vettings import in_standing

LONG = timedelta(days=14)  # of a pause: nobody's project waits for its end


def list_mentors(
    actor: User,
    *,
    vetted: str | None = None,
    vetting: str | None = None,
    suspended: bool | None = None,
    competence: str | None = None,
    language: str | None = None,
) -> QuerySet[Mentor]:
    """For staff, each with the standing as far as it is theirs to see. `vetted` is a state's code: there, or everywhere."""
    require_staff(actor)
    found = with_standing(mentors_visible_to(actor), _vettings_shown_to(actor))
    if vetted is not None:
        valid = in_standing(VettingStatus.VALID).filter(Q(state=None) | Q(state__code=vetted))
        found = found.filter(pk__in=valid.values("mentor_id"))
    if vetting is not None:
        found = found.filter(pk__in=in_standing(vetting).filter(pk__in=_vettings_shown_to(actor)).values("mentor_id"))
    if suspended is not None:
        held = Q(pk__in=Suspension.objects.filter(lifted_at=None).values("mentor_id"))
        found = found.filter(held if suspended else ~held)
    if competence is not None:
        found = found.filter(competences__contains=[competence])
    return found if language is None else found.filter(languages__contains=[language])


def own_profile(actor: User) -> Mentor:
    """The mentor's profile; a blank one, not taking work, until the mentor has filled it in."""
    require_mentor(actor)
    own = with_standing(Mentor.objects.filter(person=actor).select_related("person"), Vetting.objects.all()).first()
    return own or _blank(actor)


def with_standing(mentors: QuerySet[Mentor], vettings: QuerySet[Vetting]) -> QuerySet[Mentor]:
    """Each with `suspended_at`, the `near` pauses, and as `live_vettings` those of these that are requested or decided yes."""
    held = Suspension.objects.filter(mentor=OuterRef("pk"), lifted_at=None)
    live = vettings.filter(status__in=(VettingStatus.REQUESTED, VettingStatus.VALID)).select_related("state")
    near = Pause.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today() - DAY), starts_on__lte=today() + DAY)
    return mentors.annotate(suspended_at=Subquery(held.values("created_at")[:1])).prefetch_related(
        Prefetch("vettings", queryset=live.order_by("id"), to_attr="live_vettings"),
        Prefetch("pauses", queryset=near.order_by("starts_on", "id"), to_attr="near"),
    )


def list_pauses(actor: User) -> QuerySet[Pause]:
    require_mentor(actor)
    return Pause.objects.filter(mentor__person=actor)


def mentors_away(day: date) -> QuerySet[Pause, UUID]:
    """The people whose pause holds on that day, and is a long one."""
    open_or_long = Q(ends_on=None) | Q(ends_on__gte=F("starts_on") + LONG)
    running = Pause.objects.filter(open_or_long, Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)
    return running.values_list("mentor__person", flat=True)


def mentors_taking(languages: Collection[str], states: Collection[str]) -> QuerySet[User]:
    """The people who take work in one of these languages from one of these states, as far as their role, a vetting and they
    themselves say. What of it is theirs to take says their desk."""
    there, own = Q(state=None) | Q(state__code__in=states), Q(states=[]) | Q(states__overlap=list(states))
    vetted = in_standing(VettingStatus.VALID).filter(there).values("mentor_id")
    holding = RoleGrant.objects.filter(there, role=Role.MENTOR, revoked_at=None).values("person_id")
    found = Mentor.objects.filter(
        own, active=True, languages__overlap=list(languages), pk__in=vetted, person__in=holding
    )
    return User.objects.filter(is_active=True, pk__in=found.values("person_id"))


def list_conflicts(actor: User) -> QuerySet[Conflict]:
    require_mentor(actor)
    return Conflict.objects.filter(mentor__person=actor, ended_at=None).select_related("organisation")


def _vettings_shown_to(actor: User) -> QuerySet[Vetting]:
    """The office's are all; others see those for every state, for states of theirs, and their own."""
    if oversees_all(actor):
        return Vetting.objects.all()
    own = Q(state__in=states_managed_by(actor)) | Q(state__in=overseen_states(actor))
    return Vetting.objects.filter(own | Q(state=None) | Q(mentor__person=actor))


def _blank(actor: User) -> Mentor:
    blank = Mentor(person=actor, languages=[actor.language], time_zone=actor.time_zone, active=False)
    standing: dict[str, Any] = {"suspended_at": None, "near": [], "live_vettings": []}
    vars(blank).update(standing)
    return blank

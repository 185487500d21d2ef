"""What guardians are asked about learners, and what they have answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from foundation.accounts.models import User
from foundation.consents import rules
from foundation.consents.enums import Method, Purpose
from foundation.consents.models import Consent, ConsentRequest, Guardian, StateRule
from foundation.consents.rules import Decision, Ground, Mailed
from foundation.consents.selectors.capabilities import granted_to, grounds_of
from foundation.kernel.clock import now
from foundation.kernel.statements import among
from foundation.programmes.enums import MembershipStatus
from foundation.programmes.models import Membership


@dataclass(frozen=True, slots=True)
class Due:
    """A guardian to be written to, and about what."""

    guardian: Guardian
    purposes: frozenset[Purpose]
    bound: list[Ground]


def bound_of_all(person_ids: Sequence[UUID], on: date) -> dict[UUID, list[Ground]]:
    """Of those who are under age in a state of theirs: these states."""
    born = dict(User.objects.filter(among("pk", person_ids)).values_list("pk", "birth_date"))
    bound = {
        person_id: rules.binding(born[person_id], on, grounds)
        for person_id, grounds in grounds_of(list(born), on).items()
    }
    return {person_id: grounds for person_id, grounds in bound.items() if grounds}


def asked_of_all(person_ids: Sequence[UUID], on: date) -> dict[UUID, frozenset[Purpose]]:
    """What guardians have to be asked about, of those about whom there is something to ask."""
    asked = {person_id: rules.asked_purposes(bound) for person_id, bound in bound_of_all(person_ids, on).items()}
    return {person_id: purposes for person_id, purposes in asked.items() if purposes}


def latest_decisions(person_ids: Sequence[UUID]) -> dict[UUID, dict[Purpose, Decision]]:
    """By person and purpose."""
    rows = Consent.objects.filter(among("person", person_ids), superseded_at=None).order_by("id")
    fields = ("person", "purpose", "granted", "answer__decided_at", "valid_until", "answer__method")
    latest: dict[UUID, dict[Purpose, Decision]] = {}
    for person_id, purpose, granted, decided_at, until, method in rows.values_list(*fields):
        decision = Decision(granted, decided_at.date(), until, Method(method))
        latest.setdefault(person_id, {})[Purpose(purpose)] = decision
    return latest


def guardians_to_write_to(person_ids: Sequence[UUID], on: date) -> list[Due]:
    """Whose decision is needed now, of those who may be written to."""
    dues, moment = guardians_within_reach(person_ids, on), now()
    latest = latest_decisions([due.guardian.person_id for due in dues]) if dues else {}
    return [
        due for due in dues if _is_due(due, rules.lasting(latest.get(due.guardian.person_id, {}), due.bound), moment)
    ]


def guardians_within_reach(person_ids: Sequence[UUID], on: date) -> list[Due]:
    """Those whom the state has something to ask, decided or not, while a cohort of the learner's runs. Not while the state is
    closed to minors, and never at an address of the learner's own: she would answer for herself."""
    guardians = _reachable(person_ids, on)
    bound = bound_of_all([guardian.person_id for guardian in guardians], on) if guardians else {}
    ready = {person: states for person, states in bound.items() if not _closed(states)}
    dues = [_due(guardian, ready.get(guardian.person_id, [])) for guardian in guardians]
    return [due for due in dues if due.purposes]


def _due(guardian: Guardian, bound: list[Ground]) -> Due:
    return Due(guardian, rules.asked_purposes(bound), bound)


def _is_due(due: Due, latest: dict[Purpose, Decision], moment: datetime) -> bool:
    guardian: Any = due.guardian  # with what `_reachable` adds
    return rules.is_due(due.purposes, latest, _mailed(guardian), guardian.placed_at, moment)


def _mailed(row: Any) -> Mailed | None:
    if row.asked_at is None:
        return None
    return Mailed(row.asked_at, frozenset(map(Purpose, row.before)), row.ends_at, row.failed_at)


def reissued_links(person_ids: QuerySet[Any] | Sequence[UUID]) -> QuerySet[Any, tuple[UUID, int]]:
    """The links on paper that were made anew, and how often: a sheet with the former one is void."""
    rows = ConsentRequest.objects.filter(person__in=person_ids, guardian=None, counter__gt=1)
    return rows.order_by("id").values_list("person", "counter")


def _reachable(person_ids: Sequence[UUID], on: date) -> list[Any]:
    """Guardians with an address that isn't the learner's, each with what the last mail was, and since when the learner has her
    newest place."""
    own = EmailAddress.objects.filter(user=OuterRef("person"), email__iexact=OuterRef("email"))
    mailed = ConsentRequest.objects.filter(guardian=OuterRef("pk"), asked_at__isnull=False)
    rows = Guardian.objects.filter(among("person", person_ids)).exclude(email="").exclude(Exists(own))
    placed = _running(OuterRef("person"), on).order_by("-created_at").values("created_at")[:1]
    rows = rows.exclude(email__iexact=F("person__email")).annotate(placed_at=Subquery(placed))
    rows = rows.exclude(placed_at=None).order_by("id")
    names = {"asked_at": "asked_at", "before": "asked_about", "ends_at": "expires_at", "failed_at": "failed_at"}
    return list(rows.annotate(**{name: Subquery(mailed.values(field)) for name, field in names.items()}))


def _running(person: Any, on: date) -> QuerySet[Membership]:
    """Her places in cohorts that aren't over."""
    here = Membership.objects.filter(person=person, cohort__ends_on__gte=on)
    return here.exclude(status=MembershipStatus.WITHDRAWN)


def _closed(states: Sequence[Ground]) -> bool:
    return any(ground.lacks for ground in states)


def guardians_perhaps_due(on: date, *, after: UUID | None, limit: int) -> list[UUID]:
    """People, in the order of their ids, whose guardians have an address and were not asked yet about all that their states
    ask, granted what soon ends, or left a letter unanswered that is stale."""
    soon, moment = on + rules.RENEW_AHEAD, now()
    mailed = ConsentRequest.objects.filter(guardian=OuterRef("pk"), asked_at__isnull=False)
    places = Membership.objects.filter(person=OuterRef(OuterRef("person"))).exclude(status=MembershipStatus.WITHDRAWN)
    ruled = StateRule.objects.filter(state__in=places.values("state"))
    more = ruled.exclude(guardian_purposes__contained_by=OuterRef("before"))
    given = granted_to(OuterRef(OuterRef("person")), OuterRef("renew_months"))
    ending = ruled.filter(Exists(given.filter(ends__lte=soon)))
    rows = Guardian.objects.alias(before=Subquery(mailed.values("asked_about"))).exclude(email="")
    rows = rows.filter(Exists(_running(OuterRef("person"), on)))
    spent = Q(expires_at__lte=moment) | Q(failed_at__lte=moment - rules.WRITE_AGAIN)
    newer = _running(OuterRef("person"), on).filter(created_at__gt=OuterRef("asked_at"))
    stale = Exists(mailed.filter(spent)) | Exists(newer)
    decided = Consent.objects.filter(person=OuterRef("person"), superseded_at=None).values("purpose")
    rows = rows.alias(asked_at=Subquery(mailed.values("asked_at")), decided=ArraySubquery(decided))
    open_ = ruled.exclude(guardian_purposes__contained_by=OuterRef("decided"))
    rows = rows.filter(Q(before=None) | Exists(more) | Exists(ending) | (stale & Exists(open_)))
    rows = rows.filter(person__gt=after) if after else rows
    return list(rows.order_by("person").values_list("person", flat=True)[:limit])

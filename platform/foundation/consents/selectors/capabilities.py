"""What a person may do now, and what her guardian is asked. Nothing of it is stored: a birthday, a rule or a withdrawal counts
from the next moment on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date
from typing import Any
from uuid import UUID

from django.db.models import DateField, DurationField, Exists, ExpressionWrapper, F, Func, OuterRef, Q, QuerySet
from django.db.models.functions import Least, TruncDate

from foundation.accounts.models import User
from foundation.accounts.selectors import email_is_verified
from foundation.consents import rules
from foundation.consents.enums import Lack, Purpose, Waiting
from foundation.consents.models import Consent, StateReadiness, StateRule
from foundation.consents.rules import Ground
from foundation.consents.selectors.withholding import OFFICER
from foundation.kernel.ages import ADULT_AGE
from foundation.kernel.clock import today
from foundation.kernel.statements import prepared
from foundation.programmes.enums import Role
from foundation.programmes.models import RoleGrant
from foundation.programmes.selectors import HeldRole, held_roles

# A row for each person and state; of whoever has left them all, for each that she has left.
STANDINGS = f"""
    SELECT m.person_id, m.state_id, m.live, r.id IS NOT NULL, r.consent_age, r.guardian_purposes, r.renew_months,
           {OFFICER},
           ARRAY(SELECT c.purpose FROM consents_consent c JOIN consents_answer a ON a.id = c.answer_id
                  WHERE c.person_id = m.person_id AND c.superseded_at IS NULL AND c.granted AND c.valid_until >= %(on)s
                    AND (a.decided_at AT TIME ZONE 'UTC')::date + make_interval(months => r.renew_months) >= %(on)s)
      FROM (SELECT person_id, state_id, bool_or(status <> 'withdrawn') AS live,
                   bool_or(bool_or(status <> 'withdrawn')) OVER (PARTITION BY person_id) AS placed
              FROM programmes_membership WHERE person_id = ANY(%(people)s) GROUP BY person_id, state_id) m
      LEFT JOIN consents_staterule r ON r.state_id = m.state_id
     WHERE m.live = m.placed
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Capability:
    granted: bool
    waiting_for: Waiting | None


Capabilities = dict[Purpose, Capability]
FREE: Capabilities = dict.fromkeys(Purpose, Capability(granted=True, waiting_for=None))


@dataclass(frozen=True, slots=True)
class Me:
    """A person as she sees herself."""

    person: User
    email_verified: bool
    roles: list[HeldRole]
    capabilities: Capabilities

    @property
    def revision(self) -> int:
        return self.person.revision


def me(person: User) -> Me:
    return Me(person, email_is_verified(person), held_roles(person.pk), capabilities_of(person))


def capabilities_of(person: User, on: date | None = None) -> Capabilities:
    """Without a query for whoever is clearly of age, in one for everybody else."""
    return capabilities_of_all([person], on)[person.pk]


def capabilities_of_all(people: Collection[User], on: date | None = None) -> dict[UUID, Capabilities]:
    """By person, in one query at most."""
    day = on or today()
    young = [person for person in people if not rules.is_clearly_adult(person.birth_date, day)]
    grounds = grounds_of([person.pk for person in young], day)
    free = {person.pk: FREE for person in people}
    return free | {person.pk: _capabilities(person, day, grounds.get(person.pk, [])) for person in young}


def _capabilities(person: User, on: date, grounds: Sequence[Ground]) -> Capabilities:
    waits = rules.waits(person.birth_date, on, grounds)
    return {purpose: Capability(whom is None, whom) for purpose, whom in waits.items()}


def grounds_of(people: Sequence[UUID], on: date) -> dict[UUID, list[Ground]]:
    """Of those who belong to a state, or did."""
    if not people:
        return {}
    with prepared() as cursor:
        cursor.execute(STANDINGS, {"people": list(people), "on": on})
        rows = cursor.fetchall()
    found: dict[UUID, list[Ground]] = {}
    for person_id, state_id, *said in rows:
        found.setdefault(person_id, []).append(replace(_ground(*said), state_id=state_id))
    return found


def _ground(
    live: bool, has_rule: bool, age: Any, purposes: list[str], months: int, has_officer: bool, granted: list[str]
) -> Ground:
    if not live:  # nobody looks after her, for as long as the state would
        return Ground(consent_age=max(age or 0, ADULT_AGE))
    if not has_rule:
        return Ground(has_officer=has_officer)
    return Ground(True, has_officer, age, frozenset(map(Purpose, purposes)), months, frozenset(map(Purpose, granted)))


def granted_to(person: Any, months: Any) -> Any:
    """Consents with the day on which each `ends`, in a state that lets it hold so many months."""
    lasting = Func(months, template="make_interval(months => %(expressions)s)", output_field=DurationField())
    limit = ExpressionWrapper(TruncDate("answer__decided_at", tzinfo=UTC) + lasting, DateField())
    rows = Consent.objects.filter(person=person, superseded_at=None, granted=True)
    return rows.alias(ends=Least(F("valid_until"), limit, output_field=DateField()))


def officers() -> QuerySet[RoleGrant]:
    """Live grants of those who have come and can be called or written to."""
    live = RoleGrant.objects.filter(role=Role.SAFEGUARDING_OFFICER, revoked_at=None, person__is_active=True)
    return live.exclude(person__claimed_at=None).exclude(person__phone="", person__email="")


def states_with_readiness() -> QuerySet[StateReadiness]:
    """Each with `has_rule` and `has_officer`."""
    here = Q(state=OuterRef("pk"))
    return StateReadiness.objects.annotate(
        has_rule=Exists(StateRule.objects.filter(here)), has_officer=Exists(officers().filter(here | Q(state=None)))
    )


def lacks_of(state: Any) -> tuple[Lack, ...]:
    """Of one that `states_with_readiness` gave."""
    return Ground(has_rule=state.has_rule, has_officer=state.has_officer).lacks


def readiness(state_ids: Collection[UUID]) -> dict[UUID, tuple[Lack, ...]]:
    """What each of these states lacks to be open to minors."""
    return {state.pk: lacks_of(state) for state in states_with_readiness().filter(pk__in=state_ids)}

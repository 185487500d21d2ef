"""What the guardian's page, the learner herself and her coordinator read about consents."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise

from foundation.accounts.models import User
from foundation.consents import policies, rules
from foundation.consents.enums import TEXTS, Purpose, Waiting
from foundation.consents.errors import NothingToAsk
from foundation.consents.models import ConsentRequest
from foundation.consents.rules import Decision, Ground
from foundation.consents.selectors.asking import bound_of_all, guardians_within_reach, latest_decisions
from foundation.consents.selectors.capabilities import capabilities_of_all, grounds_of, officers
from foundation.consents.selectors.withholding import withheld
from foundation.kernel.clock import today
from foundation.kernel.names import readable_name
from foundation.programmes.enums import MembershipStatus
from foundation.programmes.models import Membership


@dataclass(frozen=True, slots=True)
class Asked:
    """A purpose as it is put to a guardian. `decision` is None while there is none that holds."""

    key: Purpose
    text: Promise
    version: int
    decision: bool | None
    valid_until: date | None

    @property
    def title(self) -> str:
        return str(self.key.label)


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call when a child may be at risk, or about consent."""

    written: str
    latin: str
    email: str
    phone: str

    @property
    def name(self) -> str:
        """For a reader of the current language."""
        return readable_name(self.written, self.latin)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a guardian is told about a learner: what she is `asked` now, and besides what she granted and can take back."""

    person: User
    programme: dict[str, str]
    purposes: list[Asked]
    asked: frozenset[Purpose]
    contacts: list[Contact]
    bound: list[Ground]

    def may_say(self, purpose: Purpose, decision: bool) -> bool:
        return purpose in self.asked or (not decision and any(purpose == shown.key for shown in self.purposes))

    @property
    def granted(self) -> list[Asked]:
        return [purpose for purpose in self.purposes if purpose.decision]

    @property
    def refused(self) -> list[Asked]:
        return [purpose for purpose in self.purposes if purpose.decision is False]

    @property
    def safeguarding_contact(self) -> Contact | None:
        return self.contacts[0] if self.contacts else None


@dataclass(frozen=True, slots=True)
class Sendable:
    """What a mail to a guardian says."""

    request: ConsentRequest
    address: str
    language: str
    learner: str
    programme: dict[str, str]
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A purpose as the learner reads it."""

    purpose: Purpose
    text: Promise
    version: int
    granted: bool
    waiting_for: Waiting | None
    decision: bool | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Waited:
    """A member, whom each purpose of hers waits for, and which of these her guardian has refused."""

    membership: Membership
    waiting: dict[Purpose, Waiting]
    refused: list[Purpose]


def letter_about(person: User, answered: Collection[Purpose] = ()) -> Letter:
    """Also while she is out, or her state closed: what was granted would count again once she is back. Raises `NothingToAsk`
    where there is nothing to decide or to take back, nor anything `answered` just now."""
    on = today()
    bound = bound_of_all([person.pk], on).get(person.pk, [])
    decisions = latest_decisions([person.pk]).get(person.pk, {})
    asked = rules.asked_purposes(bound)
    shown = {*asked, *(rules.held(decisions, on) if bound else ()), *answered}
    if not shown:
        raise NothingToAsk
    places = list(Membership.objects.filter(person=person).select_related("programme").order_by("-id"))
    here = [place for place in places if place.status != MembershipStatus.WITHDRAWN] or places
    lasting = rules.lasting(decisions, bound)
    purposes = [_asked(purpose, lasting.get(purpose), on) for purpose in Purpose if purpose in shown]
    contacts = contacts_of({place.state_id for place in here})
    return Letter(person, here[0].programme.title, purposes, asked, contacts, bound)


def consents_of(person: User) -> list[Held]:
    """Every purpose, whether or not a guardian decides about it."""
    on = today()
    latest = latest_decisions([person.pk]).get(person.pk, {})
    grown = rules.is_clearly_adult(person.birth_date, on)
    grounds = [] if grown else grounds_of([person.pk], on).get(person.pk, [])
    decisions = rules.lasting(latest, rules.binding(person.birth_date, on, grounds))
    held = []
    for purpose, whom in rules.waits(person.birth_date, on, grounds).items():
        said = _asked(purpose, decisions.get(purpose), on)
        held.append(Held(purpose, said.text, said.version, whom is None, whom, said.decision, said.valid_until))
    return held


def members_waiting(actor: User, cohort_id: UUID, *, purpose: Purpose | None = None) -> QuerySet[Membership]:
    """The cohort's members as whoever oversees them sees them; with a purpose, those who may not."""
    rows = policies.memberships_overseen_by(actor, cohort_id)
    return rows if purpose is None else rows.filter(withheld(purpose))


def waiting_of(memberships: Sequence[Membership]) -> list[Waited]:
    """Two queries for a page of them."""
    capabilities = capabilities_of_all([membership.person for membership in memberships])
    waits = {
        person: {p: c.waiting_for for p, c in may.items() if c.waiting_for} for person, may in capabilities.items()
    }
    latest = latest_decisions([person for person, purposes in waits.items() if purposes])
    return [
        Waited(row, waits[row.person_id], _refused(waits[row.person_id], latest.get(row.person_id, {})))
        for row in memberships
    ]


def _refused(waits: Collection[Purpose], latest: Mapping[Purpose, Decision]) -> list[Purpose]:
    return [purpose for purpose in waits if purpose in latest and not latest[purpose].granted]


def letters_to_send(request_ids: Sequence[UUID]) -> list[Sendable]:
    """Of the requests that still stand, to the guardians whom they were made for, where they may still be written to."""
    rows = ConsentRequest.objects.filter(pk__in=request_ids, guardian__isnull=False, asked_at__isnull=False)
    newest = Membership.objects.filter(person=OuterRef("person")).exclude(status=MembershipStatus.WITHDRAWN)
    programme = Subquery(newest.order_by("-id").values("programme__title")[:1])
    rows = rows.select_related("guardian", "person").annotate(programme=programme).order_by("id")
    reached = {due.guardian.pk for due in guardians_within_reach([row.person_id for row in rows], today())}
    return [
        Sendable(row, row.guardian.email, row.person.language, row.person.name, row.programme, row.asked_at)
        for row in rows
        if row.guardian and row.asked_at and row.guardian.pk in reached
    ]


def dead_links(links: Collection[tuple[UUID, int]]) -> set[tuple[UUID, int]]:
    """Of these requests and issues of them, those that are void."""
    if not links:
        return set()
    rows = ConsentRequest.objects.filter(pk__in=[request_id for request_id, _counter in links])
    return set(links) - set(rows.values_list("pk", "counter"))


def _asked(purpose: Purpose, latest: Decision | None, on: date) -> Asked:
    version, text = rules.version_on(purpose, on), TEXTS[purpose]
    holds = latest is not None and (not latest.granted or latest.valid_until >= on)
    if latest is None or not holds:
        return Asked(purpose, text, version, None, None)
    return Asked(purpose, text, version, latest.granted, latest.valid_until if latest.granted else None)


def contacts_of(states: Collection[UUID]) -> list[Contact]:
    """The states' own officers before those of every state."""
    grants = officers().filter(Q(state__in=states) | Q(state=None)).select_related("person")
    people = {grant.person_id: grant.person for grant in sorted(grants, key=lambda g: (g.state_id is None, g.id))}
    return [Contact(person.name, person.name_latin, person.email, person.phone) for person in people.values()]

"""What a person may do, by her age, her states' rules and her guardian's decisions; how long a decision holds."""

import re
from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from unicodedata import category
from uuid import UUID

from foundation.consents.enums import REWORDED, Lack, Method, Purpose, Waiting
from foundation.kernel.ages import ADULT_AGE

YOUNGEST_CONSENT = 12
CLEARLY_ADULT = 21  # no state may ask for a guardian's consent beyond
LINK_LIFE = timedelta(days=400)  # a renewal, and a month to spare
RENEW_AHEAD = timedelta(days=30)
WRITE_AGAIN = timedelta(days=7)  # after a letter that came back
EVERYTHING = frozenset(Purpose)
UNSEEN = {"Cc", "Cf", "Cs"}
JOINERS = "\u200c\u200d"  # Persian and Kurdish names are written with them
LOOSE_JOINERS = re.compile(rf"(?<!\w)[{JOINERS}]+|[{JOINERS}]+(?!\w)")


@dataclass(frozen=True, slots=True)
class Ground:
    """What one of a person's states says about minors, and what she is `granted` that this state still lets hold. One without
    a rule counts as asking for everything until 18."""

    has_rule: bool = False
    has_officer: bool = False
    consent_age: int = ADULT_AGE
    guardian_purposes: frozenset[Purpose] = EVERYTHING
    renew_months: int = 12
    granted: frozenset[Purpose] = frozenset()
    state_id: UUID | None = None

    @property
    def lacks(self) -> tuple[Lack, ...]:
        had = {Lack.RULE: self.has_rule, Lack.OFFICER: self.has_officer}
        return tuple(lack for lack, there in had.items() if not there)


NOWHERE = Ground()  # of a person who belongs to no state


def is_under(birth_date: date | None, on: date, age: int) -> bool:
    """An unknown birth date counts as under age. Born on 29 February, one has the birthday on 1 March of other years."""
    if birth_date is None:
        return True
    return (birth_date.year + age, birth_date.month, birth_date.day) > (on.year, on.month, on.day)


def latest_birth_of(on: date, age: int) -> date:
    """The last birth date of those who are of this age on the day."""
    return after_months(on, -12 * age)


def is_clearly_adult(birth_date: date | None, on: date) -> bool:
    """Of age whatever her states say."""
    return not is_under(birth_date, on, CLEARLY_ADULT)


def binding(birth_date: date | None, on: date, grounds: Sequence[Ground]) -> list[Ground]:
    """Those of her states in which she is under age."""
    return [ground for ground in grounds or [NOWHERE] if is_under(birth_date, on, ground.consent_age)]


def waits(birth_date: date | None, on: date, grounds: Sequence[Ground]) -> dict[Purpose, Waiting | None]:
    """For each purpose whom it waits for (None: granted). Of several states the strictest decides."""
    bound = binding(birth_date, on, grounds)
    if any(ground.lacks for ground in bound):
        return dict.fromkeys(Purpose, Waiting.MEMBER_STATE)
    missing = frozenset().union(*(ground.guardian_purposes - ground.granted for ground in bound))
    return {purpose: Waiting.GUARDIAN if purpose in missing else None for purpose in Purpose}


def asked_purposes(bound: Sequence[Ground]) -> frozenset[Purpose]:
    """What the guardian of someone under age in these states is asked about."""
    return frozenset().union(*(ground.guardian_purposes for ground in bound if ground.has_rule))


def version_on(purpose: Purpose, day: date) -> int:
    """Of the text that there was to agree to on that day; a signature counts for no more."""
    return 1 + sum(since <= day for since in REWORDED.get(purpose, ()))


def holds_until(decided_on: date, bound: Sequence[Ground]) -> date:
    """The last day of a decision, by the shortest time that one of the states allows."""
    return after_months(decided_on, min((ground.renew_months for ground in bound), default=12))


def after_months(day: date, months: int) -> date:
    """The same day of a later month, or the last that it has."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Decision:
    """The latest one about a purpose."""

    granted: bool
    decided_on: date
    valid_until: date
    method: Method


def ends(decision: Decision, purpose: Purpose, bound: Sequence[Ground]) -> date:
    """The last day on which every state that asks still lets it hold: where she moves, or a rule changes, sooner than said."""
    asking = [ground for ground in bound if ground.has_rule and purpose in ground.guardian_purposes]
    limits = [after_months(decision.decided_on, ground.renew_months) for ground in asking]
    return min([decision.valid_until, *limits])


def lasting(latest: Mapping[Purpose, Decision], bound: Sequence[Ground]) -> dict[Purpose, Decision]:
    """The decisions, each as long as it `ends`."""
    return {purpose: replace(said, valid_until=ends(said, purpose, bound)) for purpose, said in latest.items()}


def held(latest: Mapping[Purpose, Decision], on: date) -> frozenset[Purpose]:
    """What was granted and may still hold."""
    return frozenset(purpose for purpose, said in latest.items() if said.granted and said.valid_until >= on)


def may_enter(latest: Decision | None, decided_on: date, *, granted: bool = True) -> bool:
    """Whether what somebody enters for a guardian replaces the latest decision. What is newer stays, and what the guardian
    refused or took back by her link only that link can grant. Of a yes and a no of one day the no counts."""
    if latest is None:
        return True
    refused_by_link = latest.method == Method.LINK and not latest.granted
    later = decided_on > latest.decided_on or (latest.granted and not granted and decided_on == latest.decided_on)
    return later and not refused_by_link


def gives_way(latest: Decision | None, refused_on: date) -> bool:
    """Whether a refusal by a link replaces the latest decision: all but what came by a link later."""
    return latest is None or latest.method != Method.LINK or latest.decided_on <= refused_on


@dataclass(frozen=True, slots=True)
class Mailed:
    """The last letter to a guardian: when and about what, until when its link is good, and when it came back, if it did."""

    at: datetime
    about: frozenset[Purpose]
    ends_at: datetime
    failed_at: datetime | None = None


def is_due(
    asked: Collection[Purpose],
    latest: Mapping[Purpose, Decision],
    mailed: Mailed | None,
    placed_at: datetime,
    now: datetime,
) -> bool:
    """Whether the guardian is to be written to: about what she never decided, or granted and it ended or soon will. Once an
    occasion: when there is something new to ask, a month before a consent ends, when the learner got another place (the last
    at `placed_at`), when the link has expired, and a while after a letter didn't reach her."""
    ending = {p: latest[p].valid_until - RENEW_AHEAD for p in asked if p in latest and latest[p].granted}
    soon = [day for day in ending.values() if day <= now.date()]
    waiting = {p for p in asked if p not in latest or (p in ending and latest[p].valid_until < now.date())}
    if mailed is None or not (waiting or soon):
        return bool(waiting or soon)
    failed = mailed.failed_at is not None and now >= mailed.failed_at + WRITE_AGAIN
    stale = failed or placed_at > mailed.at or is_expired(mailed.ends_at, now)
    return stale or bool(waiting - mailed.about) or any(mailed.at.date() < day for day in soon)


def is_expired(expires_at: datetime, now: datetime) -> bool:
    return now >= expires_at


def link_ends(now: datetime, held_until: date) -> datetime:
    """A link outlives what was decided by it, also where the state lets that hold for years."""
    return max(now + LINK_LIFE, datetime.combine(held_until, time(), UTC) + RENEW_AHEAD)


def one_line(typed: str) -> str:
    """What can be read of it: no control or direction marks, and joiners only within words."""
    seen = "".join(char for char in typed if char in JOINERS or category(char) not in UNSEEN)
    return " ".join(LOOSE_JOINERS.sub("", seen).split())


def is_name(line: str) -> bool:
    return any(char.isalpha() for char in line)


def split(decisions: Mapping[Purpose, bool]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What was granted and what was refused, in the order of the purposes."""
    granted = tuple(purpose.value for purpose in Purpose if decisions.get(purpose) is True)
    return granted, tuple(purpose.value for purpose in Purpose if decisions.get(purpose) is False)

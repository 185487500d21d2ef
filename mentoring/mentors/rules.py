"""Pure decisions: for which states a mentor works, how long a vetting holds, what a profile may say."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mentoring.mentors.enums import ConflictKind, EvidenceKind, VettingMove, VettingStatus

HOURS = (1, 40)
PROJECTS = (1, 20)
MONTHS = (1, 60)
YEARS = (1950, 2100)
WARNINGS = (30, 7)  # days before a vetting's end

Fault = tuple[str, str]  # a JSON Pointer into the input, and what is wrong there
Bounds = frozenset[str] | None  # states; None is all


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a vetting holds, and what it has to rest on."""

    months: int
    evidence: frozenset[str]


DEFAULT = Terms(24, frozenset({EvidenceKind.IDENTITY, EvidenceKind.CRIMINAL_RECORD}))


def strictest(terms: Iterable[Terms]) -> Terms:
    """For a vetting that is to hold in each of these states, and in those without a rule."""
    every = [DEFAULT, *terms]
    return Terms(min(one.months for one in every), frozenset().union(*(one.evidence for one in every)))


S, M = VettingStatus, VettingMove

TRANSITIONS: dict[tuple[VettingStatus, VettingMove], VettingStatus] = {
    (S.REQUESTED, M.APPROVE): S.VALID,
    (S.REQUESTED, M.REFUSE): S.REFUSED,
    (S.VALID, M.REVOKE): S.REVOKED,
    (S.VALID, M.REPLACE): S.REPLACED,
}


def next_status(status: str, move: VettingMove) -> VettingStatus | None:
    """Where `move` leads from `status`; None where the table allows no such move."""
    return TRANSITIONS.get((S(status), move))


def standing(status: str, expires_on: date | None, today: date) -> VettingStatus:
    """The status as it is today."""
    over = status == S.VALID and expires_on is not None and expires_on < today
    return S.EXPIRED if over else S(status)


def last_day(decided_on: date, months: int) -> date:
    """On which a vetting of that day holds."""
    years, month = divmod(decided_on.month - 1 + months, 12)
    year, month = decided_on.year + years, month + 1
    return date(year, month, min(decided_on.day, monthrange(year, month)[1]))


def lacking(wanted: Iterable[str], shown: Collection[str]) -> list[str]:
    return [kind for kind in wanted if kind not in shown]


def warning_due(expires_on: date, today: date, told: int | None) -> int | None:
    """How many days ahead the mentor is to be told now; None when she was, or it isn't time yet. Of several the latest."""
    due = [days for days in WARNINGS if today + timedelta(days=days) >= expires_on]
    return min(due) if due and expires_on >= today and (told is None or told > min(due)) else None


def within(*bounds: Bounds) -> Bounds:
    """The states that lie in all of these bounds."""
    narrow = [states for states in bounds if states is not None]
    return frozenset.intersection(*narrow) if narrow else None


def window_faults(windows: Sequence[Mapping[str, Any]]) -> list[Fault]:
    """What keeps these windows (`weekday`, `from`, `to`) from being somebody's week."""
    faults = [
        (f"/availability/{n}/to", "ends_before") for n, window in enumerate(windows) if window["to"] <= window["from"]
    ]
    for n, window in enumerate(windows):
        if any(_overlap(window, other) for other in windows[:n]):
            faults.append((f"/availability/{n}", "overlaps"))
    return faults


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(one["weekday"] == other["weekday"] and one["from"] < other["to"] and other["from"] < one["to"])


def conflict_faults(
    kind: str, *, organisation: str, family_key: str, from_year: int | None, until_year: int | None, note: str
) -> list[Fault]:
    """What a declaration of this kind lacks, or says too much."""
    place = kind == ConflictKind.ORGANISATION or (kind == ConflictKind.PUPILS and not note)
    needed = {
        "organisation": organisation if place else "-",
        "family_name": family_key[1:] if kind == ConflictKind.FAMILY_NAME else "-",  # two letters at least
        **_years_needed(from_year, until_year, always=kind == ConflictKind.PUPILS and bool(organisation)),
    }
    given = {"organisation": organisation, "family_name": family_key, "from_year": from_year}
    return [
        *((f"/{name}", "required") for name, value in needed.items() if not value),
        *((f"/{name}", "not_for_this_kind") for name in FOREIGN[ConflictKind(kind)] if given[name]),
        *([("/until_year", "ends_before")] if from_year and until_year and until_year < from_year else ()),
    ]


def _years_needed(from_year: int | None, until_year: int | None, *, always: bool) -> dict[str, int | None]:
    return {"from_year": from_year, "until_year": until_year} if always or from_year or until_year else {}


FOREIGN: Mapping[ConflictKind, tuple[str, ...]] = {
    ConflictKind.ORGANISATION: ("family_name", "from_year"),
    ConflictKind.FAMILY_NAME: ("organisation", "from_year"),
    ConflictKind.PUPILS: ("family_name",),
}


def is_running(starts_on: date, ends_on: date | None, day: date) -> bool:
    """Whether a pause holds on this day."""
    return starts_on <= day and (ends_on is None or day <= ends_on)

"""What the sheets that we print have in common, and how they may differ."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from foundation.kernel.drawing import first_strong
from foundation.kernel.language import direction, pick
from foundation.kernel.names import fold_name
from foundation.programmes.models import Membership, Organisation
from foundation.programmes.selectors import members_of
from foundation.rosters.enums import Outcome, RosterStatus
from foundation.rosters.models import RosterRow, Sheet
from foundation.rosters.rules.piles import Holder, Page, pages_of

ISOLATE, END = "\u2068", "\u2069"
SIZE = 1000
HANDED = (Outcome.ADD, Outcome.KEEP, Outcome.MOVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """One kind of sheet: drawn by `template`, so many on a page, so many pages in a step. `holders` says who gets one, `facts`
    all that is drawn but for what follows from it, `words` what the template takes for some pages."""

    template: str
    per_page: int
    at_once: int
    holders: Callable[[Sheet], Iterator[Holder]]
    facts: Callable[[Sheet], Iterator[Any]]
    words: Callable[[Sheet, Sequence[Page]], dict[str, Any]]


def members_on(sheet: Sheet) -> QuerySet[Membership]:
    """The learners of an applied roster who are in its cohort now, those that are asked for."""
    roster = sheet.roster
    rows = RosterRow.objects.filter(roster=roster, outcome__in=HANDED, roster__status=RosterStatus.APPLIED)
    members = members_of(roster.cohort_id).filter(pk__in=rows.exclude(membership_id=None).values("membership_id"))
    if sheet.organisation_id:
        members = members.filter(organisation_id=sheet.organisation_id)
    return members.filter(group=sheet.group) if sheet.group else members


def in_chunks(members: QuerySet[Membership]) -> Iterator[QuerySet[Membership]]:
    """The same in the order of their ids. Who they are is asked once and whole: for the first rows of a cursor the database
    would choose loops within loops, which take minutes where a cohort has just come and its statistics don't know it."""
    ids = list(members.order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), SIZE):
        yield Membership.objects.filter(pk__in=ids[start : start + SIZE]).order_by("id")


def pages_on(sheet: Sheet, printing: Printing) -> list[Page]:
    holders = list(printing.holders(sheet))
    rows = Organisation.objects.filter(pk__in={holder.school for holder in holders}).values_list("pk", "name")
    language = language_of(sheet)
    schools = {school: fold_name(pick(name, language)) for school, name in rows}
    return list(pages_of(holders, schools, printing.per_page))


def digest_of(sheet: Sheet, printing: Printing) -> str:
    """Of everything that is drawn: as long as it is the same, the sheet needn't be drawn anew."""
    digest = sha256()
    for fact in (printing.template, _frame(sheet)), *_schools(sheet):
        digest.update(repr(fact).encode())
    for fact in printing.facts(sheet):
        digest.update(repr(fact).encode())
    return digest.hexdigest()


def _frame(sheet: Sheet) -> tuple[Any, ...]:
    roster = sheet.roster
    programme = roster.cohort.programme
    return language_of(sheet), settings.ISSUER_NAME, programme.title, roster.cohort.organisation.name, roster.state.code


def _schools(sheet: Sheet) -> list[tuple[Any, ...]]:
    schools = members_on(sheet).order_by("organisation").distinct("organisation")
    return list(schools.values_list("organisation", "organisation__name"))


def language_of(sheet: Sheet) -> str:
    """The sheet's own, for what isn't said to one learner: her cohort's first."""
    return str(sheet.roster.cohort.languages[0])


def brand(sheet: Sheet, language: str) -> str:
    return f"{pick(settings.ISSUER_NAME, language)} · {pick(sheet.roster.cohort.programme.title, language)}"


def place(school: Mapping[str, str], group: str, language: str) -> str:
    """Each in its own direction: 3أ is read from right to left beside a Latin name too."""
    return " · ".join(_isolated(part, language) for part in (pick(school, language), group) if part)


def _isolated(part: str, language: str) -> str:
    along = direction(language) == "rtl"
    return part if (first_strong(part, "rtl" if along else "ltr") == "rtl") == along else f"{ISOLATE}{part}{END}"

"""Claim cards: who gets one, and what it says in her language."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.accounts.models import User
from foundation.kernel.clock import now
from foundation.kernel.dates import in_digits, long_date
from foundation.kernel.drawing import line, qr_svg
from foundation.kernel.language import LANGUAGES, direction, pick
from foundation.kernel.urls import client_url
from foundation.programmes.models import Invitation, Membership, Organisation
from foundation.programmes.selectors import openable_from
from foundation.programmes.services import code_of
from foundation.rosters.models import Sheet
from foundation.rosters.rules.piles import Holder, Page
from foundation.rosters.services.printing import Printing, brand, in_chunks, language_of, members_on, place

QR_MASK = 4  # any of the eight is readable; looking for the best takes most of the time


def _members(sheet: Sheet) -> QuerySet[Membership]:
    """Those with a code that may be printed, or (`claimed`) the others."""
    unused = _codes(sheet).filter(person=OuterRef("person"))
    return members_on(sheet).filter(~Exists(unused) if sheet.claimed else Exists(unused))


def _codes(sheet: Sheet) -> QuerySet[Invitation]:
    """Unused, and of people to whom any coordinator who may print could have given it."""
    return Invitation.objects.filter(claimed_at=None, person__in=openable_from(sheet.roster.state_id))


def _holders(sheet: Sheet) -> Iterator[Holder]:
    for members in in_chunks(_members(sheet)):
        for row in members.values_list("id", "organisation_id", "group", "person__name_key"):
            yield Holder(*row)


def _facts(sheet: Sheet) -> Iterator[Any]:
    person = ("person_id", "person__name", "person__name_latin", "person__language", "person__claimed_at")
    moment = now()
    yield client_url("claim")
    for members in in_chunks(_members(sheet)):
        yield from members.values_list("id", "organisation_id", "group", *person)
        if not sheet.claimed:
            issues = _codes(sheet).filter(person__in=members.order_by().values("person")).order_by("id")
            for issue in issues.values_list("id", "counter", "expires_at"):
                yield (*issue, issue[2] <= moment)


def _words(sheet: Sheet, pages: Sequence[Page]) -> dict[str, Any]:
    language = language_of(sheet)
    members = _drawn(pages)
    issues = _issues(sheet, members.values())
    schools = dict(Organisation.objects.filter(pk__in={page.school for page in pages}).values_list("pk", "name"))
    with translation.override(language):
        return {
            "title": _("Claim cards"),
            "issuer": pick(settings.ISSUER_NAME, language),
            "language": language,
            "direction": direction(language),
            "address": line(client_url("claim").partition("://")[2]),
            "words": {code: _said(sheet, code) for code in LANGUAGES},
            "pages": [
                _heading(sheet, page, schools[page.school])
                | {"cards": [_card(sheet, members[pk], issues) for pk in page.holders if pk in members]}
                for page in pages
            ],
        }


def _drawn(pages: Sequence[Page]) -> dict[UUID, Membership]:
    ids = [holder for page in pages for holder in page.holders]
    return {row.pk: row for row in Membership.objects.filter(pk__in=ids).select_related("person", "organisation")}


def _issues(sheet: Sheet, members: Collection[Membership]) -> dict[UUID, Invitation]:
    if sheet.claimed:
        return {}
    people = [member.person_id for member in members]
    return {issue.person_id: issue for issue in _codes(sheet).filter(person__in=people)}


def _heading(sheet: Sheet, page: Page, school: Mapping[str, str]) -> dict[str, Any]:
    where = (language_of(sheet), sheet.roster.state.code)
    title = place(school, page.group, language_of(sheet))
    count = ngettext("%(count)s card", "%(count)s cards", page.count) % {"count": in_digits(page.count, *where)}
    numbers = {"number": in_digits(page.number, *where), "pages": in_digits(page.pages, *where)}
    return {
        "title": title,
        "place": line(title, weight="bold"),
        "count": count,
        "page": _("Page %(number)s of %(pages)s") % numbers,
    }


def _card(sheet: Sheet, member: Membership, issues: Mapping[UUID, Invitation]) -> dict[str, Any]:
    person = member.person
    language = person.language
    own = {
        "language": language,
        "direction": direction(language),
        "name": line(person.name, weight="bold"),
        "latin": line(person.name_latin) if person.name_latin else None,
        "place": line(place(member.organisation.name, member.group, language)),
        "code": None,
    }
    issue = issues.get(person.pk)
    if issue is None:
        return own | {"note": "claimed"}
    if issue.expires_at <= now():
        return own | {"note": "expired"}
    return own | {"note": _way(person)} | _code(issue, language, sheet.roster.state.code)


def _way(person: User) -> str:
    """A new code for someone who has an account sets a new password."""
    return "claim" if person.claimed_at is None else "reset"


def _code(issue: Invitation, language: str, country: str) -> dict[str, Any]:
    given = code_of(issue)
    return {
        "code": given.code.split("-"),
        "qr": qr_svg(given.url, mask=QR_MASK),
        "until": long_date(last_day(given.expires_at), language, country),
    }


def last_day(expires_at: datetime) -> date:
    """The last whole day, so that the paper promises nothing too much in any time zone of ours."""
    return (expires_at - timedelta(days=1)).date()


def _said(sheet: Sheet, language: str) -> dict[str, str]:
    with translation.override(language):
        return {
            "programme": brand(sheet, language),
            "until": _("Valid until"),
            "qr": _("A QR code that opens the page where the account is made"),
            "claim": _(
                "Scan the square, or open the address and type the code. Then choose a username and a password. "
                "The code works once: keep it to yourself."
            ),
            "reset": _(
                "Your new password: scan the square, or open the address and type the code. "
                "The code works once: keep it to yourself."
            ),
            "claimed": _("Has an account already. Whoever forgot the password gets a new code from the coordinator."),
            "expired": _("The code of this card has expired. The coordinator can issue a new one."),
        }


PRINTING = Printing(
    template="rosters/claim-cards.typ", per_page=10, at_once=10, holders=_holders, facts=_facts, words=_words
)

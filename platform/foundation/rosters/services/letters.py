"""Consent sheets: for whose guardians, and what they say in the learner's language. Never on one sheet with a claim card: the
learner must not hold her guardian's link."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.consents.enums import REWORDED, TEXTS, Purpose, Waiting
from foundation.consents.selectors import (
    Contact,
    asked_of_all,
    capabilities_of_all,
    contacts_of,
    guardian_names,
    reissued_links,
)
from foundation.consents.services import Ask, ask_guardians
from foundation.kernel.clock import today
from foundation.kernel.dates import long_date
from foundation.kernel.drawing import line, qr_svg
from foundation.kernel.language import LANGUAGES, direction, pick
from foundation.kernel.urls import client_url
from foundation.programmes.models import Membership
from foundation.rosters.models import Sheet
from foundation.rosters.rules.piles import Holder, Page
from foundation.rosters.services.cards import QR_MASK, last_day
from foundation.rosters.services.printing import Printing, brand, in_chunks, language_of, members_on, place

CONTACTS = 3
PERSON = ("name", "name_key", "name_latin", "language", "birth_date")
Asked = tuple[Membership, frozenset[Purpose]]


def _asked(sheet: Sheet) -> Iterator[Asked]:
    """The learners who wait for their guardians, and for what those are asked."""
    wanted = ("organisation_id", "group", *(f"person__{name}" for name in PERSON))
    for members in in_chunks(members_on(sheet)):
        yield from _asked_of(list(members.select_related("person").only(*wanted)))


def _asked_of(members: Sequence[Membership]) -> Iterator[Asked]:
    capabilities = capabilities_of_all([member.person for member in members])
    waiting = {
        person_id
        for person_id, held in capabilities.items()
        if Waiting.GUARDIAN in {capability.waiting_for for capability in held.values()}
    }
    asked = asked_of_all(list(waiting), today())
    return ((member, asked[member.person_id]) for member in members if member.person_id in asked)


def _holders(sheet: Sheet) -> Iterator[Holder]:
    return (
        Holder(member.pk, member.organisation_id, member.group, member.person.name_key)
        for member, _purposes in _asked(sheet)
    )


def _facts(sheet: Sheet) -> Iterator[Any]:
    yield client_url("consent", token=""), contacts_of({sheet.roster.state_id}), sorted(REWORDED.items())
    for members in in_chunks(members_on(sheet)):
        people = members.order_by().values("person")
        yield from reissued_links(people)
        yield sorted(guardian_names(people).items())
    for member, purposes in _asked(sheet):
        person = member.person
        own = (member.pk, member.organisation_id, member.group, person.pk)
        yield *own, person.name, person.name_latin, person.language, sorted(purposes)


def _words(sheet: Sheet, pages: Sequence[Page]) -> dict[str, Any]:
    language = language_of(sheet)
    ids = [holder for page in pages for holder in page.holders]
    members = {m.pk: m for m in Membership.objects.filter(pk__in=ids).select_related("person", "organisation")}
    people = [member.person_id for member in members.values()]
    asks = {ask.person_id: ask for ask in ask_guardians(person_ids=people)}
    asked, names = asked_of_all(people, today()), guardian_names(people)
    contacts = contacts_of({sheet.roster.state_id})[:CONTACTS]
    with translation.override(language):
        return {
            "title": _("Consent sheets"),
            "issuer": pick(settings.ISSUER_NAME, language),
            "language": language,
            "direction": direction(language),
            "words": {code: _said(sheet, code, contacts) for code in LANGUAGES},
            "pages": [_page(sheet, page, members, asks, asked, names) for page in pages],
        }


def _page(
    sheet: Sheet,
    page: Page,
    members: dict[UUID, Membership],
    asks: dict[UUID, Ask],
    asked: dict[UUID, frozenset[Purpose]],
    names: dict[UUID, str],
) -> list[dict[str, Any]]:
    there = [members[holder] for holder in page.holders if holder in members]
    return [
        _letter(sheet, member, asks[member.person_id], asked[member.person_id], names.get(member.person_id, ""))
        for member in there
        if member.person_id in asks
    ]


def _letter(sheet: Sheet, member: Membership, ask: Ask, purposes: frozenset[Purpose], guardian: str) -> dict[str, Any]:
    person = member.person
    language = person.language
    return {
        "language": language,
        "direction": direction(language),
        "title": person.name,
        "name": line(person.name, weight="bold"),
        "latin": line(person.name_latin) if person.name_latin else None,
        "place": line(place(member.organisation.name, member.group, language)),
        "purposes": [purpose.value for purpose in Purpose if purpose in purposes],
        "guardian": line(guardian, weight="bold") if guardian else None,
        "address": line(ask.url.partition("://")[2].removesuffix(ask.code).rstrip("/")),
        "code": ask.code.split("-"),
        "qr": qr_svg(ask.url, mask=QR_MASK),
        "until": long_date(last_day(ask.expires_at), language, sheet.roster.state.code),
    }


def _said(sheet: Sheet, language: str, contacts: Sequence[Contact]) -> dict[str, Any]:
    cohort = sheet.roster.cohort
    names = {
        "programme": pick(cohort.programme.title, language),
        "organisation": pick(cohort.organisation.name, language),
    }
    with translation.override(language):
        return {
            "programme": brand(sheet, language),
            "title": _("Consent of a parent or guardian"),
            "opening": _(
                "This young person was invited to %(programme)s, which %(organisation)s runs with Jisr. Because of her or "
                "his age, you decide about what follows. It costs nothing, and no disadvantage follows from a no."
            )
            % names,
            "purposes": {purpose.value: [str(purpose.label), str(text)] for purpose, text in TEXTS.items()},
            "freedom": _("Say yes or no to each by itself. With the same link you can change your mind at any time."),
            "how": _("Scan the square with a phone, or open this address and type the code:"),
            "qr": _("A QR code that opens the page where you decide"),
            "until": _("Valid until"),
            "contacts": [
                {"name": line(contact.name), "ways": [way for way in (contact.phone, contact.email) if way]}
                for contact in contacts
            ],
            "call": _("Questions, or a worry about a child? Call or write:"),
            "keep": _(
                "For the parent or guardian alone: don't hand it to the learner. Keep it, or give it back signed."
            ),
            "signing": _(
                "Without a phone: tick yes or no for each, sign here, and give this sheet back at the school or centre."
            ),
            "yes": _("Yes"),
            "no": _("No"),
            "name": _("Name of the parent or guardian"),
            "relationship": _("Relationship"),
            "date": _("Date"),
            "signature": _("Signature"),
        }


PRINTING = Printing(
    template="rosters/consent-sheets.typ", per_page=2, at_once=20, holders=_holders, facts=_facts, words=_words
)

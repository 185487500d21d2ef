"""Guardians and their links. A link's code is never stored or logged: it is derived anew whenever it is to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from foundation.consents import rules
from foundation.consents.models import ConsentRequest, Guardian
from foundation.consents.selectors import asked_of_all
from foundation.kernel import codes
from foundation.kernel.clock import now, today
from foundation.kernel.ids import new_id
from foundation.kernel.urls import client_url

USE = "jisr.consents"
FRESH = timedelta(days=90)  # what a link has at least before it when it is handed out
GIVEN = """unnest(%(ids)s::uuid[], %(people)s::uuid[], %(names)s::text[], %(relationships)s::text[], %(emails)s::text[],
                  %(phones)s::text[]) AS given (id, person_id, name, relationship, email, phone)"""
TOLD = ("name", "relationship", "email", "phone")
# What is left out replaces nothing.
NOW_KNOWN = ", ".join(f"coalesce(nullif(excluded.{field}, ''), g.{field})" for field in TOLD)
# Whom another state noted no list of this one replaces while the learner is there, too.
MAY = """NOT EXISTS (SELECT FROM programmes_membership m WHERE m.person_id = g.person_id AND m.status <> 'withdrawn'
                              AND m.state_id <> %(state)s)"""
# A link that went to an address of before is void.
VOID = f"""
    DELETE FROM consents_consentrequest r USING consents_guardian g, {GIVEN}
     WHERE r.guardian_id = g.id AND g.person_id = given.person_id AND given.email NOT IN ('', g.email)
       AND {MAY}
"""  # noqa: S608
NOTE = f"""
    INSERT INTO consents_guardian AS g (id, created_at, person_id, name, relationship, email, phone)
    SELECT given.id, %(now)s, given.person_id, given.name, given.relationship, given.email, given.phone FROM {GIVEN}
    ON CONFLICT (person_id) DO UPDATE SET (name, relationship, email, phone) = ROW({NOW_KNOWN})
     WHERE (g.name, g.relationship, g.email, g.phone) <> ({NOW_KNOWN}) AND {MAY}
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class GuardianNote:
    """Whom a roster names as a learner's parent or guardian."""

    person_id: UUID
    name: str = ""
    relationship: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A guardian's link for a sheet of its own. Never for the learner's card, nor for any eyes of hers."""

    person_id: UUID
    request_id: UUID
    code: str
    url: str
    expires_at: datetime


@transaction.atomic
def note_guardians(*, state_id: UUID, guardians: Sequence[GuardianNote]) -> int:
    """What a list of this state says of each learner's guardian, one for each learner; what it leaves out stays as it was
    noted. Returns how many are new or changed."""
    if not guardians:
        return 0
    given: dict[str, Any] = {
        "state": state_id,
        "ids": [new_id() for _ in guardians],
        "people": [note.person_id for note in guardians],
        "names": [note.name for note in guardians],
        "relationships": [note.relationship for note in guardians],
        "emails": [note.email for note in guardians],
        "phones": [note.phone for note in guardians],
        "now": now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(VOID, given)
        cursor.execute(NOTE, given)
        return int(cursor.rowcount)


@transaction.atomic
def ask_guardians(*, person_ids: Sequence[UUID]) -> list[Ask]:
    """The links to print for the guardians of those of these people about whom one has to be asked, in the order given. One
    that has expired is replaced; one that soon will is prolonged."""
    needed = asked_of_all(person_ids, today())
    people = [person_id for person_id in person_ids if needed.get(person_id)]
    drafts = [_stamp(ConsentRequest(person_id=person_id)) for person_id in people]
    ConsentRequest.objects.bulk_create(drafts, ignore_conflicts=True)
    rows = ConsentRequest.objects.filter(person__in=people, guardian=None)
    requests = {row.person_id: row for row in rows.select_for_update(no_key=True).order_by("id")}
    refresh(list(requests.values()))
    return [ask_of(requests[person_id]) for person_id in people]


def refresh(requests: Sequence[ConsentRequest]) -> None:
    """Give each (locked) request time enough to be answered."""
    moment = now()
    ageing = [row for row in requests if row.expires_at < moment + FRESH]
    for row in ageing:
        row.counter += rules.is_expired(row.expires_at, moment)
        _stamp(row)
    ConsentRequest.objects.bulk_update(ageing, ["counter", "code_hash", "expires_at"])


def reissue(requests: Sequence[ConsentRequest]) -> None:
    """The next issue of each (locked) request: whoever holds the one before it holds nothing."""
    for row in requests:
        row.counter, ends = row.counter + 1, row.expires_at
        _stamp(row).expires_at = max(row.expires_at, ends)
    ConsentRequest.objects.bulk_update(requests, ["counter", "code_hash", "expires_at"])


def ask_of(request: ConsentRequest) -> Ask:
    code = codes.shown_code(codes.derived_code(codes.key_for(USE), request.id, request.counter))
    return Ask(request.person_id, request.id, code, client_url("consent", token=code), request.expires_at)


def request_for(person_id: UUID, guardian: Guardian | None = None) -> ConsentRequest:
    return _stamp(ConsentRequest(person_id=person_id, guardian=guardian))


def hash_of(code: str) -> str:
    return codes.code_hash(codes.key_for(USE), code)


def _stamp(request: ConsentRequest) -> ConsentRequest:
    request.code_hash = hash_of(codes.derived_code(codes.key_for(USE), request.id, request.counter))
    request.expires_at = now() + rules.LINK_LIFE
    return request

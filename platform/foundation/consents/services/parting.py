"""Of people who came by mistake, or whose place passed to another. A consent is about whom it names, and never passes; what a
guardian refused does."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from foundation.accounts.models import User
from foundation.accounts.services import forget_shells
from foundation.consents import rules
from foundation.consents.enums import Method, Purpose
from foundation.consents.models import Answer, Consent, ConsentRequest, Guardian
from foundation.consents.selectors import latest_decisions
from foundation.consents.services.asking import ask_by_mail
from foundation.consents.services.recording import Written, lock_people, write
from foundation.kernel.ids import new_id
from foundation.programmes.models import Membership

DECIDED: tuple[Any, ...] = (Consent, Answer, ConsentRequest)


@transaction.atomic
def forget(*, person_ids: Sequence[UUID]) -> None:
    """All about those of them who never claimed an account and have no place any more."""
    empty = list(_empty(person_ids).values_list("pk", flat=True))
    for table in (*DECIDED, Guardian):
        table._default_manager.filter(person__in=empty).delete()
    forget_shells(people=empty)


@transaction.atomic
def pass_on(*, from_person_id: UUID, to_person_id: UUID) -> None:
    """Her guardian follows the place to whoever has no other, and is asked about her; what one refused by her link stays
    refused. All else of who gave it is forgotten."""
    lock_people([from_person_id, to_person_id])
    if _empty([from_person_id]).exists():
        _carry_refusals(from_person_id, to_person_id)
        ConsentRequest.objects.filter(person=from_person_id).delete()
        noted = Guardian.objects.filter(person=from_person_id)
        noted.exclude(Exists(Guardian.objects.filter(person=to_person_id))).update(person=to_person_id)
    forget(person_ids=[from_person_id])
    ask_by_mail(person_ids=[to_person_id])


def _carry_refusals(giver: UUID, taker: UUID) -> None:
    """Unless the taker's own guardian decided by her link since."""
    known = latest_decisions([taker]).get(taker, {})
    refused: dict[Answer, dict[Purpose, bool]] = {}
    rows = Consent.objects.filter(person=giver, superseded_at=None, granted=False, answer__method=Method.LINK)
    for row in rows.select_related("answer").order_by("id"):
        if rules.gives_way(known.get(Purpose(row.purpose)), row.answer.decided_at.date()):
            refused.setdefault(row.answer, {})[Purpose(row.purpose)] = False
    write([_carried(answer, taker, decisions) for answer, decisions in refused.items()], method=Method.LINK)


def _carried(answer: Answer, taker: UUID, decisions: dict[Purpose, bool]) -> Written:
    said = (answer.decided_at, answer.guardian_name, answer.relationship)
    return Written(taker, *said, decisions, valid_until=answer.decided_at.date(), id=new_id())


def _empty(person_ids: Sequence[UUID]) -> QuerySet[User]:
    placed = Exists(Membership.objects.filter(person=OuterRef("pk")))
    return User.objects.filter(Q(erased_at__isnull=False) | ~placed, pk__in=person_ids, claimed_at=None)

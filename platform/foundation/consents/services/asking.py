"""Writing to guardians: for new learners, and before a decision runs out."""

from collections.abc import Collection, Sequence
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from foundation.consents.enums import Purpose
from foundation.consents.models import ConsentRequest
from foundation.consents.selectors import Due, guardians_perhaps_due, guardians_to_write_to
from foundation.consents.services.recording import lock_people
from foundation.consents.services.requests import refresh, request_for
from foundation.kernel.clock import now, today
from foundation.outbox import publish
from foundation.outbox.events.foundation import ConsentsAsked

CHUNK = 500


@transaction.atomic
def ask_by_mail(*, person_ids: Sequence[UUID]) -> int:
    """Ask the guardians of these people whose decision is needed, each once an occasion. Who is due is looked at again behind
    a lock on them: of two who ask at once, one finds the other's mail on its way."""
    people = [due.guardian.person_id for due in guardians_to_write_to(person_ids, today())]
    if not people:
        return 0
    lock_people(people)
    return ask(guardians_to_write_to(people, today()))


def sweep() -> int:
    """The same for everybody: guardians noted later, states opened since, decisions that end within a month."""
    asked, after = 0, None
    while people := guardians_perhaps_due(today(), after=after, limit=CHUNK):
        asked += ask_by_mail(person_ids=people)
        after = people[-1]
    return asked


def ask(dues: Sequence[Due]) -> int:
    """Their learners are locked."""
    if not dues:
        return 0
    about: dict[UUID | None, list[Purpose]] = {due.guardian.pk: sorted(due.purposes) for due in dues}
    drafts = [request_for(due.guardian.person_id, due.guardian) for due in dues]
    ConsentRequest.objects.bulk_create(drafts, ignore_conflicts=True)
    rows = ConsentRequest.objects.filter(guardian__in=about).order_by("id")
    requests = list(rows.select_for_update(of=("self",), no_key=True))
    refresh(requests)
    moment = now()
    for request in requests:
        request.asked_at, request.asked_about, request.failed_at = moment, about[request.guardian_id], None
    ConsentRequest.objects.bulk_update(requests, ["asked_at", "asked_about", "failed_at"])
    publish(ConsentsAsked(request_ids=[request.id for request in requests]))
    return len(requests)


def not_written(*, request_ids: Collection[UUID]) -> None:
    """No letter was made of these requests: their guardians count as not asked."""
    ConsentRequest.objects.filter(pk__in=request_ids).update(asked_at=None, asked_about=[], failed_at=None)


def not_delivered(*, links: Collection[tuple[UUID, int]]) -> None:
    """These letters were given up: their guardians are written to again, a while later."""
    issues = [Q(pk=request_id, counter=counter) for request_id, counter in links]
    if issues:
        ConsentRequest.objects.filter(reduce(or_, issues), asked_at__isnull=False).update(failed_at=now())

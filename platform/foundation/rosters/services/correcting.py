"""Mending rows in the preview: one, or all that have the same fault. They are read again by the batch that follows."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.kernel.errors import NotFound
from foundation.kernel.models import check_revision
from foundation.kernel.names import fold_name
from foundation.kernel.statements import run
from foundation.rosters.enums import Outcome
from foundation.rosters.errors import ValuesErased
from foundation.rosters.models import Roster, RosterRow
from foundation.rosters.policies import get_locked_roster, shown_to
from foundation.rosters.services.rows import fields_of
from foundation.rosters.services.uploading import begin_again, check_previewed

# Sheets may call a field differently: it is written below whichever of its headers the row's own sheet has.
WRITE = """
    UPDATE rosters_rosterrow
       SET cells = cells || coalesce((SELECT jsonb_object_agg(header, %(text)s::text)
                                        FROM unnest(%(headers)s::text[]) header WHERE cells ? header),
                                     jsonb_build_object(%(brought)s::text, %(text)s::text)),
           outcome = '', revision = revision + 1
     WHERE roster_id = %(roster)s AND number = ANY(%(numbers)s)
"""


@transaction.atomic
def correct(
    *,
    actor: User,
    roster_id: UUID,
    number: int,
    revision: int | None,
    values: Mapping[str, str] | None = None,
    alike: bool = False,
) -> RosterRow:
    """`values` are texts by field, as they might have stood in the file. With `alike` every row with the same message about
    the same text gets them too."""
    roster = get_locked_roster(actor, roster_id)
    row = RosterRow.objects.filter(roster=roster, number=number).exclude(outcome=Outcome.WITHDRAW).first()
    if row is None:
        raise NotFound
    if roster.erased_at:
        raise ValuesErased
    check_previewed(roster)
    check_revision(row, revision)
    if not values:
        return _shown(actor, row)
    for field, text in values.items():
        _write(roster, field, text, _numbers(roster, row, field) if alike else [number])
    begin_again(roster, actor)
    record(actor_id=actor.pk, action="roster.corrected", subject_type="roster", subject_id=roster.pk)
    return _shown(actor, row)


def _shown(actor: User, row: RosterRow) -> RosterRow:
    rows = RosterRow.objects.filter(roster=row.roster_id, number=row.number)
    return shown_to(actor, rows).select_related("organisation").get()


def _numbers(roster: Roster, row: RosterRow, field: str) -> list[int]:
    """Of the rows about whose `field` the same was said of the same text."""
    said = [fault for fault in row.faults if fault["field"] == field]
    rows = RosterRow.objects.filter(roster=roster).exclude(outcome=Outcome.WITHDRAW)
    same = Q(number=row.number)
    for fault in said:
        if field == "school":
            same |= _same_school(rows, row.school, fault["code"])
        else:
            same |= Q(faults__contains=[{"code": fault["code"], "field": field, "read": fault["read"]}])
    return list(rows.filter(same).values_list("number", flat=True))


def _same_school(rows: QuerySet[RosterRow], name: str, code: str) -> Q:
    """However it is written, as schools are known by their names."""
    told = Q(faults__contains=[{"code": code, "field": "school"}])
    names = rows.filter(told).values_list("school", flat=True).distinct()
    return told & Q(school__in=[other for other in names if fold_name(other) == fold_name(name)])


def _write(roster: Roster, field: str, text: str, numbers: list[int]) -> None:
    headers = [header for header, meant in fields_of(roster.detected).items() if meant == field]
    given = {"headers": headers, "brought": headers[0], "text": text}
    run(WRITE, {"roster": roster.pk, "numbers": numbers, **given})

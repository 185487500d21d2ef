"""Taking a file in. What is slow about it happens in the batch."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction

from foundation.accounts.models import User
from foundation.audit.services import record
from foundation.batches.services import start
from foundation.files.enums import MediaType
from foundation.files.services import store
from foundation.programmes.policies import get_managed_cohort
from foundation.rosters.enums import RosterStatus
from foundation.rosters.errors import BeingRead, NotPreviewed, ValuesErased
from foundation.rosters.models import RememberedColumn, Roster, RosterRow
from foundation.rosters.policies import get_locked_roster
from foundation.rosters.rules.headers import known_as
from foundation.rosters.services.rows import READ, UNREAD

PURPOSE = "roster"
MAX_BYTES = 50 * 1024 * 1024
ACCEPTED = (MediaType.CSV, MediaType.TSV, MediaType.TEXT, MediaType.XLSX, MediaType.XLS, MediaType.ODS, MediaType.ZIP)


@transaction.atomic
def upload(
    *,
    actor: User,
    cohort_id: UUID,
    file: "File[Any]",
    full: bool = False,
    columns: Mapping[str, str] | None = None,
    **reading: str,
) -> Roster:
    """`reading` may have `encoding`, `delimiter`, `sheet` and `date_order`; `columns` maps headers to fields, "" leaving one
    aside, and is remembered for whoever uploads. Raises what `files.services.store` raises."""
    cohort = get_managed_cohort(actor, cohort_id)
    stored = store(
        owner_id=actor.pk, purpose=PURPOSE, name=file.name or "", content=file, max_bytes=MAX_BYTES, accept=ACCEPTED
    )
    _remember(actor, columns or {})
    roster = Roster.objects.create(
        cohort=cohort,
        programme_id=cohort.programme_id,
        state_id=cohort.organisation.state_id,
        uploaded_by=actor,
        file=stored,
        full=full,
        options={name: value for name, value in reading.items() if value} | {"columns": _known_columns(actor)},
    )
    _begin(roster, actor)
    record(actor_id=actor.pk, action="roster.uploaded", subject_type="roster", subject_id=roster.pk)
    return roster


@transaction.atomic
def preview_again(*, actor: User, roster_id: UUID) -> Roster:
    """Compare the same rows with the cohort as it is now."""
    roster = get_locked_roster(actor, roster_id)
    if roster.erased_at:
        raise ValuesErased
    check_previewed(roster)
    begin_again(roster, actor)
    return roster


def check_previewed(roster: Roster) -> None:
    if roster.status == RosterStatus.READING:
        raise BeingRead
    if roster.status != RosterStatus.PREVIEWED:
        raise NotPreviewed


def begin_again(roster: Roster, actor: User) -> None:
    roster.status, roster.problem = RosterStatus.READING, ""
    roster.save(update_fields=["status", "problem"])
    _begin(roster, actor, RosterRow.objects.filter(roster=roster, outcome=UNREAD).count(), again=True)


def _begin(roster: Roster, actor: User, total: int = 0, **params: bool) -> None:
    roster.batch = start(kind=READ, owner_id=actor.pk, total=total, subject_id=roster.pk, params=params)
    roster.save(update_fields=["batch"])


def _remember(actor: User, columns: Mapping[str, str]) -> None:
    by_key = {known_as(header): field for header, field in columns.items() if header.strip()}
    RememberedColumn.objects.bulk_create(
        [RememberedColumn(person=actor, header_key=header, field=field) for header, field in by_key.items()],
        update_conflicts=True,
        unique_fields=["person", "header_key"],
        update_fields=["field"],
    )


def _known_columns(actor: User) -> dict[str, str]:
    return dict(RememberedColumn.objects.filter(person=actor).values_list("header_key", "field"))

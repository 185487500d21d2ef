"""A roster is for those who manage its cohort: whoever may add members there."""

from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from foundation.accounts.models import User
from foundation.batches.models import Batch
from foundation.programmes.policies import cohorts_managed_by, memberships_visible_to, one
from foundation.rosters.models import Roster, RosterRow, Sheet


def rosters_visible_to(actor: User) -> QuerySet[Roster]:
    rosters = Roster.objects.select_related("cohort", "batch", "file")
    return rosters.filter(cohort__in=cohorts_managed_by(actor))


def get_roster_for(actor: User, roster_id: UUID) -> Roster:
    return one(rosters_visible_to(actor).filter(pk=roster_id))


def get_locked_roster(actor: User, roster_id: UUID) -> Roster:
    """For a change."""
    return one(rosters_visible_to(actor).filter(pk=roster_id).select_for_update(of=("self",), no_key=True))


def rows_visible_to(actor: User, roster_id: UUID) -> QuerySet[RosterRow]:
    rows = RosterRow.objects.filter(roster=get_roster_for(actor, roster_id))
    return shown_to(actor, rows).select_related("organisation")


def shown_to(actor: User, rows: QuerySet[RosterRow]) -> QuerySet[RosterRow]:
    """Whoever asked for the preview may have seen more people than others who read it: a row tells whom it means, and how
    she differs, only to who sees that membership."""
    visible = memberships_visible_to(actor).filter(pk=OuterRef("membership_id"))
    return rows.annotate(seen_membership=Subquery(visible.values("pk")[:1]))


def get_row_for(actor: User, roster_id: UUID, number: int) -> RosterRow:
    return one(rows_visible_to(actor, roster_id).filter(number=number))


def sees_job(actor: User, batch: Batch) -> bool:
    """Whoever sees the roster: a colleague too, and nobody who has lost the grant since."""
    seen = rosters_visible_to(actor)
    return batch.subject_id is not None and seen.filter(pk=batch.subject_id).exists()


def sees_drawing(actor: User, batch: Batch) -> bool:
    seen = Sheet.objects.filter(roster__in=rosters_visible_to(actor))
    return batch.subject_id is not None and seen.filter(pk=batch.subject_id).exists()

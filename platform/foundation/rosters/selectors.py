from uuid import UUID

from django.db.models import F, Func, QuerySet, TextField

from foundation.accounts.models import User
from foundation.programmes.policies import get_managed_cohort
from foundation.rosters.enums import Outcome
from foundation.rosters.errors import ValuesErased
from foundation.rosters.models import Roster, RosterRow
from foundation.rosters.policies import get_roster_for, rosters_visible_to, rows_visible_to, shown_to
from foundation.rosters.rules.terms import RESULT


def list_rosters(actor: User, cohort_id: UUID) -> QuerySet[Roster]:
    """A cohort's lists, whoever of its coordinators uploaded them."""
    return rosters_visible_to(actor).filter(cohort=get_managed_cohort(actor, cohort_id))


def list_rows(actor: User, roster_id: UUID, outcome: str | None = None) -> QuerySet[RosterRow]:
    rows = rows_visible_to(actor, roster_id)
    return rows if outcome is None else rows.filter(outcome=outcome)


def rows_of_file(actor: User, roster_id: UUID, outcome: str | None = None) -> tuple[list[str], QuerySet[RosterRow]]:
    """The headers of the file, behind them what corrections brought in; and its rows. Raises `ValuesErased`."""
    roster = get_roster_for(actor, roster_id)
    if roster.erased_at:
        raise ValuesErased
    own = RosterRow.objects.filter(roster=roster).exclude(outcome=Outcome.WITHDRAW)
    rows = shown_to(actor, own).order_by("number")
    keys = Func(F("cells"), function="jsonb_object_keys", output_field=TextField())
    brought = RosterRow.objects.filter(roster=roster).annotate(key=keys).values_list("key", flat=True).distinct()
    headers = [column["header"] for column in roster.detected.get("columns", ())]
    chosen = rows if outcome is None else rows.filter(outcome=outcome)
    return [name for name in dict.fromkeys([*headers, *sorted(brought)]) if name not in RESULT], chosen

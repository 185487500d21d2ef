import csv
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction

from foundation.audit.services import record
from foundation.kernel.language import LANGUAGES
from foundation.programmes.models import MemberState

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "member_states.csv"


@transaction.atomic
def load_member_states(*, path: Path | None = None) -> int:
    """Add the states of the list that are missing; returns how many. Those that are there stay as the office has them.

    A CSV in UTF-8 with the columns `code`, `name_ar`, `name_en`, `name_fr` and, if there is one, `languages` (`ar fr`).
    """
    known = set(MemberState.objects.values_list("code", flat=True))
    missing = [state for state in _read(path or Path(settings.MEMBER_STATES or SHIPPED)) if state.code not in known]
    MemberState.objects.bulk_create(missing, ignore_conflicts=True)
    for state in missing:
        details = {"code": state.code}
        record(
            actor_id=None,
            action="memberstate.created",
            subject_type="memberstate",
            subject_id=state.id,
            details=details,
        )
    return len(missing)


def _read(path: Path) -> Iterator[MemberState]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            names = {language: (row.get(f"name_{language}") or "").strip() for language in LANGUAGES}
            yield MemberState(
                code=row["code"].strip().upper(),
                name={language: name for language, name in names.items() if name},
                languages=(row.get("languages") or "").split() or list(LANGUAGES),
            )

"""What a list said of guardians, taken back when the list is undone."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from foundation.audit.services import record_many
from foundation.consents.enums import Method
from foundation.consents.services.requests import TOLD, GuardianNote
from foundation.kernel.clock import now
from foundation.kernel.statements import run

LISTS = {f"{time}_{field}": f"%({time}_{field})s::text[]" for time in ("former", "said") for field in TOLD}
GIVEN = f"unnest(%(people)s::uuid[], {', '.join(LISTS.values())}) AS given (person_id, {', '.join(LISTS)})"
UNTOUCHED = " AND ".join(f"given.said_{field} IN ('', g.{field})" for field in TOLD)
NOBODY = " AND ".join(f"given.former_{field} = ''" for field in TOLD)
FORMER = ", ".join(f"given.former_{field}" for field in TOLD)
# A link that went to the address of the list is void.
VOID = f"""
    DELETE FROM consents_consentrequest r USING consents_guardian g, {GIVEN}
     WHERE r.guardian_id = g.id AND g.person_id = given.person_id AND {UNTOUCHED} AND g.email <> given.former_email
"""  # noqa: S608
FORGET = (
    f"DELETE FROM consents_guardian g USING {GIVEN} WHERE g.person_id = given.person_id AND {UNTOUCHED} AND {NOBODY}"  # noqa: S608
)
RESTORE = f"""
    UPDATE consents_guardian g SET ({", ".join(TOLD)}) = ROW({FORMER})
      FROM {GIVEN} WHERE g.person_id = given.person_id AND {UNTOUCHED}
"""  # noqa: S608
END = """
    UPDATE consents_consent c SET superseded_at = %(now)s FROM consents_answer a
     WHERE a.id = c.answer_id AND a.method = %(method)s AND a.evidence = %(evidence)s
       AND c.person_id = ANY(%(people)s) AND c.superseded_at IS NULL
    RETURNING c.person_id, c.purpose, a.created_at
"""
# What an answer superseded bears the time at which it was written.
REVIVE = """
    UPDATE consents_consent c SET superseded_at = NULL
      FROM unnest(%(people)s::uuid[], %(purposes)s::text[], %(times)s::timestamptz[]) AS ended (person_id, purpose, at)
     WHERE c.person_id = ended.person_id AND c.purpose = ended.purpose AND c.superseded_at = ended.at
"""


@transaction.atomic
def restore_guardians(*, pairs: Sequence[tuple[GuardianNote, GuardianNote]]) -> None:
    """`pairs` are what was noted of a learner's guardian before a list, and what the list said. Whatever was changed since
    stays as it is."""
    if not pairs:
        return
    given: dict[str, Any] = {"people": [former.person_id for former, _ in pairs]}
    for field in TOLD:
        given[f"former_{field}"] = [getattr(former, field) for former, _ in pairs]
        given[f"said_{field}"] = [getattr(said, field) for _, said in pairs]
    for statement in (VOID, FORGET, RESTORE):
        run(statement, given)


@transaction.atomic
def take_back_consents(*, actor_id: UUID | None, person_ids: Sequence[UUID], evidence: str) -> None:
    """Those of these people that a list entered, and that still stand: what they superseded stands again."""
    given = {"people": list(person_ids), "evidence": evidence, "method": Method.ROSTER.value, "now": now()}
    ended = run(END, given) if person_ids else []
    if not ended:
        return
    people, purposes, times = map(list, zip(*ended, strict=True))
    run(REVIVE, {"people": people, "purposes": purposes, "times": times})
    record_many(
        actor_id=actor_id,
        action="consent.taken_back",
        subject_type="person",
        subject_ids=sorted(set(people)),
        details={"method": Method.ROSTER.value},
    )

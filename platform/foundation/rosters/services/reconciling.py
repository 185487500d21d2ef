"""Comparing a roster with who is there: whom each row means, and what applying would do with her.

The statements find who might be meant; `rules.identity` decides. Everything is done again from the start each time, so that a
preview made twice of the same rows and the same programme is the same, digest included.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Max

from foundation.accounts.models import User
from foundation.consents.selectors import readiness
from foundation.kernel.clock import today
from foundation.kernel.statements import run
from foundation.programmes.models import Cohort
from foundation.programmes.policies import cohorts_managed_by
from foundation.rosters.enums import Outcome
from foundation.rosters.models import Roster, RosterRow
from foundation.rosters.rules.identity import Match, Tie, Verdict, whom
from foundation.rosters.services.meaning import keep_the_same, members_meant
from foundation.rosters.services.ties import (
    AMONG,
    ANYBODY_GONE,
    CLAIMED_TWICE,
    COLLECT_AMONG,
    COLLECT_GONE,
    COLLECT_OTHERS,
    FORGET,
    OTHERS,
    Step,
    chosen,
    in_steps,
    settle,
    unsettled,
)

ANALYSE_FROM = 1000
MANY = 5  # withdrawn at once, and a quarter of all: perhaps not the whole list
RESET = """
    UPDATE rosters_rosterrow SET outcome = 'add', findings = '[]', person_id = NULL, membership_id = NULL, due = true
     WHERE roster_id = %(roster)s AND outcome IN ('add', 'keep', 'move', 'conflict')
       AND (outcome <> 'add' OR findings <> '[]' OR NOT due)
"""
# Other rows are told by their places: people look for them in their file.
JUDGE = """
    UPDATE rosters_rosterrow SET outcome = 'conflict', due = false,
           findings = jsonb_build_array(jsonb_build_object('code', v.code, 'field', '', 'expected', '', 'read',
               coalesce((SELECT string_agg(other.place, ', ' ORDER BY other.number) FROM rosters_rosterrow other
                          WHERE other.roster_id = %(roster)s AND other.number = ANY(string_to_array(v.read, ', ')::int[])),
               '')))
      FROM unnest(%(numbers)s::int[], %(codes)s::text[], %(reads)s::text[]) v (number, code, read)
     WHERE roster_id = %(roster)s AND rosters_rosterrow.number = v.number AND outcome = 'add'
"""
KEEP = """
    UPDATE rosters_rosterrow r
       SET outcome = k.outcome, person_id = k.person, membership_id = k.membership, findings = k.findings, due = k.due
      FROM unnest(%(numbers)s::int[], %(outcomes)s::text[], %(people)s::uuid[], %(memberships)s::uuid[],
                  %(findings)s::jsonb[], %(due)s::bool[]) k (number, outcome, person, membership, findings, due)
     WHERE r.roster_id = %(roster)s AND r.number = k.number
"""
# Members whom no row means. Whoever an unreadable or doubtful row might mean by her name is not taken for missing.
LEAVE = f"""
    INSERT INTO rosters_rosterrow (roster_id, number, revision, place, cells, name, name_latin, learner_number, email, phone,
           gender, birth_date, language, school, organisation_id, "group", guardian_name, guardian_email, guardian_phone,
           relationship, faults, findings, outcome, person_id, membership_id, due, applied)
    SELECT %(roster)s, %(last)s + row_number() OVER (ORDER BY u.name_key, m.id), 1, '', '{{}}', u.name, u.name_latin,
           m.learner_number, '', '', u.gender, u.birth_date, u.language, '', m.organisation_id, m.group, '', '', '', '',
           '[]', '[]', 'withdraw', m.person_id, m.id, true, false
      FROM programmes_membership m JOIN accounts_user u ON u.id = m.person_id
     WHERE m.cohort_id = %(cohort)s AND m.status <> 'withdrawn' AND NOT EXISTS (SELECT FROM {OTHERS} WHERE other = m.id)
       AND NOT EXISTS (SELECT FROM rosters_rosterrow r WHERE r.roster_id = %(roster)s AND r.outcome IN ('error', 'conflict')
                          AND r.name_key = u.name_key)
"""  # noqa: S608
# A sample of 6,000 rows, and of what is compared alone.
ANALYSE = """
    SET LOCAL default_statistics_target = 20;
    ANALYZE rosters_rosterrow (roster_id, number, learner_number, email, phone, name_key, birth_date, outcome, due)
"""
# The same for whom rows are compared with, once many have come: the next list may be here before the database looks itself.
ANALYSE_PEOPLE = """
    SET LOCAL default_statistics_target = 20;
    ANALYZE programmes_membership (id, person_id, cohort_id, programme_id, state_id, organisation_id, learner_number, status),
            accounts_user (id, email, phone, name_key, birth_date)
"""
COUNTS = "SELECT outcome, count(*) FROM rosters_rosterrow WHERE roster_id = %(roster)s GROUP BY outcome"
DIGEST = """
    SELECT encode(sha256(convert_to(coalesce(string_agg(concat_ws('|', number, outcome, membership_id, md5(cells::text), due,
                  md5(findings::text)), E'\\n' ORDER BY number), ''), 'UTF8')), 'hex')
      FROM rosters_rosterrow WHERE roster_id = %(roster)s
"""
BASELINE = """
    SELECT encode(sha256(convert_to(coalesce(string_agg(concat_ws('|', id, person_id, organisation_id, "group",
                  learner_number), E'\\n' ORDER BY id), ''), 'UTF8')), 'hex')
      FROM programmes_membership WHERE cohort_id = %(cohort)s AND status <> 'withdrawn'
"""


def preview(roster: Roster, *, asker: User | None, fresh: bool = True) -> None:
    """Give each row its outcome and the roster its counts, digest and findings. In the caller's transaction. Rows that are not
    `fresh` were compared before."""
    RosterRow.objects.filter(roster=roster, outcome=Outcome.WITHDRAW).delete()
    run(RESET, {"roster": roster.pk})
    scope = _scope(roster, asker)
    if fresh and sum(roster_counts(roster).values()) >= ANALYSE_FROM:
        run(ANALYSE, {})
    _find(roster, scope)
    if roster.full:
        _leave(roster)
    run(FORGET, {})
    roster.counts = {outcome.value: 0 for outcome in Outcome} | roster_counts(roster)
    roster.baseline = baseline(roster.cohort_id)
    roster.digest = digest(roster)
    roster.notices = list(_notices(roster))
    roster.save(update_fields=["counts", "baseline", "digest", "notices"])


def digest(roster: Roster) -> str:
    """Of the rows and their outcomes."""
    return str(run(DIGEST, {"roster": roster.pk})[0][0])


def baseline(cohort_id: UUID) -> str:
    """Of who is in the cohort, and how; claiming an account changes nothing of it."""
    return str(run(BASELINE, {"cohort": cohort_id})[0][0])


def roster_counts(roster: Roster) -> dict[str, int]:
    return dict(run(COUNTS, {"roster": roster.pk}))


def _scope(roster: Roster, asker: User | None) -> dict[str, Any]:
    """Members of other cohorts are reached only where whoever asks for this preview manages those too."""
    within = Cohort.objects.filter(programme=roster.programme_id)
    managed = cohorts_managed_by(asker) if asker else Cohort.objects.none()
    cohorts = list(within.filter(pk__in=managed.values("pk")).values_list("pk", flat=True))
    return {
        "roster": roster.pk,
        "programme": roster.programme_id,
        "state": roster.state_id,
        "cohort": roster.cohort_id,
        "organisation": roster.cohort.organisation_id,
        "cohorts": [*cohorts, roster.cohort_id],
    }


def _find(roster: Roster, scope: dict[str, Any]) -> None:
    """Write keep, move and conflict. Ties wait in tables of this transaction and are judged in steps: a long list takes no
    more memory than a short one."""
    steps = in_steps(RosterRow.objects.filter(roster=roster).aggregate(last=Max("number", default=0))["last"])
    run(COLLECT_OTHERS, scope)
    for step in steps:
        verdicts = _verdicts(unsettled(OTHERS, step))
        settle({number: verdict.other for number, verdict in verdicts.items()})
        _judge(roster, {number: (verdict.doubt, "") for number, verdict in verdicts.items() if verdict.doubt})
    _bring_back(scope, steps)
    run(COLLECT_AMONG, scope)
    for step in steps:
        _doubt(roster, _doubts_among(roster, unsettled(AMONG, step)))
    _doubt(roster, {number: ("claimed_twice", rows) for number, rows in run(CLAIMED_TWICE, {})})
    for step in steps:
        keep_the_same(roster, step)
        _keep(roster, chosen(roster.pk, step))


def _bring_back(scope: dict[str, Any], steps: list[Step]) -> None:
    """The rows that mean somebody who was withdrawn. Where that is in doubt they mean somebody new."""
    if run(ANYBODY_GONE, scope)[0][0]:
        run(COLLECT_GONE, scope)
        for step in steps:
            verdicts = _verdicts(unsettled(OTHERS, step))
            settle({number: verdict.other for number, verdict in verdicts.items() if verdict.other})


def _doubts_among(roster: Roster, ties: list[tuple[Any, ...]]) -> dict[int, tuple[str, str]]:
    """Rows that mean one person: of those alike in every cell the first stands, of others none does."""
    doubts: dict[int, tuple[str, str]] = {}
    firsts: dict[int, int] = {}
    earliest: dict[int, int] = {}
    for number, other, *_ in ties:
        earliest[number] = min(other, earliest.get(number, other))
    for number, verdict in _verdicts(ties).items():
        twin = verdict.other or earliest[number]
        doubts[number] = (
            "same_as_row" if verdict.other or verdict.doubt == "several_people" else verdict.doubt,
            str(twin),
        )
        firsts[number] = twin
    if not firsts:
        return {}
    cells = dict(
        RosterRow.objects.filter(roster=roster, number__in={*firsts, *firsts.values()}).values_list("number", "cells")
    )
    for number, twin in firsts.items():
        if cells[number] != cells[twin]:
            doubts.setdefault(twin, (doubts[number][0], str(number)))
    return doubts


def _verdicts(ties: Iterable[tuple[Any, ...]]) -> dict[int, Verdict[Any]]:
    matches: defaultdict[int, list[Match[Any]]] = defaultdict(list)
    for number, other, tie, name, other_name, reachable in ties:
        matches[number].append(Match(other, Tie(tie), name, other_name, reachable))
    verdicts = {number: whom(found) for number, found in matches.items()}
    return {number: verdict for number, verdict in verdicts.items() if verdict != Verdict()}


def _doubt(roster: Roster, doubts: dict[int, tuple[str, str]]) -> None:
    """Whoever these rows were taken for, they are not now."""
    settle(dict.fromkeys(doubts))
    _judge(roster, doubts)


def _judge(roster: Roster, doubts: dict[int, tuple[str, str]]) -> None:
    values = {
        "numbers": list(doubts),
        "codes": [code for code, _ in doubts.values()],
        "reads": [read for _, read in doubts.values()],
    }
    if doubts:
        run(JUDGE, {"roster": roster.pk, **values})


def _keep(roster: Roster, meant: dict[int, UUID]) -> None:
    rows = members_meant(roster, meant)
    if not rows:
        return
    values = {
        "numbers": [row.number for row in rows],
        "outcomes": [row.becomes(roster.cohort_id) for row in rows],
        "people": [row.person_id for row in rows],
        "memberships": [row.membership_id for row in rows],
        "findings": [row.findings() for row in rows],
        "due": [row.asks_for_something(roster.cohort_id) for row in rows],
    }
    run(KEEP, {"roster": roster.pk, **values})


def _leave(roster: Roster) -> None:
    last = RosterRow.objects.filter(roster=roster).count()
    run(LEAVE, {"roster": roster.pk, "cohort": roster.cohort_id, "last": last})


def _notices(roster: Roster) -> Iterable[dict[str, str]]:
    """What concerns the list as a whole."""
    cohort = Cohort.objects.get(pk=roster.cohort_id)
    leaving, members = roster.counts.get(Outcome.WITHDRAW, 0), cohort.seats_taken
    if leaving >= MANY and leaving * 4 >= members:
        yield {"code": "many_withdrawn", "field": "", "read": str(leaving), "expected": str(members)}
    missing = seats_missing(roster, cohort)
    if missing > 0:
        yield {"code": "seats_short", "field": "", "read": str(missing), "expected": str(cohort.seats + missing)}
    if readiness([roster.state_id])[roster.state_id] and _has_minors(roster):
        yield {"code": "state_not_open", "field": "", "read": "", "expected": ""}


def seats_missing(roster: Roster, cohort: Cohort) -> int:
    """How many more seats applying would need than are free."""
    counts = roster.counts
    coming = counts.get(Outcome.ADD, 0) + counts.get(Outcome.MOVE, 0) - counts.get(Outcome.WITHDRAW, 0)
    return int(cohort.seats_taken + coming - cohort.seats)


def _has_minors(roster: Roster) -> bool:
    adults = today().replace(year=today().year - 18, day=min(today().day, 28))
    rows = RosterRow.objects.filter(roster=roster, outcome=Outcome.ADD)
    return rows.exclude(birth_date__lte=adults).exists()

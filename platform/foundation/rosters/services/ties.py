"""What rows have in common with members, and with each other."""

from collections.abc import Mapping
from typing import Any, TypeAlias
from uuid import UUID

from foundation.kernel.statements import run
from foundation.rosters.rules.identity import Tie

# A number counts within its state.
MEMBER = """
               m.id, CASE WHEN m.state_id = %(state)s THEN m.learner_number ELSE '' END AS number,
               m.learner_number <> '' AS numbered, lower(u.email) AS email, u.phone, u.name_key, u.birth_date,
               m.organisation_id AS school, m.group, m.cohort_id,
               m.learner_number || u.email || u.phone = '' AND u.birth_date IS NULL AS bare,
               m.state_id = %(state)s AND m.cohort_id = ANY(%(cohorts)s) AS reachable
          FROM programmes_membership m JOIN accounts_user u ON u.id = m.person_id
"""
# Who is in the programme.
THERE = f"""
    here AS NOT MATERIALIZED (
        SELECT {MEMBER} WHERE m.programme_id = %(programme)s AND m.status <> 'withdrawn'
    )
"""
# Who was withdrawn last from a cohort that is reached, and is nowhere else by now.
LEFT = """m.programme_id = %(programme)s AND m.state_id = %(state)s AND m.cohort_id = ANY(%(cohorts)s)
           AND m.status = 'withdrawn'"""
BEFORE = f"""
    gone AS MATERIALIZED (
        SELECT DISTINCT ON (m.person_id) {MEMBER}
         WHERE {LEFT} AND u.erased_at IS NULL
           AND NOT EXISTS (SELECT FROM programmes_membership live WHERE live.person_id = m.person_id
                              AND live.programme_id = m.programme_id AND live.status <> 'withdrawn')
           AND NOT EXISTS (SELECT FROM programmes_membership live WHERE live.programme_id = m.programme_id
                              AND live.state_id = m.state_id AND live.learner_number = m.learner_number
                              AND live.learner_number <> '' AND live.status <> 'withdrawn')
         ORDER BY m.person_id, m.withdrawn_at DESC
    )
"""  # noqa: S608
ANYBODY_GONE = f"SELECT EXISTS (SELECT FROM programmes_membership m WHERE {LEFT})"  # noqa: S608
# How many rows share an address, and the how-manieth a row is with its number, or with its name and birth date or address: a
# school's phone on every row, or a column of ones taken for numbers, must not make pairs of everybody with everybody.
ROWS = """
    rows AS MATERIALIZED (
        SELECT number AS id, learner_number AS number, learner_number <> '' AS numbered, email, phone, name_key, birth_date,
               coalesce(organisation_id, %(organisation)s) AS school, "group",
               learner_number || email || phone = '' AND birth_date IS NULL AS bare,
               count(*) OVER (PARTITION BY email) AS email_shared, count(*) OVER (PARTITION BY phone) AS phone_shared {}
          FROM rosters_rosterrow WHERE roster_id = %(roster)s AND outcome <> 'withdraw'
    )
"""
WITH_COPIES = """,
               row_number() OVER (PARTITION BY learner_number ORDER BY number) AS number_copy,
               row_number() OVER (PARTITION BY name_key, birth_date ORDER BY number) AS name_copy,
               row_number() OVER (PARTITION BY email, name_key ORDER BY number) AS email_copy,
               row_number() OVER (PARTITION BY phone, name_key ORDER BY number) AS phone_copy
"""
FAMILY = 8  # more rows than this with one address: it is a school's, and a birth date beside it says nothing
COPIES = 5  # with more of them, the first ones are enough to tell
UNNUMBERED = "'' IN (a.number, b.number)"
BY_NAME = (
    f"CASE WHEN a.school = b.school THEN {Tie.NAME_AND_BIRTH_DATE_IN_SCHOOL:d} ELSE {Tie.NAME_AND_BIRTH_DATE:d} END"
)
NUMBER = f"{Tie.NUMBER:d}"
CONDITIONS = [
    (NUMBER, "a.number <> '' AND b.number = a.number", "number_copy"),
    *(
        (f"{tie:d}", f"a.{address} <> '' AND b.{address} = a.{address} AND {UNNUMBERED} AND {more}", copy)
        for address in ("email", "phone")
        for tie, more, copy in (
            (Tie.CONTACT_AND_NAME, "b.name_key = a.name_key", f"{address}_copy"),
            (
                Tie.CONTACT_AND_BIRTH_DATE,
                f"b.birth_date = a.birth_date AND b.name_key <> a.name_key AND a.{address}_shared <= {FAMILY}",
                "name_copy",
            ),
        )
    ),
    (
        BY_NAME,
        "a.name_key <> '' AND b.name_key = a.name_key AND b.birth_date = a.birth_date AND NOT (a.numbered AND b.numbered)",
        "name_copy",
    ),
]
# Who names no school has the cohort's organisation: it may be somebody of any school.
SAME_NAME = "b.name_key = a.name_key AND a.bare AND b.cohort_id = %(cohort)s"
BARE = [
    (f"{Tie.BARE_NAMES_IN_CLASS:d}", f"{SAME_NAME} AND b.bare AND b.school = a.school AND b.group = a.group", ""),
    (
        f"{Tie.BARE_NAME_IN_SCHOOL:d}",
        f"{SAME_NAME} AND (b.school = a.school OR %(organisation)s IN (a.school, b.school))",
        "",
    ),
]


OTHERS, AMONG = "rosters_ties_with_others", "rosters_ties_among"  # tables of one transaction


UNJUDGED = "NULL::bool"


def _ties(
    others: str,
    reachable: str,
    conditions: list[tuple[str, str, str]],
    *,
    more: str = "",
    beside: str = "",
    copies: str = "",
    by_number: str = UNJUDGED,
) -> str:
    """Of our own words alone."""
    pairs = [
        f"SELECT a.id, b.id, {tie}, a.name_key, b.name_key, {reachable}, {by_number if tie == NUMBER else UNJUDGED} "  # noqa: S608
        f"FROM rows a JOIN {others} b ON {condition} {more.format(copy=copy)}"
        for tie, condition, copy in conditions
    ]
    return f"WITH {ROWS.format(copies)} {beside} " + " UNION ALL ".join(pairs)


COLLECT = "CREATE TEMPORARY TABLE {} (number, other, tie, name, other_name, reachable, chosen) ON COMMIT DROP AS {}"
# A number is one member's alone in a state, and decides: whoever is found by it needs no judging.
COLLECT_OTHERS = COLLECT.format(
    OTHERS,
    _ties(
        "here",
        "b.reachable",
        CONDITIONS + BARE,
        beside=f", {THERE}",
        by_number="CASE WHEN b.reachable THEN true END",
    ),
)
FEW = f"AND b.id < a.id AND b.{{copy}} <= {COPIES}"
COLLECT_AMONG = COLLECT.format(AMONG, _ties("rows", "true", CONDITIONS, more=FEW, copies=WITH_COPIES))
# For the rows that mean nobody yet, nor are in doubt.
COLLECT_GONE = f"""
    INSERT INTO {OTHERS}
    SELECT * FROM ({_ties("gone", "true", CONDITIONS, beside=f", {BEFORE}")}) gone (number)
     WHERE NOT EXISTS (SELECT FROM {OTHERS} t WHERE t.number = gone.number AND t.chosen IS NOT NULL)
"""  # noqa: S608
FORGET = f"DROP TABLE {OTHERS}, {AMONG}"
RANGE = "number BETWEEN %(first)s AND %(last)s"
UNSETTLED = """
    SELECT number, other, tie, name, other_name, reachable FROM {0} t
     WHERE chosen IS NULL AND number BETWEEN %(first)s AND %(last)s
       AND NOT EXISTS (SELECT FROM {0} settled WHERE settled.number = t.number AND settled.chosen IS NOT NULL)
"""
SETTLE = f"""
    UPDATE {OTHERS} t SET chosen = coalesce(t.other = settled.other, false)
      FROM unnest(%(numbers)s::int[], %(others)s::uuid[]) settled (number, other) WHERE t.number = settled.number
"""  # noqa: S608
CHOSEN = f"SELECT DISTINCT number, other FROM {OTHERS} WHERE chosen AND {RANGE}"  # noqa: S608
TO_WRITE = f"""
    SELECT meant.* FROM ({CHOSEN}) meant (number)
      JOIN rosters_rosterrow r ON r.roster_id = %(roster)s AND r.number = meant.number AND r.outcome = 'add'
"""  # noqa: S608
CLAIMED_TWICE = f"""
    WITH claim AS (SELECT DISTINCT number, other FROM {OTHERS} WHERE chosen),
         twice AS (SELECT other, string_agg(number::text, ', ' ORDER BY number) AS numbers FROM claim
                    GROUP BY other HAVING count(*) > 1)
    SELECT claim.number, twice.numbers FROM claim JOIN twice USING (other)
"""  # noqa: S608
STEP = 5000
Step: TypeAlias = dict[str, int]


def in_steps(last: int) -> list[Step]:
    """The rows up to the `last`, as many at a time as are held in memory."""
    return [{"first": first, "last": first + STEP - 1} for first in range(1, last + 1, STEP)]


def unsettled(table: str, step: Step) -> list[tuple[Any, ...]]:
    """`(number, other, tie, name, other's name, reachable)`."""
    return run(UNSETTLED.format(table), step)


def settle(others: Mapping[int, UUID | None]) -> None:
    """Each of these rows means one membership, or is in doubt."""
    if others:
        run(SETTLE, {"numbers": list(others), "others": list(others.values())})


def chosen(roster_id: UUID, step: Step) -> dict[int, UUID]:
    """The memberships that rows were settled to mean, as far as nothing is written of it yet."""
    return dict(run(TO_WRITE, {"roster": roster_id, **step}))

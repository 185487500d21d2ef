"""The floor of bulk work: a raw `COPY` of the very rows that it wrote, with indexes and foreign keys as they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

import psycopg
from psycopg import sql

# What applying a roster writes, in an order in which foreign keys hold; rows of before are told apart by their transaction.
PEOPLE = ("accounts_user", "programmes_membership", "programmes_invitation", "enrolment_enrolment")
BESIDE = ("notifications_notification", "audit_record", "outbox_eventrecord", "outbox_delivery")
ROWS = ("rosters_rosterrow",)


@dataclass
class Written:
    """The rows of each table as `COPY` takes them."""

    data: dict[str, list[bytes]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)


def present(database: psycopg.Connection) -> int:
    """A transaction id: what is written from now on has at least this one, what was written before a smaller one."""
    return int(database.execute("SELECT pg_current_xact_id()::xid::text").fetchone()[0])  # type: ignore[index]


def take_out(database: psycopg.Connection, tables: Sequence[str], since: int, until: int) -> Written:
    """Read and delete the rows written in this time, so that they can be copied back."""
    written = Written()
    for table in tables:
        name, recent = sql.Identifier(table), sql.SQL("xmin::text::bigint BETWEEN {} AND {}").format(since, until)
        query = sql.SQL("COPY (SELECT {} FROM {} WHERE {}) TO STDOUT (FORMAT binary)")
        columns = _columns(database, table)
        with database.cursor().copy(query.format(columns, name, recent)) as out:
            written.data[table] = [bytes(block) for block in out]
    database.execute("SET session_replication_role = replica")
    for table in reversed(tables):
        gone = sql.SQL("DELETE FROM {} WHERE xmin::text::bigint BETWEEN {} AND {}")
        gone = gone.format(sql.Identifier(table), since, until)
        database.execute(gone)
    database.execute("SET session_replication_role = origin")
    for table in tables:
        database.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier(table)))
    return written


def put_back(database: psycopg.Connection, written: Written, tables: Sequence[str]) -> float:
    """Seconds that `COPY` takes, in one transaction."""
    columns = {table: _columns(database, table) for table in tables}
    began = perf_counter()
    with database.transaction():
        for table in tables:
            into = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(sql.Identifier(table), columns[table])
            with database.cursor().copy(into) as copy:
                for block in written.data[table]:
                    copy.write(block)
    return perf_counter() - began


def _columns(database: psycopg.Connection, table: str) -> sql.Composed:
    """Those that are not generated."""
    query = """SELECT column_name FROM information_schema.columns
                WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position"""
    names = [sql.Identifier(name) for (name,) in database.execute(query, [table])]
    return sql.SQL(", ").join(names)  # type: ignore[return-value]

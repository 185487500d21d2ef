"""How PostgreSQL goes about a statement."""

from collections.abc import Iterable

from django.db import connection

LARGE = 1000


def tend(*tables: str) -> None:
    """Leave the tables as autovacuum (off here) would: counted, and their indexes swept."""
    sweep(*tables)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def sweep(*tables: str) -> None:
    """Rid the indexes of the tables, or of all, of what other tests wrote and took back, which makes an index look dearer than
    the whole table."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables or connection.introspection.table_names(cursor):
            cursor.execute(f"REINDEX TABLE {table}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def scans(statement: str) -> set[tuple[str, str]]:
    """(kind, index or table) of each scan in its plan, data-modifying ones included: nothing is run."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
        waiting, met = [cursor.fetchone()[0][0]["Plan"]], set()
    while waiting:
        node = waiting.pop()
        waiting += node.get("Plans", [])
        if "Scan" in node["Node Type"]:
            met.add((node["Node Type"], node.get("Index Name", node.get("Relation Name", ""))))
    return met


def read_whole(statements: Iterable[str]) -> set[str]:
    """The large tables that they read from end to end. How a small one is read is as well, and depends on what was counted in
    it last, be it by another test."""
    met = set().union(*map(scans, statements))
    return {table for kind, table in met if kind == "Seq Scan" and _is_large(table)}


def _is_large(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT FROM {table} LIMIT {LARGE}) few")
        return bool(cursor.fetchone()[0] == LARGE)

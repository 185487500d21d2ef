"""How PostgreSQL goes about a statement."""

from django.db import connection


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

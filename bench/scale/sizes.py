"""How much room the tables and their indexes take, and which indexes nothing asked for."""

from typing import Any

from django.db import connection

MIB = 2**20
NAMED = 12


def tables() -> dict[str, Any]:
    """The whole database and its largest tables, MiB of rows and of indexes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        whole = cursor.fetchone()[0]
        cursor.execute(
            "SELECT relname, pg_table_size(relid), pg_indexes_size(relid), n_live_tup "
            "FROM pg_stat_user_tables ORDER BY pg_total_relation_size(relid) DESC LIMIT %s",
            [NAMED],
        )
        rows = cursor.fetchall()
    return {
        "database_mib": round(whole / MIB, 1),
        "tables": {
            name: {"rows": n, "mib": round(held / MIB, 1), "index_mib": round(index / MIB, 1)}
            for name, held, index, n in rows
        },
    }


def unused_indexes(least_mib: float = 1.0) -> dict[str, float]:
    """Indexes that no statement has used so far, MiB, the largest first; unique ones are needed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.indexrelname, pg_relation_size(s.indexrelid) FROM pg_stat_user_indexes s "
            "JOIN pg_index i ON i.indexrelid = s.indexrelid "
            "WHERE s.idx_scan = 0 AND NOT i.indisunique "
            "ORDER BY pg_relation_size(s.indexrelid) DESC"
        )
        rows = cursor.fetchall()
    return {name: round(size / MIB, 1) for name, size in rows if size >= least_mib * MIB}

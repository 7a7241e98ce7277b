"""Everything that a database's schema consists of, as PostgreSQL itself tells it."""

import psycopg

QUERIES = {
    "schemas": "SELECT nspname FROM pg_namespace WHERE {ours}",
    "tables": """
        SELECT nspname, relname, relkind, pg_get_partkeydef(c.oid)
        FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE {ours}
    """,
    "columns": """
        SELECT attrelid::regclass::text, attnum, attname, format_type(atttypid, atttypmod),
            attnotnull, attidentity, pg_get_expr(adbin, adrelid)
        FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
        JOIN pg_namespace n ON n.oid = relnamespace
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p') AND {ours}
    """,
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(o.oid), convalidated
        FROM pg_constraint o JOIN pg_namespace n ON n.oid = connamespace WHERE {ours}
    """,
    "indexes": """
        SELECT pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class c ON c.oid = indexrelid
        JOIN pg_namespace n ON n.oid = relnamespace WHERE {ours}
    """,
    "triggers": """
        SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
        JOIN pg_namespace n ON n.oid = relnamespace WHERE NOT tgisinternal AND {ours}
    """,
    "functions": """
        SELECT pg_get_functiondef(p.oid)
        FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE {ours}
    """,
}
# `_migrate` is safemigrate's own record of what it ran.
OURS = "nspname !~ '^pg_' AND nspname NOT IN ('information_schema', '_migrate')"


def catalogue(url: str, *, without: str = "alembic") -> dict[str, list[str]]:
    """Return each part of the schema in a stable order, leaving out what has this in its name."""
    with psycopg.connect(url) as connection:
        return {
            part: sorted(
                str(row)
                for row in connection.execute(query.format(ours=OURS))
                if without not in str(row)
            )
            for part, query in QUERIES.items()
        }

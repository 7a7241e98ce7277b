"""A database's schema as lines and as a hash, to detect whether it has changed."""

from __future__ import annotations

import hashlib

import psycopg

_SCHEMAS = r"nspname !~ '^pg_' AND nspname NOT IN ('information_schema', '_migrate')"
_NOT_OF_EXTENSION = (
    "NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = {0}.oid AND d.deptype = 'e')"
)
# Kind, name, definition.  Column numbers are left out: a copy has no dropped columns.
LINES = f"""
SELECT 'relation', n.nspname || '.' || c.relname,
       concat_ws(' ', c.relkind, c.relpersistence, pg_get_expr(c.relpartbound, c.oid),
                 CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
                 c.relrowsecurity)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {_SCHEMAS} AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
UNION ALL
SELECT 'column', n.nspname || '.' || c.relname || '.' || a.attname,
       concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
                 a.attgenerated, pg_get_expr(d.adbin, d.adrelid),
                 (SELECT collname FROM pg_collation o WHERE o.oid = a.attcollation))
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE {_SCHEMAS} AND c.relkind IN ('r', 'p', 'f') AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT 'constraint', n.nspname || '.' || coalesce(nullif(k.conrelid, 0)::regclass::text, '')
       || '.' || k.conname, pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE {_SCHEMAS}
UNION ALL
SELECT 'index', n.nspname || '.' || c.relname, pg_get_indexdef(c.oid) || ' ' || i.indisvalid
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_SCHEMAS}
UNION ALL
SELECT 'type', n.nspname || '.' || t.typname,
       concat_ws(' ', t.typtype, nullif(t.typbasetype, 0)::regtype, t.typnotnull,
                 (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder)
                  FROM pg_enum e WHERE e.enumtypid = t.oid))
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE {_SCHEMAS} AND t.typtype IN ('e', 'd') AND {_NOT_OF_EXTENSION.format("t")}
UNION ALL
SELECT 'function', p.oid::regprocedure::text, md5(pg_get_functiondef(p.oid))
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE {_SCHEMAS} AND p.prokind IN ('f', 'p') AND {_NOT_OF_EXTENSION.format("p")}
UNION ALL
SELECT 'trigger', t.tgrelid::regclass::text || '.' || t.tgname,
       pg_get_triggerdef(t.oid) || t.tgenabled::text
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_SCHEMAS} AND NOT t.tgisinternal
UNION ALL
SELECT 'policy', n.nspname || '.' || c.relname || '.' || y.polname,
       concat_ws(' ', y.polcmd, pg_get_expr(y.polqual, y.polrelid),
                 pg_get_expr(y.polwithcheck, y.polrelid))
FROM pg_policy y JOIN pg_class c ON c.oid = y.polrelid
JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_SCHEMAS}
ORDER BY 1, 2, 3
"""  # noqa: S608 (all parts are constants)


def lines(connection: psycopg.Connection) -> list[tuple[str, str, str]]:
    """Return kind, name and definition of everything in the schema, in a fixed order."""
    with connection.transaction():
        connection.execute("SET LOCAL search_path = pg_catalog")  # every name with its schema
        return [(a, b, c or "") for a, b, c in connection.execute(LINES)]


def fingerprint(connection: psycopg.Connection) -> str:
    """Return a hash that changes with the schema and with nothing else."""
    text = "\n".join("\t".join(line) for line in lines(connection))
    return hashlib.sha256(text.encode()).hexdigest()


def differences(
    real: list[tuple[str, str, str]], copy: list[tuple[str, str, str]]
) -> tuple[list[str], list[str]]:
    """Return what only the real schema has and what only the copy has, by kind and name.

    Definitions are not compared: a restored one can be written differently with the same meaning.
    """
    real_names = {f"{kind} {name}" for kind, name, _ in real}
    copy_names = {f"{kind} {name}" for kind, name, _ in copy}
    return sorted(real_names - copy_names), sorted(copy_names - real_names)

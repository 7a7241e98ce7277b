"""Gives the shadow its column's comment, grants, statistics target and storage.

ALTER TABLE … ALTER … TYPE keeps all of these except the storage, which depends on the type.
"""

from __future__ import annotations

from alembic.operations import Operations

from safemigrate.ops.online.change import Change
from safemigrate.postgres.names import literal, quoted
from safemigrate.postgres.statements import query_rows, run

_FACTS = """
SELECT col_description(a.attrelid, a.attnum), nullif((to_jsonb(a)->>'attstattarget')::int, -1),
  array_to_string(a.attoptions, ', '),
  CASE WHEN a.attstorage <> t.typstorage THEN CASE a.attstorage WHEN 'p' THEN 'PLAIN'
    WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END,
  CASE to_jsonb(a)->>'attcompression' WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass(:table) AND a.attname = :column
"""
_GRANTS = """
SELECT x.privilege_type, coalesce(quote_ident(r.rolname), 'PUBLIC'), x.is_grantable
FROM pg_attribute a CROSS JOIN aclexplode(a.attacl) AS x LEFT JOIN pg_roles r ON r.oid = x.grantee
WHERE a.attrelid = to_regclass(:table) AND a.attname = :column ORDER BY 2, 1
"""


def copy_column_settings(operations: Operations, change: Change) -> None:
    """Give the shadow its column's other settings."""
    values = {"table": change.relation(operations), "column": change.column}
    [(comment, target, options, storage, compression)] = query_rows(operations, _FACTS, **values)
    relation, shadow = change.relation(operations), quoted(operations, change.shadow)
    alter = f"ALTER TABLE {relation} ALTER {shadow}"
    if comment is not None:
        run(operations, f"COMMENT ON COLUMN {relation}.{shadow} IS {literal(comment)}")
    if target is not None:
        run(operations, f"{alter} SET STATISTICS {target}")
    if options:
        run(operations, f"{alter} SET ({options})")
    if storage and change.is_rename:
        run(operations, f"{alter} SET STORAGE {storage}")
    if compression and change.is_rename:
        run(operations, f"{alter} SET COMPRESSION {compression}")
    for privilege, role, grantable in query_rows(operations, _GRANTS, **values):
        option = " WITH GRANT OPTION" if grantable else ""
        run(operations, f"GRANT {privilege} ({shadow}) ON {relation} TO {role}{option}")

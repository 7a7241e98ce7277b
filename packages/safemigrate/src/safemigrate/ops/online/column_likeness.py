"""A column's comment, grants, statistics target and storage, given to its shadow.

ALTER TABLE … ALTER … TYPE keeps all of these but the storage, which belongs to the type.
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


def make_alike(operations: Operations, change: Change) -> None:
    """Give the shadow what else is said of its column."""
    values = {"table": change.where(operations), "column": change.column}
    [(comment, target, options, storage, compression)] = query_rows(operations, _FACTS, **values)
    where, shadow = change.where(operations), quoted(operations, change.shadow)
    alter = f"ALTER TABLE {where} ALTER {shadow}"
    if comment is not None:
        run(operations, f"COMMENT ON COLUMN {where}.{shadow} IS {literal(comment)}")
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
        run(operations, f"GRANT {privilege} ({shadow}) ON {where} TO {role}{option}")

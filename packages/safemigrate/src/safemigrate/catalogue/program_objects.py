"""Queries for views, materialized views, sequences, functions, procedures and aggregates."""

from __future__ import annotations

from safemigrate.catalogue.query_parts import OURS, grants, no_extensions, owner
from safemigrate.project.own_schema import COLUMNS

_NAME = "format('%I.%I', n.nspname, c.relname)"
_FROM = f"""
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {OURS} AND {no_extensions("pg_class", "c")}
"""
_VIEW = "rtrim(pg_get_viewdef(c.oid), ';')"
_COMMON = (
    f"'grants', {grants('c.relacl', 'r', 'c.relowner')}, 'owner', {owner('c.relowner')}, "
    "'comment', obj_description(c.oid, 'pg_class')"
)
_OPTIONS = "array_to_string(c.reloptions, ', ')"
VIEW = f"""
SELECT {_NAME}, quote_ident(n.nspname), jsonb_build_object(
    'definition', {_VIEW}, 'options', {_OPTIONS}, {_COMMON}),
  'VIEW ' || {_NAME}, format('CREATE VIEW %s%s AS %s', {_NAME},
    ' WITH (' || {_OPTIONS} || ')', {_VIEW}), 'DROP VIEW ' || {_NAME}
{_FROM} AND c.relkind = 'v' ORDER BY c.oid
"""
MATERIALIZED_VIEW = f"""
SELECT {_NAME}, quote_ident(n.nspname), jsonb_build_object('definition', {_VIEW},
    'storage parameters', {_OPTIONS}, {_COMMON}, 'contents', CASE WHEN c.relispopulated
    THEN 'filled' END),
  'MATERIALIZED VIEW ' || {_NAME},
  format('CREATE MATERIALIZED VIEW %s%s AS %s%s', {_NAME}, ' WITH (' || {_OPTIONS} || ')',
    {_VIEW}, CASE WHEN NOT c.relispopulated THEN ' WITH NO DATA' END),
  'DROP MATERIALIZED VIEW ' || {_NAME}
{_FROM} AND c.relkind = 'm' ORDER BY c.oid
"""
_SETTINGS = """(SELECT format('AS %s START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s '
    'CACHE %s%s', q.seqtypid::regtype, q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache,
    CASE WHEN q.seqcycle THEN ' CYCLE' ELSE ' NO CYCLE' END)
    FROM pg_sequence q WHERE q.seqrelid = c.oid)"""
_OWNED_BY = """(SELECT format('%s.%I', d.refobjid::regclass, a.attname) FROM pg_depend d
    JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a')"""
# Without the sequence of an identity column, which is a property of the column.
SEQUENCE = f"""
SELECT {_NAME}, coalesce({_OWNED_BY}, quote_ident(n.nspname)), jsonb_build_object(
    'settings', {_SETTINGS}, 'owning column', {_OWNED_BY},
    'grants', {grants("c.relacl", "s", "c.relowner")}, 'owner', {owner("c.relowner")},
    'comment', obj_description(c.oid, 'pg_class')),
  'SEQUENCE ' || {_NAME}, format('CREATE SEQUENCE %s %s', {_NAME}, {_SETTINGS}),
  'DROP SEQUENCE IF EXISTS ' || {_NAME}
{_FROM} AND c.relkind = 'S' AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid
    AND d.classid = 'pg_class'::regclass AND d.deptype = 'i')
  AND NOT EXISTS (SELECT FROM pg_depend d JOIN pg_attribute z
    ON z.attrelid = d.refobjid AND z.attnum = d.refobjsubid
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a'
      AND z.attname ~ '^{COLUMNS}') ORDER BY c.oid
"""  # noqa: S608
_SIGNATURE = "format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))"
FUNCTION = f"""
SELECT {_SIGNATURE}, quote_ident(n.nspname), jsonb_build_object(
    'definition', pg_get_functiondef(p.oid), 'grants', {grants("p.proacl", "f", "p.proowner")},
    'owner', {owner("p.proowner")}, 'comment', obj_description(p.oid, 'pg_proc')),
  'ROUTINE ' || {_SIGNATURE}, pg_get_functiondef(p.oid), 'DROP ROUTINE ' || {_SIGNATURE}
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE {OURS} AND p.prokind IN ('f', 'p', 'w') AND {no_extensions("pg_proc", "p")}
  AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_proc'::regclass
                  AND i.objid = p.oid AND i.deptype = 'i')
ORDER BY p.oid
"""  # noqa: S608
_AGGREGATE = """format('(SFUNC = %s, STYPE = %s%s%s)', g.aggtransfn::regproc,
    g.aggtranstype::regtype, ', FINALFUNC = ' || nullif(g.aggfinalfn, 0)::regproc,
    ', INITCOND = ' || quote_literal(g.agginitval))"""
AGGREGATE = f"""
SELECT {_SIGNATURE}, quote_ident(n.nspname), jsonb_build_object(
    'definition', {_AGGREGATE}, 'grants', {grants("p.proacl", "f", "p.proowner")},
    'owner', {owner("p.proowner")}, 'comment', obj_description(p.oid, 'pg_proc')),
  'AGGREGATE ' || {_SIGNATURE}, format('CREATE AGGREGATE %s %s', {_SIGNATURE}, {_AGGREGATE}),
  'DROP AGGREGATE ' || {_SIGNATURE}
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
JOIN pg_aggregate g ON g.aggfnoid = p.oid
WHERE {OURS} AND {no_extensions("pg_proc", "p")} ORDER BY p.oid
"""  # noqa: S608

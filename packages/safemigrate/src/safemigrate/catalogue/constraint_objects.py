"""Queries for objects of tables: constraints, indexes, statistics, triggers, rules, policies."""

from __future__ import annotations

from safemigrate.catalogue.query_parts import OURS, no_extensions, not_set_aside

_TABLE = "format('%I.%I', n.nspname, c.relname)"
_NOT_VERSIONS = "c.oid IS DISTINCT FROM to_regclass(current_setting('safemigrate.version_table'))"

# Without NOT NULL, which PostgreSQL 18 also lists here: it is a property of the column.  Without
# what a partition inherits from its parent.
CONSTRAINT = f"""
SELECT format('%I.%I.%I', n.nspname, c.relname, k.conname), {_TABLE}, jsonb_build_object(
    'definition', pg_get_constraintdef(k.oid),
    'comment', obj_description(k.oid, 'pg_constraint')),
  format('CONSTRAINT %I ON %s', k.conname, {_TABLE}),
  format('ALTER TABLE %s ADD CONSTRAINT %I %s', {_TABLE}, k.conname, pg_get_constraintdef(k.oid)),
  format('ALTER TABLE %s DROP CONSTRAINT %I', {_TABLE}, k.conname)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {OURS} AND {_NOT_VERSIONS} AND k.contype IN ('c', 'f', 'p', 'u', 'x') AND k.conparentid = 0
  AND k.conislocal AND {not_set_aside("k.conrelid", "k.conkey")}
ORDER BY k.contype = 'f', k.contype, k.oid
"""  # noqa: S608
INDEX = f"""
SELECT format('%I.%I', n.nspname, x.relname), {_TABLE}, jsonb_build_object(
    'definition', pg_get_indexdef(x.oid), 'comment', obj_description(x.oid, 'pg_class'),
    'broken build', CASE WHEN NOT i.indisvalid OR NOT i.indisready THEN 'on' END,
    'clustering', CASE WHEN i.indisclustered THEN 'on' END,
    'tablespace', (SELECT spcname FROM pg_tablespace s WHERE s.oid = x.reltablespace)),
  format('INDEX %I.%I', n.nspname, x.relname), pg_get_indexdef(x.oid),
  format('DROP INDEX %I.%I', n.nspname, x.relname)
FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_namespace n ON n.oid = x.relnamespace
WHERE {OURS} AND {_NOT_VERSIONS} AND c.relkind IN ('r', 'p', 'm') AND NOT x.relispartition
  AND NOT EXISTS (SELECT FROM pg_constraint k
                  WHERE k.conindid = x.oid AND k.contype IN ('p', 'u', 'x'))
  AND {not_set_aside("i.indrelid", "i.indkey")}
  AND {no_extensions("pg_class", "c")}
ORDER BY x.oid
"""  # noqa: S608
STATISTICS = f"""
SELECT format('%I.%I', n.nspname, s.stxname), s.stxrelid::regclass::text, jsonb_build_object(
    'definition', pg_get_statisticsobjdef(s.oid),
    'statistics target', nullif((to_jsonb(s)->>'stxstattarget')::int, -1)::text,
    'comment', obj_description(s.oid, 'pg_statistic_ext')),
  format('STATISTICS %I.%I', n.nspname, s.stxname), pg_get_statisticsobjdef(s.oid),
  format('DROP STATISTICS %I.%I', n.nspname, s.stxname)
FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE {OURS} ORDER BY s.oid
"""  # noqa: S608
TRIGGER = f"""
SELECT format('%I.%I.%I', n.nspname, c.relname, t.tgname), {_TABLE}, jsonb_build_object(
    'definition', pg_get_triggerdef(t.oid),
    'firing', CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA'
                               WHEN 'A' THEN 'ENABLE ALWAYS' END,
    'comment', obj_description(t.oid, 'pg_trigger')),
  format('TRIGGER %I ON %s', t.tgname, {_TABLE}), pg_get_triggerdef(t.oid),
  format('DROP TRIGGER %I ON %s', t.tgname, {_TABLE})
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {OURS} AND NOT t.tgisinternal AND coalesce((to_jsonb(t)->>'tgparentid')::oid, 0) = 0
ORDER BY t.oid
"""  # noqa: S608
RULE = f"""
SELECT format('%I.%I.%I', n.nspname, c.relname, r.rulename), {_TABLE}, jsonb_build_object(
    'definition', pg_get_ruledef(r.oid),
    'firing', CASE r.ev_enabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA'
                                WHEN 'A' THEN 'ENABLE ALWAYS' END,
    'comment', obj_description(r.oid, 'pg_rewrite')),
  format('RULE %I ON %s', r.rulename, {_TABLE}), pg_get_ruledef(r.oid),
  format('DROP RULE %I ON %s', r.rulename, {_TABLE})
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {OURS} AND r.rulename <> '_RETURN' AND {no_extensions("pg_class", "c")} ORDER BY r.oid
"""  # noqa: S608
_ROLES = """(SELECT string_agg(CASE o WHEN 0 THEN 'PUBLIC'
    ELSE quote_ident(pg_get_userbyid(o)) END, ', ' ORDER BY o) FROM unnest(p.polroles) o)"""
_DEFINITION = f"""format('AS %s FOR %s TO %s%s%s',
    CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
    CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                  WHEN 'd' THEN 'DELETE' ELSE 'ALL' END, {_ROLES},
    ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
    ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')"""
POLICY = f"""
SELECT format('%I.%I.%I', n.nspname, c.relname, p.polname), {_TABLE}, jsonb_build_object(
    'definition', {_DEFINITION}, 'comment', obj_description(p.oid, 'pg_policy')),
  format('POLICY %I ON %s', p.polname, {_TABLE}),
  format('CREATE POLICY %I ON %s %s', p.polname, {_TABLE}, {_DEFINITION}),
  format('DROP POLICY %I ON %s', p.polname, {_TABLE})
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {OURS} ORDER BY p.oid
"""  # noqa: S608

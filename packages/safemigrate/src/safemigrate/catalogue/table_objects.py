"""Queries for tables, their columns and their schemas."""

from __future__ import annotations

from safemigrate.catalogue.query_parts import OURS, grants, no_extensions, not_set_aside, owner

SCHEMA = f"""
SELECT quote_ident(n.nspname), NULL, jsonb_build_object(
    'grants', CASE WHEN n.nspname <> 'public' THEN {grants("n.nspacl", "n", "n.nspowner")} END,
    'owner', CASE WHEN n.nspname <> 'public' THEN {owner("n.nspowner")} END,
    'comment', CASE WHEN n.nspname <> 'public' THEN obj_description(n.oid, 'pg_namespace') END),
  'SCHEMA ' || quote_ident(n.nspname), format('CREATE SCHEMA %I', n.nspname),
  format('DROP SCHEMA %I', n.nspname)
FROM pg_namespace n WHERE {OURS} AND {no_extensions("pg_namespace", "n")}
ORDER BY n.oid
"""  # noqa: S608 (constants, as everywhere here)

# A partitioned table must be created with its columns; other tables get theirs one by one.
TABLE = f"""
SELECT n.full_name, quote_ident(n.nspname), jsonb_build_object(
    'persistence', CASE c.relpersistence WHEN 'u' THEN 'unlogged' END,
    'partition key', pg_get_partkeydef(c.oid),
    'parent', (SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)
               FROM pg_inherits i WHERE i.inhrelid = c.oid),
    'partition bound', pg_get_expr(c.relpartbound, c.oid),
    'row level security', CASE WHEN c.relrowsecurity THEN 'on' END,
    'forced row level security', CASE WHEN c.relforcerowsecurity THEN 'on' END,
    'storage parameters', array_to_string(c.reloptions, ', '),
    'replica identity', CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING'
      WHEN 'i' THEN 'USING INDEX ' || (SELECT quote_ident(x.relname) FROM pg_index y
        JOIN pg_class x ON x.oid = y.indexrelid WHERE y.indrelid = c.oid AND y.indisreplident) END,
    'tablespace', (SELECT spcname FROM pg_tablespace s WHERE s.oid = c.reltablespace),
    'grants', {grants("c.relacl", "r", "c.relowner")}, 'owner', {owner("c.relowner")},
    'comment', obj_description(c.oid, 'pg_class')),
  'TABLE ' || n.full_name,
  CASE WHEN c.relispartition THEN format('CREATE TABLE %s PARTITION OF %s %s%s', n.full_name,
      (SELECT i.inhparent::regclass FROM pg_inherits i WHERE i.inhrelid = c.oid),
      pg_get_expr(c.relpartbound, c.oid), ' PARTITION BY ' || pg_get_partkeydef(c.oid))
    WHEN c.relkind = 'p' THEN format('CREATE TABLE %s (%s) PARTITION BY %s', n.full_name,
      (SELECT string_agg(format('%I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
          ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid),
          CASE WHEN a.attnotnull THEN ' NOT NULL' END), ', ' ORDER BY a.attnum)
        FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
      pg_get_partkeydef(c.oid))
    ELSE format('CREATE %sTABLE %s ()%s', CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' END,
      n.full_name, ' INHERITS (' || (SELECT string_agg(i.inhparent::regclass::text, ', ')
        FROM pg_inherits i WHERE i.inhrelid = c.oid) || ')') END,
  'DROP TABLE ' || n.full_name
FROM pg_class c
JOIN (SELECT n.*, c.oid AS relation, format('%I.%I', n.nspname, c.relname) AS full_name
      FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid) n ON n.relation = c.oid
WHERE {OURS} AND c.relkind IN ('r', 'p') AND {no_extensions("pg_class", "c")}
  AND c.oid IS DISTINCT FROM to_regclass(current_setting('safemigrate.version_table'))
ORDER BY c.oid
"""  # noqa: S608

_IDENTITY = """
  (SELECT format('GENERATED %s AS IDENTITY (START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s '
          'CACHE %s%s)', CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END,
          q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache,
          CASE WHEN q.seqcycle THEN ' CYCLE' ELSE '' END)
   FROM pg_depend d JOIN pg_sequence q ON q.seqrelid = d.objid
   WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
     AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype = 'i'
     AND a.attidentity <> '')
"""
COLUMN = f"""
SELECT format('%I.%I.%I', n.nspname, c.relname, a.attname), format('%I.%I', n.nspname, c.relname),
  jsonb_build_object(
    'type', format_type(a.atttypid, a.atttypmod),
    'NOT NULL', CASE WHEN a.attnotnull THEN 'on' END,
    'default', CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END,
    'generation expression', CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid)
      || CASE a.attgenerated WHEN 'v' THEN ' VIRTUAL' ELSE ' STORED' END END,
    'identity', {_IDENTITY},
    'collation', (SELECT quote_ident(o.collname) FROM pg_collation o, pg_type t WHERE
      o.oid = a.attcollation AND t.oid = a.atttypid AND t.typcollation <> a.attcollation),
    'storage', CASE WHEN a.attstorage <> t.typstorage THEN CASE a.attstorage WHEN 'p' THEN 'PLAIN'
      WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END,
    'compression', CASE to_jsonb(a)->>'attcompression' WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END,
    'statistics target', nullif((to_jsonb(a)->>'attstattarget')::int, -1)::text,
    'options', array_to_string(a.attoptions, ', '),
    'grants', {grants("a.attacl", "", "c.relowner")},
    'comment', col_description(a.attrelid, a.attnum)),
  format('COLUMN %I.%I.%I', n.nspname, c.relname, a.attname),
  CASE WHEN c.relispartition THEN '' ELSE
  format('ALTER TABLE %I.%I ADD COLUMN IF NOT EXISTS %I %s%s%s%s%s', n.nspname, c.relname,
    a.attname, format_type(a.atttypid, a.atttypmod),
    ' ' || {_IDENTITY}, CASE WHEN a.attnotnull THEN ' NOT NULL' END,
    CASE WHEN a.attgenerated = '' THEN ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) END,
    CASE WHEN a.attgenerated <> '' THEN format(' GENERATED ALWAYS AS (%s) %s',
      pg_get_expr(d.adbin, d.adrelid),
      CASE a.attgenerated WHEN 'v' THEN 'VIRTUAL' ELSE 'STORED' END) END) END,
  format('ALTER TABLE %I.%I DROP COLUMN %I', n.nspname, c.relname, a.attname)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE {OURS} AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
  AND {no_extensions("pg_class", "c")}
  AND c.oid IS DISTINCT FROM to_regclass(current_setting('safemigrate.version_table'))
  AND {not_set_aside("c.oid", "ARRAY[a.attnum]")}
ORDER BY c.oid, a.attnum
"""  # noqa: S608

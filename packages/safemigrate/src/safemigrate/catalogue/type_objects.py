"""Queries for enums, domains, composite types, ranges and collations."""

from __future__ import annotations

from safemigrate.catalogue.query_parts import OURS, grants, no_extensions, owner

_NAME = "format('%I.%I', n.nspname, t.typname)"
_COMMON = (
    f"'grants', {grants('t.typacl', 'T', 't.typowner')}, 'owner', {owner('t.typowner')}, "
    "'comment', obj_description(t.oid, 'pg_type')"
)
_FROM = f"""
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE {OURS} AND {no_extensions("pg_type", "t")}
"""
_MEMBERS = """(SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
    FROM pg_enum e WHERE e.enumtypid = t.oid)"""
ENUM = f"""
SELECT {_NAME}, quote_ident(n.nspname), jsonb_build_object('members', {_MEMBERS}, {_COMMON}),
  'TYPE ' || {_NAME}, format('CREATE TYPE %s AS ENUM (%s)', {_NAME}, {_MEMBERS}),
  'DROP TYPE ' || {_NAME}
{_FROM} AND t.typtype = 'e' ORDER BY t.oid
"""
_COLLATION = """(SELECT quote_ident(o.collname) FROM pg_collation o, pg_type b WHERE
    o.oid = t.typcollation AND b.oid = t.typbasetype AND b.typcollation <> t.typcollation)"""
DOMAIN = f"""
SELECT {_NAME}, quote_ident(n.nspname), jsonb_build_object(
    'type', format_type(t.typbasetype, t.typtypmod), 'default', t.typdefault,
    'NOT NULL', CASE WHEN t.typnotnull THEN 'on' END, 'collation', {_COLLATION}, {_COMMON}),
  'DOMAIN ' || {_NAME},
  format('CREATE DOMAIN %s AS %s%s%s%s', {_NAME}, format_type(t.typbasetype, t.typtypmod),
    ' COLLATE ' || {_COLLATION}, ' DEFAULT ' || t.typdefault,
    CASE WHEN t.typnotnull THEN ' NOT NULL' END),
  'DROP DOMAIN ' || {_NAME}
{_FROM} AND t.typtype = 'd' ORDER BY t.oid
"""
DOMAIN_CONSTRAINT = f"""
SELECT {_NAME} || '.' || quote_ident(k.conname), {_NAME}, jsonb_build_object(
    'definition', pg_get_constraintdef(k.oid),
    'comment', obj_description(k.oid, 'pg_constraint')),
  format('CONSTRAINT %I ON DOMAIN %s', k.conname, {_NAME}),
  format('ALTER DOMAIN %s ADD CONSTRAINT %I %s', {_NAME}, k.conname, pg_get_constraintdef(k.oid)),
  format('ALTER DOMAIN %s DROP CONSTRAINT %I', {_NAME}, k.conname)
FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid
JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE {OURS} AND k.contype = 'c' AND {no_extensions("pg_type", "t")} ORDER BY k.oid
"""  # noqa: S608
_FIELDS = """(SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)),
    ', ' ORDER BY a.attnum) FROM pg_attribute a
    WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)"""
COMPOSITE = f"""
SELECT {_NAME}, quote_ident(n.nspname), jsonb_build_object('fields', {_FIELDS}, {_COMMON}),
  'TYPE ' || {_NAME}, format('CREATE TYPE %s AS (%s)', {_NAME}, {_FIELDS}), 'DROP TYPE ' || {_NAME}
{_FROM} AND t.typtype = 'c'
  AND (SELECT c.relkind FROM pg_class c WHERE c.oid = t.typrelid) = 'c' ORDER BY t.oid
"""  # noqa: S608
_SUBTYPE = "(SELECT g.rngsubtype::regtype::text FROM pg_range g WHERE g.rngtypid = t.oid)"
RANGE = f"""
SELECT {_NAME}, quote_ident(n.nspname), jsonb_build_object('subtype', {_SUBTYPE}, {_COMMON}),
  'TYPE ' || {_NAME}, format('CREATE TYPE %s AS RANGE (SUBTYPE = %s)', {_NAME}, {_SUBTYPE}),
  'DROP TYPE ' || {_NAME}
{_FROM} AND t.typtype = 'r' ORDER BY t.oid
"""
_LOCALE = """coalesce(to_jsonb(t)->>'colllocale', to_jsonb(t)->>'colliculocale',
    to_jsonb(t)->>'collcollate')"""
COLLATION = f"""
SELECT format('%I.%I', n.nspname, t.collname), quote_ident(n.nspname), jsonb_build_object(
    'definition', format('(LOCALE = %L, PROVIDER = %s)', {_LOCALE}, CASE t.collprovider
      WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END),
    'owner', {owner("t.collowner")}, 'comment', obj_description(t.oid, 'pg_collation')),
  format('COLLATION %I.%I', n.nspname, t.collname),
  format('CREATE COLLATION %I.%I (LOCALE = %L, PROVIDER = %s)', n.nspname, t.collname, {_LOCALE},
    CASE t.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END),
  format('DROP COLLATION %I.%I', n.nspname, t.collname)
FROM pg_collation t JOIN pg_namespace n ON n.oid = t.collnamespace
WHERE {OURS} AND {no_extensions("pg_collation", "t")} ORDER BY t.oid
"""  # noqa: S608

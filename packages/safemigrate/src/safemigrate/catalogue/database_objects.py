"""Queries for objects of the whole database: extensions, event triggers, publications, defaults."""

from __future__ import annotations

EXTENSION = """
SELECT quote_ident(e.extname), NULL, jsonb_build_object(
    'schema', (SELECT quote_ident(n.nspname) FROM pg_namespace n WHERE n.oid = e.extnamespace)),
  'EXTENSION ' || quote_ident(e.extname),
  format('CREATE EXTENSION %I SCHEMA %I', e.extname,
         (SELECT n.nspname FROM pg_namespace n WHERE n.oid = e.extnamespace)),
  format('DROP EXTENSION %I', e.extname)
FROM pg_extension e WHERE e.extname <> 'plpgsql' ORDER BY e.oid
"""
EVENT_TRIGGER = """
SELECT quote_ident(t.evtname), NULL, jsonb_build_object(
    'definition', format('ON %I%s EXECUTE FUNCTION %s()', t.evtevent,
      ' WHEN TAG IN (' || (SELECT string_agg(quote_literal(tag), ', ') FROM unnest(t.evttags) tag)
      || ')', t.evtfoid::regproc),
    'firing', CASE t.evtenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA'
                                WHEN 'A' THEN 'ENABLE ALWAYS' END,
    'comment', obj_description(t.oid, 'pg_event_trigger')),
  'EVENT TRIGGER ' || quote_ident(t.evtname),
  format('CREATE EVENT TRIGGER %I ON %I%s EXECUTE FUNCTION %s()', t.evtname, t.evtevent,
      ' WHEN TAG IN (' || (SELECT string_agg(quote_literal(tag), ', ') FROM unnest(t.evttags) tag)
      || ')', t.evtfoid::regproc),
  format('DROP EVENT TRIGGER %I', t.evtname)
FROM pg_event_trigger t ORDER BY t.oid
"""
_TABLES = """(SELECT string_agg(r.prrelid::regclass::text, ', ' ORDER BY r.prrelid::regclass::text)
    FROM pg_publication_rel r WHERE r.prpubid = p.oid)"""
PUBLICATION = f"""
SELECT quote_ident(p.pubname), NULL, jsonb_build_object(
    'tables', CASE WHEN p.puballtables THEN 'ALL TABLES' ELSE 'TABLE ' || {_TABLES} END),
  'PUBLICATION ' || quote_ident(p.pubname),
  format('CREATE PUBLICATION %I%s', p.pubname, ' FOR ' || CASE WHEN p.puballtables
    THEN 'ALL TABLES' ELSE 'TABLE ' || {_TABLES} END), format('DROP PUBLICATION %I', p.pubname)
FROM pg_publication p ORDER BY p.oid
"""  # noqa: S608
_KIND = """CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f'
    THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END"""
_GRANTEES = """(SELECT string_agg(coalesce(quote_ident(r.rolname), 'PUBLIC') || ' '
    || x.privilege_type, '; ' ORDER BY r.rolname, x.privilege_type)
    FROM aclexplode(d.defaclacl) x LEFT JOIN pg_roles r ON r.oid = x.grantee
    WHERE x.grantee <> d.defaclrole)"""
_IN = "(SELECT quote_ident(n.nspname) FROM pg_namespace n WHERE n.oid = d.defaclnamespace)"
_OF = "(SELECT string_agg({0}, '; ') FROM aclexplode(d.defaclacl) x LEFT JOIN pg_roles r ON \
r.oid = x.grantee WHERE x.grantee <> d.defaclrole)"
_EACH = f"""format('ALTER DEFAULT PRIVILEGES%s {{}} %s ON %s {{}} %s', ' IN SCHEMA ' || {_IN},
    x.privilege_type, {_KIND}, coalesce(quote_ident(r.rolname), 'PUBLIC'))"""
DEFAULT_PRIVILEGES = f"""
SELECT concat_ws(' in ', {_KIND}, {_IN}), NULL, jsonb_build_object('grants to come', {_GRANTEES}),
  NULL, {_OF.format(_EACH.format("GRANT", "TO"))}, {_OF.format(_EACH.format("REVOKE", "FROM"))}
FROM pg_default_acl d
WHERE pg_get_userbyid(d.defaclrole) = current_setting('safemigrate.owner') ORDER BY d.oid
"""  # noqa: S608

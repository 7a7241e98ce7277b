"""Checks of the live database: a query that returns the problems, a sentence, and a fix.

The columns of a row replace {0}, {1} … in the sentence and the fix.
"""

# ruff: noqa: E501, S608 (a table, one check a line; its parts are constants)
from __future__ import annotations

from dataclasses import dataclass

_OURS = r"n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', '_migrate')"
_TABLES = "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"


@dataclass(frozen=True)
class DatabaseCheck:
    """A check; if `safe`, --fix may run its fix while the application runs."""

    name: str
    query: str
    sentence: str
    mend: str
    safe: bool = False


# fmt: off
CHECKS = [
    DatabaseCheck("invalid index", f"SELECT format('%I.%I', n.nspname, c.relname) FROM pg_index i JOIN {_TABLES} ON c.oid = i.indexrelid WHERE NOT i.indisvalid AND {_OURS}",
     "Index {0} is not valid: a concurrent build failed, and every write pays for it.", "REINDEX INDEX CONCURRENTLY {0}", safe=True),
    DatabaseCheck("constraint not validated", f"SELECT format('%I.%I', n.nspname, c.relname), quote_ident(k.conname) FROM pg_constraint k JOIN {_TABLES} ON c.oid = k.conrelid WHERE NOT k.convalidated AND {_OURS}",
     "Constraint {1} of {0} is NOT VALID: old rows may violate it.", "ALTER TABLE {0} VALIDATE CONSTRAINT {1}", safe=True),
    DatabaseCheck("trigger disabled", f"SELECT format('%I.%I', n.nspname, c.relname), quote_ident(t.tgname) FROM pg_trigger t JOIN {_TABLES} ON c.oid = t.tgrelid WHERE t.tgenabled = 'D' AND NOT t.tgisinternal AND {_OURS}",
     "Trigger {1} of {0} is disabled.", "ALTER TABLE {0} ENABLE TRIGGER {1}"),
    DatabaseCheck("view not filled", "SELECT format('%I.%I', schemaname, matviewname) FROM pg_matviews WHERE NOT ispopulated",
     "Materialized view {0} was never populated: every query of it fails.", "REFRESH MATERIALIZED VIEW {0}", safe=True),
    DatabaseCheck("no primary key", f"SELECT format('%I.%I', n.nspname, c.relname) FROM {_TABLES} WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND {_OURS} AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p')",
     "Table {0} has no primary key: replication cannot update it, and rows can be duplicated.", "a revision that adds one"),
    DatabaseCheck("foreign key without index", f"SELECT format('%I.%I', n.nspname, c.relname), quote_ident(k.conname) FROM pg_constraint k JOIN {_TABLES} ON c.oid = k.conrelid WHERE k.contype = 'f' AND {_OURS} AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = k.conrelid AND (string_to_array(i.indkey::text, ' ')::smallint[])[1:cardinality(k.conkey)] @> k.conkey)",
     "Foreign key {1} of {0} has no index: a delete from the table it refers to reads all of {0}.", "a revision with CREATE INDEX CONCURRENTLY"),
    DatabaseCheck("index twice", f"SELECT format('%I.%I', n.nspname, c.relname), i.indexrelid::regclass, j.indexrelid::regclass FROM pg_index i JOIN pg_index j ON j.indrelid = i.indrelid AND j.indexrelid > i.indexrelid AND (i.indkey::text, i.indclass::text, i.indoption::text, coalesce(pg_get_expr(i.indexprs, i.indrelid), ''), coalesce(pg_get_expr(i.indpred, i.indrelid), '')) = (j.indkey::text, j.indclass::text, j.indoption::text, coalesce(pg_get_expr(j.indexprs, j.indrelid), ''), coalesce(pg_get_expr(j.indpred, j.indrelid), '')) JOIN {_TABLES} ON c.oid = i.indrelid WHERE {_OURS}",
     "Indexes {1} and {2} of {0} are the same.", "a revision with DROP INDEX CONCURRENTLY of one"),
    DatabaseCheck("sequence runs out", "SELECT format('%I.%I', schemaname, sequencename), round(100.0 * last_value / max_value) FROM pg_sequences WHERE increment_by > 0 AND last_value > max_value * 0.75",
     "Sequence {0} is {1} percent used; when it runs out, every insert fails.", "a revision that makes its column bigint"),
    DatabaseCheck("transaction ids run out", "SELECT datname, age(datfrozenxid) FROM pg_database WHERE age(datfrozenxid) > 1000000000",
     "Database {0} has {1} unfrozen transactions; at 2 billion it stops accepting writes.", "VACUUM (FREEZE) in database {0}"),
    DatabaseCheck("idle in transaction", "SELECT pid, usename, to_char(now() - state_change, 'HH24:MI:SS') FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%' AND state_change < now() - interval '5 seconds'",
     "Session {0} of {1} has been idle in a transaction for {2}: an upgrade waits for it.", "SELECT pg_terminate_backend({0})"),
    DatabaseCheck("prepared transaction", "SELECT gid, to_char(prepared, 'YYYY-MM-DD HH24:MI') FROM pg_prepared_xacts WHERE database = current_database()",
     "Transaction {0} was prepared on {1} and never ended: it still holds its locks.", "COMMIT PREPARED '{0}', or ROLLBACK PREPARED '{0}'"),
    DatabaseCheck("replication slot idle", "SELECT slot_name FROM pg_replication_slots WHERE NOT active",
     "Replication slot {0} has no reader: the server keeps all WAL for it until the disk is full.", "SELECT pg_drop_replication_slot('{0}')"),
    DatabaseCheck("autovacuum off", f"SELECT format('%I.%I', n.nspname, c.relname) FROM {_TABLES} WHERE 'autovacuum_enabled=false' = ANY (c.reloptions) AND {_OURS} UNION ALL SELECT 'the server' WHERE NOT current_setting('autovacuum')::boolean",
     "Autovacuum is off for {0}: dead rows are never removed.", "ALTER TABLE … RESET (autovacuum_enabled), or autovacuum = on"),
    DatabaseCheck("policies without effect", f"SELECT DISTINCT format('%I.%I', n.nspname, c.relname) FROM pg_policy p JOIN {_TABLES} ON c.oid = p.polrelid WHERE NOT c.relrowsecurity AND {_OURS}",
     "Table {0} has policies, but row-level security is off: everybody sees every row.", "ALTER TABLE {0} ENABLE ROW LEVEL SECURITY"),
    DatabaseCheck("no policy", f"SELECT format('%I.%I', n.nspname, c.relname) FROM {_TABLES} WHERE c.relrowsecurity AND {_OURS} AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)",
     "Table {0} has row-level security but no policy: only its owner sees rows.", "a revision with CREATE POLICY"),
    DatabaseCheck("function with borrowed rights", f"SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prosecdef AND {_OURS} AND NOT EXISTS (SELECT FROM unnest(p.proconfig) s WHERE s LIKE 'search\\_path=%')",
     "Function {0} runs with its owner's privileges but its caller's search_path.", "ALTER FUNCTION {0} SET search_path = pg_catalog, public"),
    DatabaseCheck("anybody may create", "SELECT nspname FROM pg_namespace, aclexplode(nspacl) x WHERE nspname = 'public' AND x.grantee = 0 AND x.privilege_type = 'CREATE'",
     "Everybody may create tables in schema {0}.", "REVOKE CREATE ON SCHEMA {0} FROM PUBLIC"),
    DatabaseCheck("extension behind", "SELECT name, installed_version, default_version FROM pg_available_extensions WHERE installed_version <> default_version",
     "Extension {0} is at version {1}; the server has {2}.", "ALTER EXTENSION {0} UPDATE"),
    DatabaseCheck("unlogged table", f"SELECT format('%I.%I', n.nspname, c.relname) FROM {_TABLES} WHERE c.relkind = 'r' AND c.relpersistence = 'u' AND {_OURS}",
     "Table {0} is unlogged: a crash empties it, and replicas do not have it.", "ALTER TABLE {0} SET LOGGED"),
    DatabaseCheck("standby", "SELECT current_database() WHERE pg_is_in_recovery()",
     "Database {0} is a standby: upgrades cannot run here.", "name the primary in SAFEMIGRATE_URL"),
    DatabaseCheck("server not crash safe", "SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off'",
     "{0} is off: a machine crash can corrupt the database.", "ALTER SYSTEM SET {0} = on, then SELECT pg_reload_conf()"),
    DatabaseCheck("server out of support", "SELECT current_setting('server_version') WHERE current_setting('server_version_num')::int < 140000",
     "PostgreSQL {0} no longer gets fixes.", "upgrade to a supported major version with pg_upgrade"),
    DatabaseCheck("order of text changed", "SELECT datname, to_jsonb(d)->>'datcollversion' FROM pg_database d WHERE datname = current_database() AND to_jsonb(d)->>'datcollversion' <> pg_collation_actual_version((SELECT oid FROM pg_collation WHERE collname = 'default'))",
     "Database {0} was built with another version of its locale ({1}): indexes on text may miss rows.", "REINDEX DATABASE {0}, then ALTER DATABASE {0} REFRESH COLLATION VERSION"),
    DatabaseCheck("never analyzed", "SELECT format('%I.%I', schemaname, relname), n_live_tup FROM pg_stat_user_tables WHERE schemaname <> '_migrate' AND n_live_tup > 1000 AND last_analyze IS NULL AND last_autoanalyze IS NULL",
     "Table {0} has {1} rows and was never analyzed: the planner has no statistics for it.", "ANALYZE {0}", safe=True),
    DatabaseCheck("dead rows", "SELECT format('%I.%I', schemaname, relname), n_dead_tup FROM pg_stat_user_tables WHERE n_dead_tup > 10000 AND n_dead_tup > n_live_tup / 2",
     "Table {0} has {1} dead rows.", "VACUUM {0}", safe=True),
    DatabaseCheck("superuser", "SELECT current_user WHERE (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)",
     "Role {0} is a superuser: a revision can do anything to the server.", "run migrations as a role that owns the tables and nothing else"),
    DatabaseCheck("half done", "SELECT revision, direction FROM _migrate.history WHERE result = 'half done'",
     "Revision {0} is incomplete ({1}).", "db {1}"),
    DatabaseCheck("last run failed", "SELECT revision, result, left(regexp_replace(split_part(error, chr(10), 1), '^[(][^)]*[)] ', ''), 60) FROM _migrate.history WHERE id = (SELECT max(id) FROM _migrate.history) AND result IN ('failed', 'interrupted')",
     "The last run (revision {0}) {1}: {2}.", "db upgrade"),
]
# fmt: on

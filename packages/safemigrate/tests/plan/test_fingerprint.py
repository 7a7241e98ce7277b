"""The fingerprint changes with the schema, and with nothing else."""

import psycopg
import pytest

from safemigrate.catalogue.fingerprint import fingerprint

SETUP = """
CREATE TYPE mood AS ENUM ('sad');
CREATE DOMAIN pos AS integer CHECK (VALUE > 0);
CREATE TABLE t (id serial PRIMARY KEY, i integer, CONSTRAINT ck CHECK (i > 0));
CREATE INDEX ix ON t (i);
CREATE VIEW w AS SELECT i FROM t;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE POLICY po ON t USING (i > 1);
"""
# fmt: off
CHANGES = [
    "ALTER TABLE t ADD z integer", "ALTER TABLE t ALTER i TYPE bigint" , "ALTER TABLE t ALTER i SET NOT NULL",
    "ALTER TABLE t ALTER i SET DEFAULT 1", "ALTER TABLE t DROP CONSTRAINT ck", "DROP INDEX ix",
    "CREATE INDEX iy ON t (i)", "ALTER TYPE mood ADD VALUE 'glad'", "ALTER DOMAIN pos SET NOT NULL",
    "ALTER DOMAIN pos ADD CHECK (VALUE < 9)", "CREATE OR REPLACE VIEW w AS SELECT i, id FROM t",
    "CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
    "DROP TRIGGER tr ON t", "ALTER TABLE t DISABLE TRIGGER tr", "ALTER POLICY po ON t USING (i > 2)",
    "ALTER TABLE t ENABLE ROW LEVEL SECURITY", "CREATE SEQUENCE sq", "ALTER TABLE t RENAME TO t2", "ALTER TABLE t SET UNLOGGED",
    "CREATE SCHEMA s; CREATE TABLE s.t (i integer)",
]
SAME = [
    "INSERT INTO t (i) VALUES (5)", "ANALYZE t", "VACUUM FULL t", "REINDEX TABLE t", "SET search_path = pg_catalog",
    "CREATE SCHEMA _migrate; CREATE TABLE _migrate.t (i integer)", "ALTER TABLE t ADD z integer; ALTER TABLE t DROP z",
    "GRANT SELECT ON t TO PUBLIC", "COMMENT ON TABLE t IS 'x'",
]
# fmt: on


@pytest.mark.parametrize(
    "statement, changes", [(c, True) for c in CHANGES] + [(c, False) for c in SAME]
)
def test_what_changes_it(clone_of, statement, changes):
    with psycopg.connect(clone_of(schema), autocommit=True) as connection:
        if "TYPE bigint" in statement:
            connection.execute("DROP VIEW w; ALTER TABLE t DISABLE TRIGGER tr; DROP POLICY po ON t")
        before = fingerprint(connection)
        connection.execute(statement)
        assert (fingerprint(connection) != before) is changes


def schema(url):
    with psycopg.connect(url) as connection:
        connection.execute(SETUP)

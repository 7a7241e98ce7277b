"""A made-up row goes into every table for which a few tries can find one."""

import psycopg
import pytest

from safemigrate.clone.samples import plant

# fmt: off
TABLES = [
    # SQL, tables with a row, tables without
    ("CREATE TABLE a (i int NOT NULL, n numeric NOT NULL, t text NOT NULL, b bool NOT NULL, d date NOT NULL)",
     "a", "", "the usual types"),
    ("CREATE TABLE a (u uuid NOT NULL, j jsonb NOT NULL, x bytea NOT NULL, z timestamptz NOT NULL, q interval NOT NULL, c char(3) NOT NULL)",
     "a", "", "types with a form of their own"),
    ("CREATE TABLE a (h inet NOT NULL, m macaddr NOT NULL, p point NOT NULL, r int4range NOT NULL, l int[] NOT NULL, b bit(3) NOT NULL)",
     "a", "", "rarer types"),
    ("CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE a (m mood NOT NULL)", "a", "", "an enum's first value"),
    ("CREATE DOMAIN pos AS int CHECK (VALUE > 9); CREATE TABLE a (n pos NOT NULL)", "a", "", "a domain's check"),
    ("CREATE TABLE a (k text NOT NULL CHECK (k IN ('left', 'right')))", "a", "", "a list of values"),
    ("CREATE TABLE a (y int NOT NULL CHECK (y BETWEEN 1000 AND 2999))", "a", "", "a range of numbers"),
    ("CREATE TABLE a (c text NOT NULL CHECK (c ~ '^[A-Z]{2}[0-9]+$'))", "a", "", "a pattern"),
    ("CREATE TABLE a (i int, j int, CHECK ((i IS NULL) <> (j IS NULL)))", "a", "", "one of two columns"),
    ("CREATE TABLE a (n int NOT NULL CHECK (n * n = 1764))", "", "a", "too odd"),
    ("CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int NOT NULL REFERENCES a)", "a b", "", "what it refers to first"),
    ("CREATE TABLE b (id int PRIMARY KEY, a int); CREATE TABLE a (id int PRIMARY KEY, b int NOT NULL REFERENCES b); ALTER TABLE b ADD FOREIGN KEY (a) REFERENCES a",
     "a b", "", "a circle that can begin with nothing"),
    ("CREATE TABLE a (id int PRIMARY KEY, up int REFERENCES a)", "a", "", "a tree"),
    ("CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY, g int GENERATED ALWAYS AS (1) STORED, s serial)", "a", "", "columns that fill themselves"),
    ("CREATE TABLE a (d int NOT NULL) PARTITION BY RANGE (d); CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (10) TO (20)",
     "a1", "", "a partition's bounds"),
    ("CREATE TABLE a (d text NOT NULL) PARTITION BY LIST (d); CREATE TABLE a1 PARTITION OF a FOR VALUES IN ('wa', 'or')",
     "a1", "", "a partition's values"),
    ("CREATE TABLE a (i int); INSERT INTO a VALUES (7)", "", "", "it has a row already"),
    ("CREATE TABLE kept (i int)", "", "", "it was to be left alone"),
    ('CREATE SCHEMA "S"; CREATE TABLE "S"."Odd name" ("Col umn" int NOT NULL)', "S.Odd name", "", "names that need quotes"),
]
# fmt: on


@pytest.mark.parametrize("sql, rows, without, because", TABLES)
def test_rows_are_made(database, sql, rows, without, because):
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(sql)
        samples = plant(connection, exclude=["kept"])
        filled = sorted(table.shown for table in samples.filled)
        assert filled == ([rows] if "." in rows else sorted(rows.split())), because
        assert sorted(samples.refused) == without.split()
        for table in samples.filled:
            [(count,)] = connection.execute(f"SELECT count(*) FROM {table.quoted}").fetchall()
            assert count == 1


def test_rows_are_removed_and_others_stay(database):
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a)"
        )
        connection.execute("CREATE TABLE c (i int); INSERT INTO c VALUES (7)")
        samples = plant(connection)
        connection.execute("DROP TABLE b")
        with connection.transaction():
            samples.remove(connection)
        assert connection.execute("SELECT count(*) FROM a").fetchone() == (0,)
        assert connection.execute("SELECT i FROM c").fetchall() == [(7,)]

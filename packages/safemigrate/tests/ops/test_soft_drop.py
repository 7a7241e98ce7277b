"""A soft drop hides a table or column, and a downgrade restores it with its values."""

import psycopg
import pytest

from tests.lint.folder import Folder
from tests.ops.test_alike import catalogue

TABLES = """
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE owner (id integer PRIMARY KEY);
CREATE TABLE parcel (id integer PRIMARY KEY, name text, area numeric NOT NULL DEFAULT 7,
    owner integer NOT NULL CONSTRAINT fk_owner REFERENCES owner (id), "Odd" serial,
    n integer GENERATED ALWAYS AS IDENTITY, twice numeric GENERATED ALWAYS AS (id * 2) STORED,
    CONSTRAINT big CHECK (area > 0), CONSTRAINT both_ck CHECK (area IS NOT NULL AND owner > 0));
CREATE INDEX ix_area ON parcel (area);
INSERT INTO owner VALUES (1), (2);
INSERT INTO parcel (id, name, owner) SELECT n, 'n' || n, 1 FROM generate_series(1, 9) AS n;
CREATE TABLE roll (id integer, year integer, area numeric NOT NULL,
    owner integer CONSTRAINT fk_roll REFERENCES owner (id)) PARTITION BY LIST (year);
CREATE TABLE roll_2025 PARTITION OF roll FOR VALUES IN (2025);
CREATE TABLE roll_rest PARTITION OF roll DEFAULT PARTITION BY RANGE (id);
CREATE TABLE roll_low PARTITION OF roll_rest DEFAULT;
INSERT INTO roll SELECT n, 2020 + n, n, 2 FROM generate_series(1, 9) AS n;
"""
# fmt: off
COLUMNS = [
    # table, column, a row that code which does not know it may write, because
    ("parcel", "name", "INSERT INTO parcel (id, owner) VALUES (10, 1)", "a plain one"),
    ("parcel", "area", "INSERT INTO parcel (id, owner) VALUES (10, 1)",
     "not null, a default, two checks and an index"),
    ("parcel", "Odd", "INSERT INTO parcel (id, owner) VALUES (10, 1)", "a sequence"),
    ("parcel", "n", "INSERT INTO parcel (id, owner) VALUES (10, 1)", "an identity"),
    ("parcel", "twice", "INSERT INTO parcel (id, owner) VALUES (10, 1)", "a generated one"),
    ("roll", "area", "SELECT 1", "a partitioned table's"),
    ("roll", "owner", "SELECT 1", "a partitioned table's foreign key"),
]
# fmt: on


def written(shop, kind, name, *more, fill=""):
    shop.rows(TABLES)
    arguments = ", ".join(f'"{argument}"' for argument in (name, *more))
    shop.revision(
        "r1",
        upgrade=f"op.drop_{kind}_softly({arguments})",
        downgrade=f"op.restore_{kind}({arguments}{fill})",
    )


def column_names(shop, table):
    return [
        name
        for (name,) in shop.rows(
            "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
            "ORDER BY attnum",
            table,
        )
    ]


@pytest.mark.parametrize("table, column, row, because", COLUMNS)
def test_a_column_goes_and_comes_back(shop, table, column, row, because):
    written(shop, "column", table, column)
    before, contents = catalogue(shop.url), shop.rows(f"SELECT * FROM {table} ORDER BY id")
    up = shop.db("upgrade")
    assert up.status == 0, (because, up)
    assert column not in column_names(shop, table)
    assert f"__dropped_r1_{column}" in column_names(shop, table)
    shop.rows(row)
    hidden = catalogue(shop.url)
    assert not [name for _, name in hidden if "__dropped" in name], "drift does not look at it"
    down = shop.db("downgrade")
    assert down.status == 0, (because, down)
    assert catalogue(shop.url) == before, because
    assert shop.rows(f"SELECT * FROM {table} WHERE id < 10 ORDER BY id") == contents
    assert shop.rows("SELECT * FROM _migrate.set_aside") == []


# fmt: off
NEEDED = [
    # table, the message, since which major, which is dropped, because
    ("CREATE TABLE parcel (id int PRIMARY KEY, code text)", "column id is in the primary key of parcel", 12, "id",
     "rows would have no key"),
    ("CREATE TABLE parcel (id int, code text, UNIQUE NULLS NOT DISTINCT (code))",
     "column code of parcel is used by unique index parcel_code_key", 15, "code",
     "the second new row is rejected"),
    ("CREATE TABLE parcel (id int, code text NOT NULL); CREATE UNIQUE INDEX u ON parcel (lower(coalesce(code, '')))",
     "column code of parcel is used by unique index u", 12, "code", "so it is here"),
    ("CREATE TABLE parcel (id int, code text NOT NULL); CREATE UNIQUE INDEX u ON parcel (id) WHERE code IS NULL AND (id > 0)",
     "column code of parcel is used by unique index u", 12, "code",
     "each new row is added to the index"),
    ("CREATE TABLE parcel (id int, code filled)", "column code of parcel has domain filled, which rejects NULL", 12, "code",
     "no ALTER TABLE takes that off"),
    ("CREATE TABLE parcel (id int, code checked)", "column code of parcel has domain checked, which rejects NULL", 12, "code",
     "nor this"),
]
NOT_NEEDED = [
    # table, since which major, because
    ("CREATE TABLE parcel (id int, code text NOT NULL UNIQUE)", 12, "NULLs are no equals"),
    ("CREATE TABLE parcel (id int UNIQUE, code text NOT NULL); CREATE UNIQUE INDEX u ON parcel (id) INCLUDE (code)", 12, "INCLUDE columns need not be unique"),
    ("CREATE TABLE parcel (id int, code text NOT NULL); CREATE UNIQUE INDEX u ON parcel (code) WHERE (code IS NOT NULL)", 12, "a new row is not added to it"),
    ("CREATE TABLE parcel (id int, code text NOT NULL); CREATE INDEX i ON parcel (lower(code))", 12, "it keeps nothing apart"),
    ("CREATE TABLE parcel (id int, code instead)", 12, "the domain has a default"),
    ("CREATE TABLE parcel (id int, code int CONSTRAINT own_name NOT NULL CONSTRAINT pos CHECK (code > 0)); COMMENT ON CONSTRAINT pos ON parcel IS 'it''s so'; COMMENT ON CONSTRAINT own_name ON parcel IS 'own'", 18, "NOT NULL has a custom name, and another constraint a comment"),
]
# fmt: on
DOMAINS = (
    "CREATE DOMAIN filled AS text NOT NULL; CREATE DOMAIN checked AS text CHECK (VALUE IS NOT NULL);"
    "CREATE DOMAIN instead AS text DEFAULT 'x' NOT NULL;"
)


def parcel_with(shop, table, since, column):
    if int(shop.rows("SHOW server_version_num")[0][0]) < since * 10000:
        pytest.skip(f"since PostgreSQL {since}")
    shop.rows(f"{DOMAINS} {table}")
    shop.revision(
        "r1",
        upgrade=f'op.drop_column_softly("parcel", "{column}")',
        downgrade=f'op.restore_column("parcel", "{column}")',
    )


@pytest.mark.parametrize("table, message, since, column, because", NEEDED)
def test_what_new_rows_cannot_do_without_is_refused(shop, table, message, since, column, because):
    parcel_with(shop, table, since, column)
    before = catalogue(shop.url)
    outcome = shop.db("upgrade")
    assert (outcome.status, message in outcome.stderr) == (1, True), (because, outcome.stderr)
    assert "Traceback" not in outcome.stderr
    assert catalogue(shop.url) == before, because


@pytest.mark.parametrize("table, since, because", NOT_NEEDED)
def test_new_rows_do_without_it(shop, table, since, because):
    parcel_with(shop, table, since, "code")
    names_of_rules = "SELECT conname, contype FROM pg_constraint WHERE conrelid = 'parcel'::regclass ORDER BY 1, 2"
    before, rules = catalogue(shop.url), shop.rows(names_of_rules)
    assert shop.db("upgrade").status == 0
    shop.rows("INSERT INTO parcel (id) VALUES (1), (2)")
    shop.rows("DELETE FROM parcel")
    assert shop.db("downgrade").status == 0
    assert (catalogue(shop.url), shop.rows(names_of_rules)) == (before, rules), because


def test_a_foreign_key_lets_go_and_comes_back(shop):
    written(shop, "column", "parcel", "owner", fill=', fill="1"')
    before = catalogue(shop.url)
    assert shop.db("upgrade").status == 0
    shop.rows("INSERT INTO parcel (id) VALUES (10), (11)")
    shop.rows("INSERT INTO owner VALUES (3); DELETE FROM owner WHERE id = 3")
    down = shop.db("downgrade")
    assert down.status == 0, down
    assert "Column parcel.owner is restored without a value in 2 rows." in down.stderr
    assert catalogue(shop.url) == before
    assert shop.rows("SELECT DISTINCT owner FROM parcel") == [(1,)]


def test_without_a_value_the_downgrade_stops_and_goes_on_later(shop):
    written(shop, "column", "parcel", "owner")
    before = catalogue(shop.url)
    assert shop.db("upgrade").status == 0
    shop.rows("INSERT INTO parcel (id) VALUES (10)")
    down = shop.db("downgrade")
    assert down.status == 1, down
    assert "Traceback" not in down.stderr
    assert "owner" in column_names(shop, "parcel")
    shop.rows("UPDATE parcel SET owner = 1 WHERE owner IS NULL")
    again = shop.db("downgrade")
    assert again.status == 0, again
    assert catalogue(shop.url) == before


# fmt: off
TABLES_OF = [
    # table, tables that move with it, because
    ("parcel", ["parcel"], "with an index, a sequence, an identity and a foreign key"),
    ("roll", ["roll", "roll_2025", "roll_low", "roll_rest"], "with its partitions"),
]
# fmt: on


@pytest.mark.parametrize("table, moved_tables, because", TABLES_OF)
def test_a_table_goes_and_comes_back(shop, table, moved_tables, because):
    written(shop, "table", table)
    before, contents = catalogue(shop.url), shop.rows(f"SELECT * FROM {table} ORDER BY id")
    up = shop.db("upgrade")
    assert up.status == 0, (because, up)
    assert shop.rows("SELECT to_regclass(%s)", table) == [(None,)]
    tables = shop.rows(
        "SELECT relname::text FROM pg_class WHERE relnamespace = '_migrate_trash_r1'::regnamespace "
        "AND relkind IN ('r', 'p') ORDER BY 1"
    )
    assert [name for (name,) in tables] == moved_tables
    assert not [name for _, name in catalogue(shop.url) if "trash" in name]
    referred = 1 if table == "parcel" else 2
    shop.rows(f"DELETE FROM owner WHERE id = {referred}; INSERT INTO owner VALUES ({referred})")
    down = shop.db("downgrade")
    assert down.status == 0, (because, down)
    assert catalogue(shop.url) == before, because
    assert shop.rows(f"SELECT * FROM {table} ORDER BY id") == contents
    assert shop.rows("SELECT * FROM _migrate.set_aside") == []


# fmt: off
REFUSED = [
    # operation, the message
    ('drop_column_softly("parcel", "id")', "column id is in the primary key of parcel"),
    ('drop_column_softly("parcel", "none")', "column none of parcel does not exist"),
    ('drop_table_softly("owner")', "owner is referred to by parcel, roll"),
    ('drop_table_softly("none")', 'relation "none" does not exist'),
]
# fmt: on


@pytest.mark.parametrize("call, message", REFUSED)
def test_what_cannot_be_set_aside_is_refused(shop, call, message):
    shop.rows(TABLES)
    shop.revision("r1", upgrade=f"op.{call}")
    before = shop.fingerprint()
    outcome = shop.db("upgrade")
    assert outcome.status == 1, outcome
    assert message in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert [name for name in shop.fingerprint() if "alembic_version" not in name] == before


@pytest.mark.parametrize("dropped", [("column", "parcel", "area"), ("table", "parcel")])
def test_sql_that_is_printed(shop, dropped):
    written(shop, *dropped)
    before = catalogue(shop.url)
    for way in (("upgrade",), ("downgrade", "r1:base")):
        printed = shop.db(*way, "--sql")
        assert printed.status == 0, printed
        for statement in printed.stdout.split(";\n\n"):
            if statement.strip():
                shop.rows(statement)
        if way[0] == "upgrade":
            assert shop.rows("SELECT revision, table_name FROM _migrate.set_aside") == [
                ("r1", "parcel")
            ]
    assert {name for name in before if name[0] in ("table", "index")} == {
        name for name in catalogue(shop.url) if name[0] in ("table", "index")
    }
    assert shop.rows("SELECT * FROM _migrate.set_aside") == []


@pytest.mark.parametrize("dropped", [("column", "parcel", "area"), ("table", "parcel")])
def test_plan_and_lint(shop, tmp_path, dropped):
    written(shop, *dropped)
    planned = shop.db("plan")
    assert planned.status == 0, planned
    folder = Folder(tmp_path)
    arguments = ", ".join(f'"{name}"' for name in dropped[1:])
    folder.write("r1", upgrade=f"op.drop_{dropped[0]}_softly({arguments})")
    report = folder.lint()
    assert [f.rule for f in report.findings if f.rule != "REV301"] == []
    assert report.notes == ()


def test_long_names(shop):
    long = "a_column_whose_name_is_as_long_as_a_name_may_be_in_postgresql_x"
    shop.rows(f"CREATE TABLE t (id integer, {long} text); INSERT INTO t VALUES (1, 'v')")
    shop.revision(
        "r1",
        upgrade=f'op.drop_column_softly("t", "{long}")',
        downgrade=f'op.restore_column("t", "{long}")',
    )
    assert shop.db("upgrade").status == 0
    assert len(column_names(shop, "t")[1]) == 63
    assert shop.db("downgrade").status == 0
    assert shop.rows(f"SELECT {long} FROM t") == [("v",)]


def test_autogenerate_and_drift_do_not_see_it(shop):
    shop.revision(
        "r1",
        upgrade="""op.execute("CREATE TABLE person (id serial PRIMARY KEY, name varchar(50), "
               "old text NOT NULL DEFAULT 'x')")
    op.execute("CREATE INDEX ix_old ON person (old)")
    op.execute("CREATE TABLE gone (id integer)")""",
        downgrade='op.execute("DROP TABLE person, gone")',
    )
    shop.revision(
        "r2",
        "r1",
        upgrade='op.drop_column_softly("person", "old")\n    op.drop_table_softly("gone")',
        downgrade='op.restore_table("gone")\n    op.restore_column("person", "old")',
    )
    assert shop.db("upgrade").status == 0
    checked = shop.db("check")
    assert checked.status == 0, checked
    drift = shop.db("drift")
    assert drift.status == 0, drift
    with psycopg.connect(shop.url, autocommit=True) as connection:
        connection.execute("ALTER TABLE person DROP COLUMN __dropped_r2_old")
        connection.execute("DROP TABLE _migrate_trash_r2.gone")
    purged = shop.db("drift")
    assert purged.status == 0, purged

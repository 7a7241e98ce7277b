"""A registered backfill changes each row exactly once, and is verified."""

import pytest

from safemigrate.backfill.work import begin, read
from tests.backfill.till import ONCE, ROWS, SALE, TOTAL
from tiers import mostly_full

NUMBERS = "SELECT g FROM generate_series(1, 3000) AS g"

# fmt: off
KEYS = [
    # table                                                                                          because
    ("CREATE TABLE sale (id int PRIMARY KEY, n int DEFAULT 0); INSERT INTO sale SELECT -g FROM generate_series(1, 3000) AS g", "negative numbers"),
    ("CREATE TABLE sale (id text PRIMARY KEY, n int DEFAULT 0); INSERT INTO sale SELECT g || '%''\"\\:é' FROM generate_series(1, 3000) AS g", "texts, sorted as texts"),
    ("CREATE TABLE sale (id uuid PRIMARY KEY, n int DEFAULT 0); INSERT INTO sale SELECT md5(g::text)::uuid FROM generate_series(1, 3000) AS g", "uuids"),
    ("CREATE TABLE sale (id timestamptz UNIQUE NOT NULL, n int DEFAULT 0); INSERT INTO sale SELECT '2020-01-01 00:00:00.000001Z'::timestamptz + g * '1 us'::interval FROM generate_series(1, 3000) AS g", "microseconds, under a unique constraint"),
    ("CREATE TABLE sale (\"a, b\" int, \"C%\" text, n int DEFAULT 0, PRIMARY KEY (\"a, b\", \"C%\")); INSERT INTO sale SELECT g % 7, g::text FROM generate_series(1, 3000) AS g", "two columns with unusual names"),
    ("CREATE TABLE sale (id int, y int, n int DEFAULT 0, PRIMARY KEY (y, id)) PARTITION BY LIST (y); CREATE TABLE s1 PARTITION OF sale FOR VALUES IN (1); CREATE TABLE s2 PARTITION OF sale DEFAULT; INSERT INTO sale SELECT g, g % 3 FROM generate_series(1, 3000) AS g", "partitions"),
    ("CREATE TABLE sale (n int DEFAULT 0, id int PRIMARY KEY DEFERRABLE, k char(9) UNIQUE NOT NULL); INSERT INTO sale SELECT 0, g, g FROM generate_series(1, 3000) AS g", "the key that is checked at once"),
]
# fmt: on


@pytest.mark.parametrize("table, because", mostly_full(KEYS, every=3))
def test_each_row_is_changed_once_by_any_key(till, table, because):
    total = "SELECT sum(n) FROM sale"
    till.register(ONCE, *table.split("; "))
    before = till.counted(total)
    outcome = till.run("run", "once", "--batch-ms", "2")
    assert outcome.status == 0, (outcome, because)
    assert till.counted(total) - before == 3000, because
    assert till.counted("SELECT count(DISTINCT n) FROM sale") in {1, 3000}, because
    assert till.state() == "verified"
    assert till.status_json("status", "once")["rows_changed"] == 3000
    assert till.shop.rows("SELECT * FROM _migrate.backfill_batch") == []


# fmt: off
EXPECTED = [
    # table                                                                                               expected  because
    ("CREATE TABLE sale (id int PRIMARY KEY, n int)",                                                     900,  "one table"),
    ("CREATE TABLE sale (id int PRIMARY KEY, n int) PARTITION BY RANGE (id); CREATE TABLE part PARTITION OF sale DEFAULT", 900, "a partitioned table's own estimate counts its partitions' rows again"),
    ("CREATE TABLE sale (id int PRIMARY KEY, n int) PARTITION BY RANGE (id); CREATE TABLE part PARTITION OF sale DEFAULT PARTITION BY RANGE (id); CREATE TABLE leaf PARTITION OF part DEFAULT", 900, "partitions of partitions"),
    ("CREATE TABLE sale (id int PRIMARY KEY, n int); CREATE TABLE old () INHERITS (sale); INSERT INTO old SELECT -g FROM generate_series(1, 50) AS g", 950, "rows of a table that inherits are changed, too"),
]
# fmt: on


@pytest.mark.parametrize("table, expected, because", EXPECTED)
def test_how_many_rows_are_expected(till, session, table, expected, because):
    till.register(ONCE, *table.split("; "), ROWS % 900, "ANALYZE")
    with session.transaction():
        begin(session.ask, read(session.ask, "once"))
    assert till.status_json("status", "once")["rows_expected"] == expected, because


def test_a_key_with_a_null_among_its_older_rows_does_not_serve(till):
    if int(till.counted("SHOW server_version_num")) < 180000:
        pytest.skip("NOT NULL is always valid before PostgreSQL 18")
    outcome = till.refused(
        *(ONCE, "CREATE TABLE sale (id int UNIQUE, n int)", "INSERT INTO sale VALUES (NULL, 0)"),
        "ALTER TABLE sale ADD CONSTRAINT not_null NOT NULL id NOT VALID",
    )
    assert "the table has no suitable key" in outcome.stderr


def test_the_tables_own_triggers_see_each_change(till):
    till.register(
        *(ONCE, SALE, ROWS % 5),
        "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN NEW.total = coalesce(NEW.total, 0) + 1; RETURN NEW; END'",
        "CREATE TRIGGER note BEFORE UPDATE ON sale FOR EACH ROW EXECUTE FUNCTION note()",
    )
    assert till.run("run", "once").status == 0
    assert till.shop.rows("SELECT DISTINCT n, total FROM sale") == [(1, 1)]


def test_nothing_is_changed_before_it_is_run(till):
    till.register(ONCE, SALE, ROWS % 5)
    assert till.counted("SELECT sum(n) FROM sale") == 0
    assert till.state() == "registered"
    assert till.status_json("list")["rows_changed"] == 0


def test_run_without_a_name_runs_what_waits(till):
    till.register(ONCE, SALE, ROWS % 5)
    assert till.run("run").stdout == "once: verified, 5 rows changed\n"
    assert till.run("run").stderr == "There is no backfill to run.\n"
    assert till.counted("SELECT sum(n) FROM sale") == 5


def test_an_empty_table_is_complete_at_once(till):
    till.register(ONCE, SALE)
    assert till.run("run").stdout == "once: verified, 0 rows changed\n"


def test_only_rows_that_match_are_changed(till):
    till.register(TOTAL, SALE, ROWS % 3000, "UPDATE sale SET total = -1 WHERE id % 2 = 0")
    assert till.run("run", "total").stdout == "total: verified, 1,500 rows changed\n"
    assert till.counted("SELECT count(*) FROM sale WHERE total = -1") == 1500
    assert till.counted("SELECT count(*) FROM sale WHERE total = 100 / id") == 1500


def test_a_where_that_stays_true_is_refused(till):
    till.register('op.backfill("x", "sale", set_={"n": "n + 1"}, where="id > 0")', SALE, ROWS % 5)
    outcome = till.run("run", "x")
    assert outcome.status == 1
    assert "5 of the rows that it changed still match its where (id > 0)" in outcome.stderr
    assert till.counted("SELECT sum(n) FROM sale") == 0


# fmt: off
NO_KEY = [
    # table                                                                       because
    ("CREATE TABLE sale (id int, n int)",                                         "none"),
    ("CREATE TABLE sale (id int UNIQUE, n int)",                                  "may be null"),
    ("CREATE TABLE sale (id int NOT NULL, n int, UNIQUE (id) DEFERRABLE)",        "may be twice for a moment"),
    ("CREATE TABLE sale (id int NOT NULL, n int); CREATE UNIQUE INDEX u ON sale (id) WHERE id > 1", "not every row"),
    ("CREATE TABLE sale (id int NOT NULL, n int); CREATE UNIQUE INDEX u ON sale ((id + 1))", "an expression"),
    ("CREATE TABLE sale (id int NOT NULL, n int PRIMARY KEY)",                    "it changes itself"),
]
# fmt: on


@pytest.mark.parametrize("table, because", NO_KEY)
def test_a_table_without_a_key_is_refused(till, table, because):
    outcome = till.refused(ONCE, *table.split("; "))
    assert outcome.status == 1, because
    assert "Backfill once goes through table sale in the order of a key" in outcome.stderr, because


def test_a_table_that_is_not_there_yet_is_refused(till):
    outcome = till.refused(ONCE)
    assert outcome.status == 1
    assert "registers backfill once of table sale, which this database does not" in outcome.stderr


def test_a_key_that_went_away_is_told(till):
    till.register(ONCE, SALE, ROWS % 5)
    till.shop.rows("ALTER TABLE sale DROP CONSTRAINT sale_pkey")
    outcome = till.run("run", "once")
    assert outcome.status == 1
    assert "Backfill once goes through table sale in the order of a key" in outcome.stderr
    assert till.counted("SELECT sum(n) FROM sale") == 0


def test_a_table_that_is_gone_is_named(till):
    till.register(ONCE, SALE)
    till.shop.rows("DROP TABLE sale")
    assert "changes table sale, which this database does not have" in till.run("run").stderr


def test_an_unknown_name_is_refused(till):
    till.register(ONCE, SALE)
    for command in ("run", "pause", "resume", "cancel", "status", "retry", "verify"):
        outcome = till.run(command, "twice")
        assert outcome.status == 1
        assert "No backfill twice is registered in this database." in outcome.stderr


def test_a_wrong_column_stops_it_and_changes_nothing(till):
    till.register('op.backfill("x", "sale", set_={"n": "nowhere"})', SALE, ROWS % 5)
    outcome = till.run("run", "x")
    assert outcome.status == 1
    assert 'unrelated to any one row: column "nowhere" does not exist' in outcome.stderr
    assert till.state() == "registered"


def test_expressions_of_sqlalchemy(till):
    till.register(
        'op.backfill("x", "sale", set_={"total": sa.func.length(sa.literal("5%:a"))},'
        ' where=sa.column("total").is_(None))',
        SALE,
        ROWS % 5,
    )
    assert till.run("run", "x").status == 0
    assert till.counted("SELECT sum(total) FROM sale") == 20


FUNCTION = """
from sqlalchemy import text


def fill(connection, batch):
    found = connection.execute(text(f"SELECT id FROM sale WHERE {batch.rows}").bindparams(
        **batch.rows.compile().params)).all()
    for (id,) in found:
        if id == 13:
            raise ValueError("thirteen is unlucky")
        connection.execute(text("UPDATE sale SET total = :id WHERE id = :id"), {"id": id})
    return len(found)
"""


def test_a_python_function_over_batches(till):
    (till.shop.folder / "fill_sales.py").write_text(FUNCTION)
    register = 'op.backfill("f", "sale", function="fill_sales:fill", where="total IS NULL")'
    till.register(register, SALE, ROWS % 500)
    outcome = till.run("run", "f", "--batch-ms", "5")
    assert outcome.status == 8
    assert "sale id = 13: thirteen is unlucky" in outcome.stderr
    assert till.counted("SELECT count(*) FROM sale WHERE total = id") == 499


def test_a_function_that_is_not_there(till):
    till.register('op.backfill("f", "sale", function="nowhere:fill")', SALE)
    assert "calls nowhere:fill, which cannot be loaded" in till.run("run", "f").stderr

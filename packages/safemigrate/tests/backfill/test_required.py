"""A later revision waits for the backfill; on a small table the revision runs it."""

from tests.backfill.till import ONCE, ROWS, SALE

REQUIRE = 'op.require_backfill("once")\n    op.execute("CREATE TABLE later ()")'


def test_upgrade_stops_before_it_and_keeps_what_came_first(till):
    till.shop.rows(SALE)
    till.shop.rows(ROWS % 1001)
    till.shop.revision("r1", upgrade=ONCE, downgrade='op.cancel_backfill("once")')
    till.shop.revision("r2", "r1", upgrade='op.execute("CREATE TABLE between ()")')
    till.shop.revision("r3", "r2", upgrade=REQUIRE)
    outcome = till.shop.db("upgrade")
    assert outcome.status == 8
    assert (
        "Error: Revision r3 requires backfill once to be complete and verified. It is "
        "registered: run `flask db backfill run once`; then run this command again. This revision "
        "was rolled back.\n"
    ) in outcome.stderr
    assert till.shop.version() == ["r2"]
    assert till.run("pause", "once").status == 0
    assert "It is paused: run `flask db backfill resume once`" in till.shop.db("upgrade").stderr
    assert till.run("resume", "once").status == 0
    assert till.run("run", "once").status == 0
    assert till.shop.db("upgrade").status == 0
    assert till.shop.version() == ["r3"]
    assert till.counted("SELECT sum(n) FROM sale") == 1001


def test_a_small_table_needs_nobody(till):
    till.register(ONCE, SALE, ROWS % 1000, then=REQUIRE)
    assert till.shop.db("upgrade").status == 0
    assert till.state() == "verified"
    assert till.shop.rows("SELECT n, count(*) FROM sale GROUP BY n") == [(1, 1000)]
    assert till.run("run").stderr == "There is no backfill to run.\n"


def test_nor_does_a_new_database(till):
    till.shop.revision("r1", upgrade=f'op.execute("{SALE}")\n    {ONCE}')
    till.shop.revision("r2", "r1", upgrade=REQUIRE)
    assert till.shop.db("upgrade").status == 0
    assert (till.state(), till.shop.version()) == ("verified", ["r2"])


def test_a_bad_row_of_a_small_table_is_left_to_be_named(till):
    share = 'op.backfill("once", "sale", set_={"total": "1 / (id - 3)"}, where="total IS NULL")'
    till.register(share, SALE, ROWS % 5, then=REQUIRE)
    outcome = till.shop.db("upgrade")
    assert (outcome.status, "run `flask db backfill run once`" in outcome.stderr) == (8, True)
    assert till.counted("SELECT count(total) FROM sale") == 0
    assert "sale id = 3: division by zero" in till.run("run", "once").stderr


def test_what_a_function_changes_is_not_done_by_the_revision(till):
    till.register('op.backfill("once", "sale", function="x:y")', SALE, ROWS % 1, then=REQUIRE)
    assert till.shop.db("upgrade").status == 8


def test_one_that_was_begun_is_not_begun_again(till):
    till.register(ONCE, SALE, ROWS % 5, then=REQUIRE)
    till.shop.rows("UPDATE _migrate.backfill SET started = now()")
    assert till.shop.db("upgrade").status == 8


def test_one_that_is_done_but_for_its_bad_rows(till):
    bad = 'op.backfill("once", "sale", set_={"total": "1 / (id - 3)"}, where="total IS NULL")'
    till.register(bad, SALE, ROWS % 2000, then=REQUIRE)
    assert till.run("run", "once").status == 8
    assert till.state() == "done"
    assert "It is done: run `flask db backfill run once`" in till.shop.db("upgrade").stderr


def test_rows_of_a_small_table_that_match_afterwards(till):
    """Changed and unchanged rows look the same: `run` reports that."""
    again = 'op.backfill("once", "sale", set_={"total": "NULL"}, where="total IS NULL")'
    till.register(again, SALE, ROWS % 5, then=REQUIRE)
    assert till.shop.db("upgrade").status == 8
    assert till.state() == "registered"
    assert "still match its where" in till.run("run", "once").stderr


def test_what_an_older_program_wrote_since_it_was_verified(till):
    drop = 'op.require_backfill("once")\n    op.execute("ALTER TABLE sale DROP COLUMN n")'
    once = 'op.backfill("once", "sale", set_={"total": "n"}, where="total IS NULL")'
    till.register(once, SALE, ROWS % 2000, then=drop)
    assert till.run("run", "once").status == 0
    till.shop.rows("INSERT INTO sale (id, n) VALUES (5001, 5)")
    outcome = till.shop.db("upgrade")
    assert outcome.status == 8
    assert (
        "It is verified, but rows match its where again: run `flask db backfill run once`"
    ) in outcome.stderr
    assert till.run("run", "once").stdout == "once: verified, 2,001 rows changed\n"
    assert till.shop.db("upgrade").status == 0
    assert till.shop.rows("SELECT total FROM sale WHERE id = 5001") == [(5,)]


def test_a_where_on_a_column_that_is_gone(till):
    once = 'op.backfill("once", "sale", set_={"total": "id"}, where="n = 0")'
    till.register(once.replace('"id"', '"id", "n": "1"'), SALE, ROWS % 2000, then=REQUIRE)
    assert till.run("run", "once").status == 0
    till.shop.rows("ALTER TABLE sale DROP COLUMN n")
    assert till.shop.db("upgrade").status == 0


def test_one_that_nobody_registered(till):
    till.shop.revision("r1", upgrade=REQUIRE)
    outcome = till.shop.db("upgrade")
    assert outcome.status == 8
    assert "No revision has registered it: call op.backfill in an earlier one" in outcome.stderr


def test_one_that_was_cancelled(till):
    till.register(ONCE, SALE, then=REQUIRE)
    assert till.run("cancel", "once").status == 0
    assert "It was cancelled: downgrade the revision" in till.shop.db("upgrade").stderr


def test_a_name_is_taken_once(till):
    till.register(ONCE, SALE, then=ONCE)
    outcome = till.shop.db("upgrade")
    assert outcome.status == 1
    assert "Revision r2 registers backfill once, but that name is already registered." in (
        outcome.stderr
    )


def test_the_sql_of_both_does_the_same(till):
    till.shop.rows(SALE)
    till.shop.rows(ROWS % 3)
    till.shop.revision("r1", upgrade=ONCE, downgrade='op.cancel_backfill("once")')
    till.shop.revision("r2", "r1", upgrade=REQUIRE)
    printed = till.shop.db("upgrade", "--sql")
    assert printed.status == 0, printed
    assert "INSERT INTO _migrate.backfill (" in printed.stdout
    till.shop.rows(printed.stdout)
    assert till.counted("SELECT sum(n) FROM sale") == 3
    downgrade = till.shop.db("downgrade", "r1:base", "--sql")
    till.shop.rows(downgrade.stdout)
    assert till.state() == "cancelled"
    assert till.run("list").status == 0, "the rest of the schema is made around it"


def test_a_plan_and_a_dry_run_of_it(till):
    till.register(ONCE, SALE, ROWS % 2000, then=REQUIRE)
    assert "CREATE TABLE later" in till.shop.db("upgrade", "--dry-run").stdout
    plan = till.shop.db("plan")
    assert plan.status == 0, plan


def test_the_linter_finds_nothing(till):
    till.register(f'op.add_column("sale", sa.Column("x", sa.Integer()))\n    {ONCE}', SALE)
    outcome = till.shop.db("lint")
    assert "No finding" in outcome.stdout or outcome.status == 0, outcome

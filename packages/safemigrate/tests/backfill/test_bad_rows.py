"""A row that cannot be changed is found and recorded as bad, and the others are changed."""

from tests.backfill.till import ROWS, SALE
from tiers import full

SHARE = 'op.backfill("share", "sale", set_={"total": "100 / (id % 500)"}, where="total IS NULL")'
DIVISION = "division by zero"


def test_bad_rows_are_named_and_tried_again(till):
    till.register(SHARE, SALE, ROWS % 1200)
    outcome = till.run("run", "share")
    assert outcome.status == 8
    assert outcome.stderr == (
        "Error: Backfill share is not complete: 2 rows could not be changed.\n"
        f"  sale id = 500: {DIVISION}\n"
        f"  sale id = 1000: {DIVISION}\n"
        "Fix them, and run `flask db backfill retry share`.\n"
    )
    assert till.counted("SELECT count(total) FROM sale") == 1198
    status = till.status_json("status", "share")
    assert status["rows"] == [
        {"key": [key], "sqlstate": "22012", "error": DIVISION} for key in ("500", "1000")
    ]
    assert (status["state"], status["rows_changed"], status["bad_rows"]) == ("done", 1198, 2)
    assert till.run("verify", "share").status == 8
    till.shop.rows("UPDATE sale SET id = 501 + 1200 WHERE id = 500")
    assert till.run("retry", "share").status == 8, "1000 is still there, and 1701 is new"
    till.shop.rows("UPDATE sale SET id = 1703 WHERE id = 1000")
    outcome = till.run("retry", "share")
    assert (outcome.status, till.state()) == (0, "verified"), outcome
    assert till.counted("SELECT count(total) FROM sale") == 1200


@full
def test_a_constraint_that_waits_for_the_end(till):
    till.register(
        'op.backfill("r", "sale", set_={"total": "id"}, where="total IS NULL")',
        SALE,
        "CREATE TABLE good (id int PRIMARY KEY)",
        "INSERT INTO good SELECT g FROM generate_series(1, 299) AS g",
        "ALTER TABLE sale ADD FOREIGN KEY (total) REFERENCES good DEFERRABLE INITIALLY DEFERRED",
        ROWS % 300,
    )
    outcome = till.run("run", "r")
    assert outcome.status == 8
    assert "sale id = 300: insert or update on table" in outcome.stderr
    assert till.counted("SELECT count(total) FROM sale") == 299


@full
def test_where_all_rows_are_bad_it_stops_soon(till):
    till.register('op.backfill("z", "sale", set_={"total": "1 / 0 * id"})', SALE, ROWS % 1200)
    outcome = till.run("run", "z")
    assert outcome.status == 8
    assert "was stopped: 100 rows could not be changed." in outcome.stderr
    assert "and 97 more" in outcome.stderr
    assert till.counted("SELECT count(*) FROM _migrate.backfill_bad_row") == 100


def test_verify_counts_what_matches_again(till):
    till.register(SHARE, SALE, ROWS % 400)
    assert till.run("run", "share").status == 0
    till.shop.rows("UPDATE sale SET total = NULL WHERE id <= 7")
    outcome = till.run("verify", "share")
    assert outcome.status == 8
    assert "Backfill share is not complete: 7 rows still to change." in outcome.stderr
    assert till.state() == "registered"
    assert till.run("run", "share").stdout == "share: verified, 407 rows changed\n"


@full
def test_verify_without_a_where_knows_the_range(till):
    till.register('op.backfill("n", "sale", set_={"n": "n + 1"})', SALE, ROWS % 400)
    outcome = till.run("verify", "n")
    assert (outcome.status, "is not complete" in outcome.stderr) == (8, True)
    assert till.run("run", "n").status == 0
    assert till.run("verify", "n").stdout == "n: verified, 400 rows changed\n"

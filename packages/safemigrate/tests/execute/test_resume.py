"""A revision that stopped midway resumes where it stopped, and only there."""

import psycopg
import pytest

from safemigrate.execute.resumed_steps import Replay
from safemigrate.execute.statement import Kind, kind_of
from safemigrate.execute.upgrade_errors import FileEdited, RowsNotRepeatable
from safemigrate.journal.step import Step, digest, step_of
from tests.execute.shop import CREATE_PERSON

HALF = """op.execute("INSERT INTO person VALUES (501, 'segment')")
    with op.get_context().autocommit_block():
        op.create_index("ix", "person", ["name"], postgresql_concurrently=True)
        op.execute("INSERT INTO person VALUES (502, 'block')")
        {}
    op.execute("INSERT INTO person VALUES (503, 'end')")"""
STOPPED = HALF.format('op.execute("SELECT 1 / 0 FROM person")')
FIXED = HALF.format("pass")


def stop_midway(shop):
    shop.revision("r1", upgrade=CREATE_PERSON, downgrade='op.drop_table("person")')
    shop.revision("r2", "r1", upgrade=STOPPED)
    outcome = shop.db("upgrade")
    assert outcome.status == 1
    assert (
        "The revision commits step by step: its earlier steps are recorded, and the next upgrade "
        "continues here."
    ) in outcome.stderr
    assert shop.version() == ["r1"]
    assert added(shop) == [501, 502]


def added(shop):
    return [n for (n,) in shop.rows("SELECT id FROM person WHERE id > 500 ORDER BY 1")]


def test_it_goes_on_when_the_rest_is_corrected(shop):
    stop_midway(shop)
    shop.revision("r2", "r1", upgrade=FIXED)
    outcome = shop.db("upgrade")
    assert outcome.status == 0, outcome
    assert "Revision r2 is incomplete: resuming where it stopped." in outcome.stderr
    assert added(shop) == [501, 502, 503]
    assert shop.version() == ["r2"]
    results = shop.rows("SELECT result FROM _migrate.history WHERE revision = 'r2' ORDER BY id")
    assert results == [("resumed",), ("done",)]


def test_as_often_as_it_takes(shop):
    stop_midway(shop)
    assert shop.db("upgrade").status == 1
    assert shop.db("upgrade").status == 1
    assert added(shop) == [501, 502]
    shop.revision("r2", "r1", upgrade=FIXED)
    assert shop.db("upgrade").status == 0
    assert added(shop) == [501, 502, 503]


# fmt: off
EDITS = [
    # what was,               what is,                 step, the statement it is now
    ("'segment'",             "'other'",               1, "INSERT INTO person VALUES (501, 'other')"),
    ('"ix"',                  '"ux"',                  2, "CREATE INDEX CONCURRENTLY ux ON person (name)"),
    ("(502, 'block')",        "(512, 'block')",        3, "INSERT INTO person VALUES (512, 'block')"),
]
# fmt: on


@pytest.mark.parametrize("was, now, step, statement", EDITS)
def test_what_is_done_may_not_be_edited(shop, was, now, step, statement):
    stop_midway(shop)
    before = shop.fingerprint()
    shop.revision("r2", "r1", upgrade=FIXED.replace(was, now))
    outcome = shop.db("upgrade")
    assert outcome.status == 9, outcome
    error = outcome.stderr.partition("Error: ")[2]
    assert error.startswith(
        f"Revision r2 is incomplete, and its file was edited: step {step} was\n"
    )
    assert f"\nand is now\n  {statement}\n" in error
    assert "Nothing more was run." in error
    assert shop.fingerprint() == before
    shop.revision("r2", "r1", upgrade=FIXED)
    assert shop.db("upgrade").status == 0, "the file as it was is taken again"


def test_what_is_done_may_not_be_left_out(shop):
    stop_midway(shop)
    shop.revision("r2", "r1", upgrade="pass")
    outcome = shop.db("upgrade")
    assert outcome.status == 9
    assert "\nand is now\n  removed\n" in outcome.stderr


def test_nothing_else_begins_until_it_is_finished_or_stamped(shop):
    stop_midway(shop)
    outcome = shop.db("downgrade", "base")
    assert outcome.status == 9
    assert outcome.stderr.partition("Error: ")[2] == (
        "Revision r2 is incomplete (upgrade), so r1 did not start. Finish it with "
        "`flask db upgrade r2`; or undo its steps by hand and record the database's revision with "
        "`flask db stamp REVISION`, which discards them.\n"
    )
    shop.rows("DELETE FROM person WHERE id > 500")
    shop.rows("DROP INDEX ix")
    assert shop.db("stamp", "r1").status == 0
    assert shop.db("downgrade", "base").status == 0
    shop.revision("r2", "r1", upgrade=FIXED)
    assert shop.db("upgrade").status == 0
    assert added(shop) == [501, 502, 503]


def test_an_invalid_index_of_another_tools_run_is_rebuilt(shop):
    shop.revision("r1", upgrade=CREATE_PERSON)
    assert shop.db("upgrade").status == 0
    shop.rows("INSERT INTO person VALUES (501, 'twin'), (502, 'twin')")
    with pytest.raises(psycopg.errors.UniqueViolation):
        shop.rows("CREATE UNIQUE INDEX CONCURRENTLY ix ON person (name)")
    shop.rows("DELETE FROM person WHERE id = 502")
    shop.revision(
        "r2",
        "r1",
        upgrade="""with op.get_context().autocommit_block():
        op.execute("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix ON person (name)")""",
    )
    outcome = shop.db("upgrade")
    assert outcome.status == 0, outcome
    assert "Dropping invalid index ix, which an interrupted run left behind." in outcome.stderr
    assert shop.rows("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix'::regclass") == [
        (True,)
    ]


def test_a_loop_over_batches_goes_on_with_what_is_left(shop):
    batches = """with op.get_context().autocommit_block():
        while op.get_bind().execute(sa.text(
            "UPDATE person SET name = name || '!' WHERE id IN "
            "(SELECT id FROM person WHERE name NOT LIKE '%!' ORDER BY id LIMIT 100)"
        )).rowcount:
            {}
        ids = op.get_bind().execute(sa.text("SELECT id FROM person WHERE id > 450 ORDER BY id {}"))
        for id in ids.scalars().all():
            op.execute(f"UPDATE person SET name = name || '?' WHERE id = {{id}}")
        {}"""
    stop = "if op.get_bind().execute(sa.text(\"SELECT count(*) FROM person WHERE name LIKE '%!'\")).scalar() == 300: raise OSError"
    shop.revision("r1", upgrade=CREATE_PERSON)
    shop.revision("r2", "r1", upgrade=batches.format(stop, "ASC", "raise OSError"))
    assert shop.db("upgrade").status == 1
    assert shop.rows("SELECT count(*) FROM person WHERE name LIKE '%!'") == [(300,)]
    shop.revision("r2", "r1", upgrade=batches.format("pass", "ASC", "raise OSError"))
    assert shop.db("upgrade").status == 1
    shop.revision("r2", "r1", upgrade=batches.format("pass", "DESC", "pass"))
    assert shop.db("upgrade").status == 0
    assert shop.rows(
        "SELECT name ~ '^name [0-9]+!$', count(*) FROM person WHERE id <= 450 GROUP BY 1"
    ) == [(True, 450)]
    assert shop.rows(
        "SELECT name ~ '^name [0-9]+!.?$', count(*) FROM person WHERE id > 450 GROUP BY 1"
    ) == [(True, 50)]
    assert shop.rows("SELECT count(*) FROM person WHERE name LIKE '%?'") == [(50,)]


def step(number, sql, values=None, *, follows_read=False, **more):
    new = step_of(number, sql, values, follows_read=follows_read)
    return Step(**(vars(new) | {"done": True} | more))


def match(replay, sql, values=None, *, follows_read=False):
    earlier = replay.earlier_step(step_of(0, sql, values, follows_read=follows_read))
    return earlier.number if earlier else None


def test_values_of_a_clock_are_the_same_statement_only_while_the_file_is():
    replay = Replay("r", [step(1, "INSERT", {"at": 1})], file_edited=False)
    assert match(replay, "INSERT", {"at": 2}) == 1
    replay = Replay("r", [step(1, "INSERT", {"at": 1})], file_edited=True)
    with pytest.raises(FileEdited):
        match(replay, "INSERT", {"at": 2})


def test_statements_that_followed_a_question_need_not_come_again():
    noted = [step(1, "A", follows_read=True), step(2, "B", follows_read=True), step(3, "C")]
    replay = Replay("r", noted, file_edited=False)
    assert match(replay, "B", follows_read=True) == 2
    assert match(replay, "D", follows_read=True) is None
    assert match(replay, "C") == 3
    assert replay.is_over
    assert replay.next_number() == 4


def test_they_may_come_in_another_order():
    noted = [step(number, sql, follows_read=True) for number, sql in enumerate("ABCA", 1)]
    replay = Replay("r", noted, file_edited=False)
    came = [match(replay, sql, follows_read=True) for sql in "BAAAC"]
    assert came == [2, 1, 4, None, 3]


def test_those_that_do_not_come_again_hold_up_nothing():
    replay = Replay("r", [step(1, "A", follows_read=True)], file_edited=False)
    assert replay.is_over
    assert match(replay, "D") is None
    assert match(replay, "A", follows_read=True) is None, "this one is another place's"


def test_rows_that_were_returned_cannot_be_returned_again():
    replay = Replay("r", [step(1, "INSERT", returned_rows=True)], file_edited=False)
    with pytest.raises(RowsNotRepeatable):
        match(replay, "INSERT")


def test_digest_is_of_the_whole_text():
    assert digest("a" * 600) != digest("a" * 599 + "b")


# fmt: off
KINDS = [
    ("SELECT 1",                                              Kind.READ),
    ("  -- why\n/* and */ select 1",                          Kind.READ),
    ("WITH a AS (SELECT 1) SELECT * FROM a",                  Kind.READ),
    ("WITH a AS (DELETE FROM t RETURNING 1) SELECT * FROM a", Kind.CHANGE),
    ("SELECT 1 INTO t",                                       Kind.CHANGE),
    ("SHOW lock_timeout",                                     Kind.READ),
    ("SET lock_timeout = 0",                                  Kind.SETTING),
    ("ALTER TABLE t ADD COLUMN c int",                        Kind.CHANGE),
    ("CREATE INDEX i ON t (c)",                               Kind.CHANGE),
    ("CREATE UNIQUE INDEX CONCURRENTLY i ON t (c)",           Kind.ALONE),
    ("DROP INDEX CONCURRENTLY i",                             Kind.ALONE),
    ("REINDEX (VERBOSE) TABLE CONCURRENTLY t",                Kind.ALONE),
    ("REINDEX TABLE t",                                       Kind.CHANGE),
    ("ALTER TABLE t DETACH PARTITION p CONCURRENTLY",         Kind.ALONE),
    ("REFRESH MATERIALIZED VIEW CONCURRENTLY v",              Kind.CHANGE),
    ("VACUUM t",                                              Kind.ALONE),
    ("CALL p()",                                              Kind.CHANGE),
    ("DO $$ BEGIN END $$",                                    Kind.CHANGE),
]
# fmt: on


@pytest.mark.parametrize("sql, kind", KINDS)
def test_kinds_of_statements(sql, kind):
    assert kind_of(sql) is kind

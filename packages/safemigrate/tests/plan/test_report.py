"""The text of a plan, on 80 columns."""

from safemigrate.plan.plan_report import report

FACTS = {"rows": 180_000_000, "bytes": 41_200_000_000}
ORDERS = {**FACTS, "reads_per_second": 0.2, "writes_per_second": 950.0}


def lock(mode, *blocks, relation="orders", kind="r"):
    return {"relation": relation, "kind": kind, "mode": mode, "blocks": list(blocks)}


def statement(sql, **parts):
    usual = {
        "revision": "0042", "file": "migrations/versions/0042_users.py", "line": 18, "sql": sql,
        "transaction": 1, "transactional": True, "locks": [], "held": [], "rewritten": [],
        "emptied": [], "scanned": [], "built": [], "foreign_keys_checked": [], "scan_skipped": [],
        "tables": {"orders": ORDERS},
        "estimated": {"milliseconds": 2.0, "blocked_milliseconds": 0, "disk_bytes": 0,
                      "wal_bytes": 0},
        "kind": None, "safe_way": None, "notes": [], "failed": False,
    }  # fmt: skip
    return usual | parts


def plan(*statements, **parts):
    usual = {
        "database": {"name": "shop", "version": "16.4", "revisions": ["0041"],
                     "longest_transaction": None},
        "clone": {"where": "the same server", "how": "pg_dump 18.6", "notes": []},
        "revisions": [{"way_back": True, "revision": "0042", "message": "Users of orders",
                       "file": "migrations/versions/0042_users.py"}],
        "speeds": {"measured": True}, "statements": list(statements), "longest_block": None,
        "failure": None,
    }  # fmt: skip
    return usual | parts


HEAD = """\
Plan for shop (PostgreSQL 16.4): 1 pending revision, run on a clone of the
schema (the same server, pg_dump 18.6).

0042  Users of orders
  migrations/versions/0042_users.py
"""
HARMLESS = "\nNothing here blocks the application's reads or writes.\n"


def test_a_foreign_key():
    one_statement = statement(
        "ALTER TABLE orders ADD CONSTRAINT fk_orders_user\n  FOREIGN KEY (user_id) REFERENCES users",
        locks=[lock("SHARE ROW EXCLUSIVE", "writes"),
               lock("SHARE ROW EXCLUSIVE", "writes", relation="users"),
               lock("ACCESS SHARE", relation="users_pkey", kind="i")],
        foreign_keys_checked=[{"constraint": "fk", "table": "orders", "refers": "users"}],
        estimated={"milliseconds": 130_000, "blocked_milliseconds": 130_000, "disk_bytes": 0,
                   "wal_bytes": 0},
        safe_way="add it with NOT VALID.",
    )  # fmt: skip
    longest = {"milliseconds": 130_000, "revision": "0042", "line": 18,
               "relations": ["orders", "users"]}  # fmt: skip
    assert report(plan(one_statement, longest_block=longest)) == HEAD + (
        "    18  ALTER TABLE orders ADD CONSTRAINT fk_orders_user FOREIGN KEY (user_id)\n"
        "        REFERENCES users\n"
        "        orders (180,000,000 rows, 41.2 GB, 950 writes/s): SHARE ROW EXCLUSIVE,\n"
        "          blocks writes\n"
        "        users: SHARE ROW EXCLUSIVE, blocks writes\n"
        "        looks up every row of orders in users\n"
        "        about 2 min 10 s; blocked about 2 min 10 s (estimated)\n"
        "        safe way: add it with NOT VALID.\n"
        "\n"
        "Longest predicted block: 2 min 10 s, on orders, users (0042, line 18; estimated\n"
        "from table sizes and speeds measured on the clone's server; the wait for each\n"
        "lock comes on top).\n"
    )


def test_an_index_outside_transactions():
    one_statement = statement(
        "CREATE INDEX CONCURRENTLY ix ON orders (user_id)",
        locks=[lock("SHARE UPDATE EXCLUSIVE", "schema changes")],
        built=[{"index": "ix", "table": "orders"}],
        transactional=False,
        estimated={"milliseconds": 90_000, "blocked_milliseconds": 0,
                   "disk_bytes": 4_800_000_000, "wal_bytes": 4_800_000_000},
    )  # fmt: skip
    assert report(plan(one_statement)) == HEAD + (
        "    18  CREATE INDEX CONCURRENTLY ix ON orders (user_id)\n"
        "        orders (180,000,000 rows, 41.2 GB, 950 writes/s): SHARE UPDATE\n"
        "          EXCLUSIVE, blocks schema changes\n"
        "        runs outside a transaction: if it fails, its partial work remains\n"
        "        builds index ix on orders\n"
        "        about 1 min 30 s; disk 4.8 GB, WAL 4.8 GB (estimated)\n" + HARMLESS
    )


def test_work_while_a_lock_is_held_and_a_scan_that_is_spared():
    one_statement = statement(
        "ALTER TABLE orders ALTER user_id SET NOT NULL",
        held=[lock("ACCESS EXCLUSIVE", "reads", "writes")],
        scan_skipped=["orders"],
        notes=["fails on a sample row"],
    )
    assert report(plan(one_statement)) == HEAD + (
        "    18  ALTER TABLE orders ALTER user_id SET NOT NULL\n"
        "        skips reading orders: a check proves it\n"
        "        while orders is still locked (ACCESS EXCLUSIVE)\n"
        "        about 2 ms (estimated)\n"
        "        note: fails on a sample row\n" + HARMLESS
    )


def test_an_index_that_is_locked_more_strongly_than_its_table_is_named():
    one_statement = statement(
        "ALTER INDEX ix RENAME TO iy",
        locks=[lock("SHARE UPDATE EXCLUSIVE", "schema changes", relation="ix", kind="i")],
    )
    assert report(plan(one_statement)) == HEAD + (
        "    18  ALTER INDEX ix RENAME TO iy\n"
        "        ix: SHARE UPDATE EXCLUSIVE, blocks schema changes\n" + HARMLESS
    )


def test_new_things_block_nobody_and_questions_to_the_catalogue_are_not_told():
    creation = statement(
        "CREATE TABLE pet (id integer)", locks=[lock("ACCESS EXCLUSIVE", kind="new")]
    )
    assert report(plan(statement("SELECT 1"), creation)) == HEAD + (
        "    18  CREATE TABLE pet (id integer)\n        blocks nobody\n" + HARMLESS
    )


def test_long_statements_are_cut():
    text = report(
        plan(statement("UPDATE orders SET " + ", ".join(f"c{n} = {n}" for n in range(99))))
    )
    assert max(map(len, text.splitlines())) <= 80
    assert text.count(" …\n") == 1


def test_an_old_transaction_and_a_clone_that_differs_are_told_first():
    old = {"seconds": 372.0, "pid": 4121, "application": "celery-report", "user": "report",
           "state": "active"}  # fmt: skip
    database = plan()["database"] | {"longest_transaction": old}
    clone = {"where": "a private PostgreSQL 18.6", "how": "replay (no pg_dump)",
             "notes": ["The clone lacks relation public.x."]}  # fmt: skip
    assert report(plan(database=database, clone=clone)).startswith(
        "Plan for shop (PostgreSQL 16.4): 1 pending revision, run on a clone of the\n"
        "schema (a private PostgreSQL 18.6, replay (no pg_dump)).\n"
        "The oldest open transaction has lasted 6 min 12 s (pid 4121, celery-report,\n"
        "active). A strong lock on a table that it uses waits for it, and blocks everyone\n"
        "behind it.\n"
        "The clone lacks relation public.x.\n"
    )


def test_a_failure_ends_the_plan():
    one_statement = statement("ALTER TABLE orders ADD x int NOT NULL", failed=True)
    assert report(plan(one_statement, failure="Revision 0042 stopped.\nCorrect it.")) == HEAD + (
        "    18  ALTER TABLE orders ADD x int NOT NULL\n"
        "        FAILS\n"
        "\n"
        "upgrade would fail:\n"
        "  Revision 0042 stopped.\n"
        "  Correct it.\n"
    )


def test_nothing_to_plan():
    assert report(plan(revisions=[])) == "Nothing to plan: shop is at 0041.\n"


def test_a_revision_without_a_way_back_says_so():
    creation = plan(statement("ALTER TABLE orders ADD x int"))
    assert "cannot be downgraded" not in report(creation)
    creation["revisions"][0]["way_back"] = False
    assert "  cannot be downgraded: its downgrade() does nothing or refuses\n" in report(creation)

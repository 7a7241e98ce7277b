"""DATA206 not-repeatable: where it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_found = rule_tests(
    "DATA206",
    silent=[
        case(
            """
            with op.get_context().autocommit_block():
                op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix")
                op.execute("CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON orders (state)")
            """,
            "nothing can be left of it",
        ),
        case(
            "op.execute(\"INSERT INTO users (email) VALUES ('a')\")",
            "the transaction takes it back",
        ),
        case(
            """
            with op.get_context().autocommit_block():
                op.execute("INSERT INTO users (email) VALUES ('a') ON CONFLICT DO NOTHING")
            """,
            "twice is once",
        ),
        case(
            """
            with op.get_context().autocommit_block():
                op.execute("UPDATE users SET active = true WHERE id = 1")
            """,
            "twice is once, too",
        ),
    ],
    found=[
        case(
            """
            with op.get_context().autocommit_block():
                op.create_index("ix", "orders", ["state"], postgresql_concurrently=True, if_not_exists=True)
            """,
            """
            11
              IF NOT EXISTS keeps what a failed build left of ix: an index that is not valid, and that no query uses.
              help: drop what may be left of it first, and leave IF NOT EXISTS out:
                op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix")
            """,
        ),
        case(
            """
            with op.get_context().autocommit_block():
                op.execute("INSERT INTO users (email) VALUES ('a')")
            """,
            """
            11
              Outside of a transaction, this INSERT into users is kept even if the revision fails later, and running it again inserts the rows twice.
              help: add ON CONFLICT DO NOTHING, or take it out of the autocommit block.
            """,
        ),
        case(
            """
            with op.get_context().autocommit_block():
                op.execute("UPDATE orders SET total = total + 1 WHERE id = 1")
            """,
            """
            11
              Outside of a transaction, this UPDATE of orders is kept even if the revision fails later, and running it again changes the rows twice.
              help: let the WHERE leave out what is done, or take it out of the autocommit block.
            """,
        ),
    ],
)

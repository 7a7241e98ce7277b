"""DATA206 not-repeatable: when it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_findings = rule_tests(
    "DATA206",
    silent=[
        case(
            """
            with op.get_context().autocommit_block():
                op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix")
                op.execute("CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON orders (state)")
            """,
            "no failed build can be left",
        ),
        case(
            "op.execute(\"INSERT INTO users (email) VALUES ('a')\")",
            "the transaction rolls it back",
        ),
        case(
            """
            with op.get_context().autocommit_block():
                op.execute("INSERT INTO users (email) VALUES ('a') ON CONFLICT DO NOTHING")
            """,
            "running it twice has the same result",
        ),
        case(
            """
            with op.get_context().autocommit_block():
                op.execute("UPDATE users SET active = true WHERE id = 1")
            """,
            "so does this",
        ),
    ],
    findings=[
        case(
            """
            with op.get_context().autocommit_block():
                op.create_index("ix", "orders", ["state"], postgresql_concurrently=True, if_not_exists=True)
            """,
            """
            11
              IF NOT EXISTS accepts what a failed build leaves of ix: an invalid index that no query uses.
              help: first drop what a failed build may have left, and remove IF NOT EXISTS:
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
              Outside a transaction, this INSERT into users stays in effect even if the revision fails later, and running it again inserts the rows twice.
              help: add ON CONFLICT DO NOTHING, or move it out of the autocommit block.
            """,
        ),
        case(
            """
            with op.get_context().autocommit_block():
                op.execute("UPDATE orders SET total = total + 1 WHERE id = 1")
            """,
            """
            11
              Outside a transaction, this UPDATE of orders stays in effect even if the revision fails later, and running it again changes the rows twice.
              help: exclude changed rows in its WHERE, or move it out of the autocommit block.
            """,
        ),
    ],
)

"""LOCK002 concurrently-in-transaction: when it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK002",
    silent=[
        case(
            """
            with op.get_context().autocommit_block():
                op.create_index("ix", "orders", ["state"], postgresql_concurrently=True)
            """,
            "outside a transaction, and alone",
        ),
        case(
            """
            op.execute("COMMIT")
            op.execute("CREATE INDEX CONCURRENTLY ix ON orders (state)")
            """,
            "COMMIT written out ends the transaction, too",
        ),
        case(
            """
            op.execute("SET lock_timeout = 0")
            with op.get_context().autocommit_block():
                op.execute("DROP INDEX CONCURRENTLY ix")
            """,
            "a setting leaves nothing behind",
        ),
        case(
            'op.create_index("ix", "orders", ["state"])',
            "LOCK001 has that",
        ),
    ],
    findings=[
        case(
            'op.create_index("ix", "orders", ["state"], postgresql_concurrently=True)',
            """
            10
              PostgreSQL rejects CREATE INDEX CONCURRENTLY inside a transaction: this revision fails.
              help: run it outside a transaction:
                with op.get_context().autocommit_block():
                    op.execute("CREATE INDEX CONCURRENTLY ix ON orders (state)")
            """,
        ),
        case(
            """
            op.add_column("orders", sa.Column("a", sa.Text()))
            with op.get_context().autocommit_block():
                op.execute("DROP INDEX CONCURRENTLY ix_orders_user_id")
            """,
            """
            12
              The autocommit block commits line 10 of this revision even if the block fails; running the revision again then fails there, because the line has already run.
              help: move the block to a revision of its own, after this one:
                with op.get_context().autocommit_block():
                    op.execute("DROP INDEX CONCURRENTLY ix_orders_user_id")
            """,
        ),
    ],
)

"""LOCK003 drop-index-blocks-reads: when it is silent, and what it prints."""

from tests.lint.ruling import SHOP, after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK003",
    silent=[
        case(
            """
            with op.get_context().autocommit_block():
                op.drop_index("ix_orders_user_id", "orders", postgresql_concurrently=True)
            """,
            "waits without blocking anyone",
        ),
        case(
            after_new("""
            op.create_index("ix", "new", ["a"])
            op.drop_index("ix", "new")
            """),
            "nobody uses the table yet",
        ),
        case(
            'op.drop_index("ix")',
            "a partitioned table's index has no other way",
            earlier=[
                SHOP,
                """
            op.execute("CREATE TABLE part (a int) PARTITION BY RANGE (a)")
            op.execute("CREATE INDEX ix ON part (a)")
            """,
            ],
        ),
    ],
    findings=[
        case(
            'op.drop_index("ix_orders_user_id", "orders")',
            """
            10
              DROP INDEX ix_orders_user_id takes ACCESS EXCLUSIVE on orders: nobody can read or write orders until the transaction ends.
              help: drop it concurrently, in a revision of its own:
                with op.get_context().autocommit_block():
                    op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_orders_user_id")
            """,
        ),
        case(
            'op.execute("DROP INDEX unheard_of")',
            """
            10
              DROP INDEX unheard_of takes ACCESS EXCLUSIVE on its table: nobody can read or write its table until the transaction ends.
              help: drop it concurrently, in a revision of its own:
                with op.get_context().autocommit_block():
                    op.execute("DROP INDEX CONCURRENTLY IF EXISTS unheard_of")
            """,
        ),
    ],
)

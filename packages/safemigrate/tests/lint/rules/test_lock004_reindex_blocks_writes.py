"""LOCK004 reindex-blocks-writes: when it is silent, and what it prints."""

from tests.lint.ruling import after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK004",
    silent=[
        case(
            """
            with op.get_context().autocommit_block():
                op.execute("REINDEX TABLE CONCURRENTLY orders")
            """,
            "others can write",
        ),
        case(
            'op.execute("REINDEX SYSTEM shop")',
            "a system catalog has no other way",
        ),
        case(
            after_new('op.execute("REINDEX TABLE new")'),
            "nobody uses the table yet",
        ),
    ],
    findings=[
        case(
            'op.execute("REINDEX INDEX ix_orders_user_id")',
            """
            10
              REINDEX INDEX ix_orders_user_id takes SHARE on orders: nobody can write to orders, or use the index, until it is rebuilt.
              help: rebuild it concurrently, in a revision of its own:
                with op.get_context().autocommit_block():
                    op.execute("REINDEX INDEX CONCURRENTLY ix_orders_user_id")
            """,
        ),
        case(
            'op.execute("REINDEX SCHEMA public")',
            """
            10
              REINDEX SCHEMA public takes SHARE on each table of public in turn: nobody can write to it, or use the index, until it is rebuilt.
              help: rebuild it concurrently, in a revision of its own:
                with op.get_context().autocommit_block():
                    op.execute("REINDEX SCHEMA CONCURRENTLY public")
            """,
        ),
    ],
)

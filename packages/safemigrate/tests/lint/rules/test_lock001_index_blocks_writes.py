"""LOCK001 index-blocks-writes: when it is silent, and what it prints."""

from tests.lint.ruling import NEW, SHOP, after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK001",
    silent=[
        case(
            'op.create_index("ix", "orders", ["state"], postgresql_concurrently=True)',
            "others can write",
        ),
        case(
            after_new('op.create_index("ix", "new", ["a"])'),
            "a new table has no rows",
        ),
        case(
            'op.create_index("ix", "new", ["a"])',
            "the table is deployed with it",
            earlier=[SHOP, NEW],
            together=2,
        ),
        case(
            'op.execute("CREATE INDEX ix ON ONLY part (a)")',
            "ON ONLY builds nothing",
        ),
    ],
    findings=[
        case(
            'op.create_index("ix_orders_state", "orders", ["state"], unique=True)',
            """
            10
              CREATE INDEX ix_orders_state takes SHARE on orders: nobody can write to orders while every row is indexed.
              help: build it concurrently, in a revision of its own:
                with op.get_context().autocommit_block():
                    op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_orders_state")
                    op.create_index("ix_orders_state", "orders", ["state"], unique=True, postgresql_concurrently=True)
            """,
        ),
        case(
            'op.create_index("ix", "new", ["a"])',
            """
            10
              CREATE INDEX ix takes SHARE on new: nobody can write to new while every row is indexed.
              help: build it concurrently, in a revision of its own:
                with op.get_context().autocommit_block():
                    op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix")
                    op.create_index("ix", "new", ["a"], postgresql_concurrently=True)
            """,
            earlier=[SHOP, NEW],
        ),
        case(
            """
            for column in ["state", "number"]:
                op.execute(f"CREATE INDEX ON orders ({column}) WHERE total > 0")
            """,
            """
            11
              CREATE INDEX takes SHARE on orders: nobody can write to orders while every row is indexed.
              help: build it concurrently, in a revision of its own:
                with op.get_context().autocommit_block():
                    op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_orders_state")
                    op.create_index("ix_orders_state", "orders", ["state"], postgresql_where=sa.text("total > 0"), postgresql_concurrently=True)

            11
              CREATE INDEX takes SHARE on orders: nobody can write to orders while every row is indexed.
              help: build it concurrently, in a revision of its own:
                with op.get_context().autocommit_block():
                    op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_orders_number")
                    op.create_index("ix_orders_number", "orders", ["number"], postgresql_where=sa.text("total > 0"), postgresql_concurrently=True)
            """,
        ),
        case(
            'op.execute("CREATE INDEX ix ON part (a)")',
            """
            10
              CREATE INDEX ix takes SHARE on part: nobody can write to part while every row is indexed.
              help: a partitioned table does not accept CONCURRENTLY: index the parent alone, index each partition concurrently, then attach them:
                op.execute("CREATE INDEX ix ON ONLY part (…)")
                op.execute("CREATE INDEX CONCURRENTLY ix_1 ON partition_1 (…)")
                op.execute("ALTER INDEX ix ATTACH PARTITION ix_1")
            """,
            earlier=[SHOP, 'op.execute("CREATE TABLE part (a int) PARTITION BY RANGE (a)")'],
        ),
    ],
)

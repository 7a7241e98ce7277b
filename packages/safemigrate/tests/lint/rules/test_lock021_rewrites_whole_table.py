"""LOCK021 rewrites-whole-table: when it is silent, and what it prints."""

from tests.lint.ruling import after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK021",
    silent=[
        case(
            after_new('op.execute("TRUNCATE new")'),
            "nobody uses the table yet",
        ),
        case(
            'op.execute("VACUUM orders")',
            "VACUUM keeps nobody out",
        ),
        case(
            'op.execute("DELETE FROM orders WHERE id = 1")',
            "rows are locked, not the table",
        ),
    ],
    findings=[
        case(
            'op.execute("TRUNCATE orders")',
            """
            10
              TRUNCATE of orders takes ACCESS EXCLUSIVE on orders: nobody can read or write orders while it is rewritten.
              help: delete the rows in batches: the loop in DATA201 deletes 5,000 rows of orders at a time.
            """,
        ),
        case(
            'op.execute("VACUUM FULL orders")',
            """
            10
              VACUUM FULL of orders takes ACCESS EXCLUSIVE on orders: nobody can read or write orders while it is rewritten.
              help: PostgreSQL has no safe form: run it in a maintenance window, or create a new table, copy the rows in batches and swap the names.
            """,
        ),
        case(
            'op.execute("ALTER TABLE orders SET UNLOGGED")',
            """
            10
              SET UNLOGGED of orders takes ACCESS EXCLUSIVE on orders: nobody can read or write orders while it is rewritten.
              help: PostgreSQL has no safe form: run it in a maintenance window, or create a new table, copy the rows in batches and swap the names.
            """,
        ),
    ],
)

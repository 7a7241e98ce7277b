"""LOCK025 locks-table: when it is silent, and what it prints."""

from tests.lint.ruling import after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK025",
    silent=[
        case(
            'op.execute("LOCK TABLE orders IN ROW SHARE MODE")',
            "blocks neither reads nor writes",
        ),
        case(
            after_new('op.execute("LOCK TABLE new")'),
            "nobody uses the table yet",
        ),
        case(
            'op.add_column("orders", sa.Column("a", sa.Text()))',
            "it takes the lock that it needs",
        ),
    ],
    findings=[
        case(
            'op.execute("LOCK TABLE orders")',
            """
            10
              LOCK TABLE takes ACCESS EXCLUSIVE on orders: nobody can read or write orders until the transaction ends.
              help: remove it: each statement takes the lock that it needs.
            """,
        ),
        case(
            'op.execute("LOCK TABLE orders IN SHARE ROW EXCLUSIVE MODE")',
            """
            10
              LOCK TABLE takes SHARE ROW EXCLUSIVE on orders: nobody can write to orders until the transaction ends.
              help: remove it: each statement takes the lock that it needs.
            """,
        ),
    ],
)

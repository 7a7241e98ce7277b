"""DATA205 drops-cascade: when it is silent, and what it prints."""

from tests.lint.ruling import after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "DATA205",
    silent=[
        case(
            'op.drop_table("orders")',
            "without CASCADE it fails if something depends on it",
        ),
        case(
            after_new('op.execute("DROP TABLE new CASCADE")'),
            "nothing of value depends on it yet",
        ),
        case(
            'op.execute("TRUNCATE orders")',
            "one table",
        ),
    ],
    findings=[
        case(
            'op.execute("DROP TABLE users CASCADE")',
            """
            10
              CASCADE also drops everything that depends on users, without naming it.
              help: remove CASCADE, and name each other object to drop or empty.
            """,
        ),
        case(
            'op.execute("TRUNCATE users CASCADE")',
            """
            10
              TRUNCATE users CASCADE also empties orders.
              help: remove CASCADE, and name each other object to drop or empty.
            """,
        ),
        case(
            'op.execute("DROP TYPE mood CASCADE")',
            """
            10
              CASCADE also drops everything that depends on mood, without naming it.
              help: remove CASCADE, and name each other object to drop or empty.
            """,
        ),
    ],
)

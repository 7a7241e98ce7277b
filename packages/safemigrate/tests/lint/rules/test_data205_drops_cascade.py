"""DATA205 drops-cascade: where it is silent, and what it prints."""

from tests.lint.ruling import after_new, case, rule_tests

test_silent, test_found = rule_tests(
    "DATA205",
    silent=[
        case(
            'op.drop_table("orders")',
            "without CASCADE it stops where something depends on it",
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
    found=[
        case(
            'op.execute("DROP TABLE users CASCADE")',
            """
            10
              CASCADE drops whatever depends on users, too, without naming it.
              help: leave CASCADE out, and name what else shall go.
            """,
        ),
        case(
            'op.execute("TRUNCATE users CASCADE")',
            """
            10
              TRUNCATE users CASCADE empties orders as well.
              help: leave CASCADE out, and name what else shall go.
            """,
        ),
        case(
            'op.execute("DROP TYPE mood CASCADE")',
            """
            10
              CASCADE drops whatever depends on mood, too, without naming it.
              help: leave CASCADE out, and name what else shall go.
            """,
        ),
    ],
)

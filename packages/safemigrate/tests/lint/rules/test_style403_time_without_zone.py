"""STYLE403 time-without-zone: when it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_findings = rule_tests(
    "STYLE403",
    silent=[
        case(
            'op.add_column("users", sa.Column("a", sa.DateTime(timezone=True)))',
            "with time zone",
        ),
        case(
            'op.add_column("users", sa.Column("a", sa.Date()))',
            "a day",
        ),
        case(
            'op.add_column("users", sa.Column("a", sa.Time()))',
            "a time of day",
        ),
    ],
    findings=[
        case(
            'op.add_column("users", sa.Column("a", sa.DateTime()))',
            """
            10
              users.a is timestamp without time zone, which does not say which moment is meant.
              help: use a time zone:
                sa.Column("a", sa.DateTime(timezone=True))
            """,
        ),
    ],
)

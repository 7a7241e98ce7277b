"""STYLE404 char: when it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_findings = rule_tests(
    "STYLE404",
    silent=[
        case(
            'op.add_column("users", sa.Column("a", sa.String(2)))',
            "a varchar",
        ),
        case(
            'op.add_column("users", sa.Column("a", sa.Text()))',
            "a text",
        ),
        case(
            'op.execute("ALTER TABLE users ADD a \\"char\\"")',
            "the one-byte type of the catalogs",
        ),
    ],
    findings=[
        case(
            'op.add_column("users", sa.Column("a", sa.CHAR(2)))',
            """
            10
              users.a is char(2), which pads values with spaces.
              help: use a varchar:
                sa.Column("a", sa.String(2))
            """,
        ),
    ],
)

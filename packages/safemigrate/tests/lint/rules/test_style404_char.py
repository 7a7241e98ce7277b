"""STYLE404 char: where it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_found = rule_tests(
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
            "the one-byte type of the catalogues",
        ),
    ],
    found=[
        case(
            'op.add_column("users", sa.Column("a", sa.CHAR(2)))',
            """
            10
              users.a is char(2), which fills up with spaces.
              help: use a varchar:
                sa.Column("a", sa.String(2))
            """,
        ),
    ],
)

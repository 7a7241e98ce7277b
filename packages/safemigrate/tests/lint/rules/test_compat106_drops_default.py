"""COMPAT106 drops-default: when it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_findings = rule_tests(
    "COMPAT106",
    silent=[
        case(
            'op.alter_column("users", "active", server_default=None)',
            "all running code names the column",
            header='phase = "contract"',
        ),
        case(
            'op.alter_column("users", "name", server_default=None)',
            "the column gets NULL",
        ),
        case(
            'op.alter_column("users", "active", server_default="false")',
            "another default",
        ),
    ],
    findings=[
        case(
            'op.alter_column("users", "active", server_default=None)',
            """
            10
              Running code inserts into users without active, and fails once its default is dropped: the column is NOT NULL.
              help: first deploy code that names the column, then set in this file:
                phase = "contract"
            """,
        ),
        case(
            """
            op.add_column("users", sa.Column("a", sa.Integer(), nullable=False, server_default="1"))
            op.alter_column("users", "a", server_default=None)
            """,
            """
            11
              Running code inserts into users without a, and fails once its default is dropped: the column is NOT NULL.
              help: first deploy code that names the column, then set in this file:
                phase = "contract"
            """,
        ),
    ],
)

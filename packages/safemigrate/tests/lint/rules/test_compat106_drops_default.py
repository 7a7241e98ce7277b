"""COMPAT106 drops-default: where it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_found = rule_tests(
    "COMPAT106",
    silent=[
        case(
            'op.alter_column("users", "active", server_default=None)',
            "all running code names the column",
            header='phase = "contract"',
        ),
        case(
            'op.alter_column("users", "name", server_default=None)',
            "NULL stands in",
        ),
        case(
            'op.alter_column("users", "active", server_default="false")',
            "another default",
        ),
    ],
    found=[
        case(
            'op.alter_column("users", "active", server_default=None)',
            """
            10
              Code that is still running inserts into users without active, and fails when its default is gone: the column is NOT NULL.
              help: deploy code that names the column first, then say in this file:
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
              Code that is still running inserts into users without a, and fails when its default is gone: the column is NOT NULL.
              help: deploy code that names the column first, then say in this file:
                phase = "contract"
            """,
        ),
    ],
)

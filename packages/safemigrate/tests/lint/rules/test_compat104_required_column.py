"""COMPAT104 required-column: when it is silent, and what it prints."""

from tests.lint.ruling import after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "COMPAT104",
    silent=[
        case(
            'op.add_column("users", sa.Column("a", sa.Integer(), nullable=False, server_default="1"))',
            "every INSERT has a value for it",
        ),
        case(
            'op.add_column("users", sa.Column("a", sa.Integer()))',
            "the column may be NULL",
        ),
        case(
            'op.execute("ALTER TABLE users ADD a int GENERATED ALWAYS AS IDENTITY")',
            "PostgreSQL gives the number",
        ),
        case(
            after_new('op.add_column("new", sa.Column("b", sa.Integer(), nullable=False))'),
            "a new table has no rows",
        ),
    ],
    findings=[
        case(
            'op.add_column("users", sa.Column("a", sa.Integer(), nullable=False))',
            """
            10
              ADD COLUMN users.a is NOT NULL without a default: it fails if the table has rows, and every INSERT of code that does not name the column fails, too.
              help: give it a default (a constant costs nothing):
                op.execute("ALTER TABLE users ADD COLUMN a integer NOT NULL DEFAULT …")
            """,
        ),
    ],
)

"""DATA202 rows-and-schema-together: when it is silent, and what it prints."""

from tests.lint.ruling import after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "DATA202",
    silent=[
        case(
            'op.execute("UPDATE users SET active = true")',
            "nothing is locked before it",
        ),
        case(
            """
            op.add_column("users", sa.Column("a", sa.Text()))
            op.execute("UPDATE users SET a = 'x' WHERE id = 5")
            """,
            "one row",
        ),
        case(
            after_new('op.execute("UPDATE users SET active = true")'),
            "nobody waits for a new table",
        ),
    ],
    findings=[
        case(
            """
            op.add_column("users", sa.Column("a", sa.Text()))
            op.execute("UPDATE users SET a = name")
            """,
            """
            11
              Until this UPDATE of users finishes, nobody can read or write users: line 10 locks users with ACCESS EXCLUSIVE until the transaction ends.
              help: move it to the next revision, and change the rows in batches (DATA201).
            """,
        ),
    ],
)

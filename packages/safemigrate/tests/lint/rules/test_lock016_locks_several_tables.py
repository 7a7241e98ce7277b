"""LOCK016 locks-several-tables: when it is silent, and what it prints."""

from tests.lint.ruling import after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK016",
    silent=[
        case(
            """
            op.add_column("users", sa.Column("a", sa.Text()))
            op.add_column("users", sa.Column("b", sa.Text()))
            """,
            "one table",
        ),
        case(
            after_new("""
            op.add_column("users", sa.Column("a", sa.Text()))
            op.add_column("new", sa.Column("b", sa.Text()))
            """),
            "nobody waits for a new table",
        ),
        case(
            """
            op.drop_table("orders")
            op.drop_table("users")
            """,
            "the author of a drop knows that nobody uses the table",
        ),
        case(
            """
            op.add_column("users", sa.Column("a", sa.Text()))
            op.execute("COMMIT")
            op.add_column("orders", sa.Column("b", sa.Text()))
            """,
            "the first lock is released",
        ),
    ],
    findings=[
        case(
            """
            op.add_column("users", sa.Column("phone", sa.Text()))
            op.add_column("orders", sa.Column("phone", sa.Text()))
            op.drop_column("users", "name")
            """,
            """
            11
              Nobody can read or write users while this waits for orders: line 10 locks users until the transaction ends.
              help: alter orders in a revision of its own.
            """,
        ),
    ],
)

"""LOCK024 no-lock-timeout: when it is silent, and what it prints."""

from tests.lint.ruling import case, rule_tests

test_silent, test_findings = rule_tests(
    "LOCK024",
    silent=[
        case(
            """
            op.execute("SET LOCAL lock_timeout = '500ms'")
            op.add_column("orders", sa.Column("a", sa.Text()))
            """,
            "it ends the wait",
        ),
        case(
            """
            op.execute("SET lock_timeout = 0")
            with op.get_context().autocommit_block():
                op.execute("CREATE INDEX CONCURRENTLY ix ON orders (state)")
            """,
            "blocks no one",
        ),
        case(
            """
            op.execute("SET lock_timeout = 0")
            op.execute("SET lock_timeout = '1s'")
            op.add_column("orders", sa.Column("a", sa.Text()))
            """,
            "another timeout applies by then",
        ),
        case(
            """
            op.execute("SET LOCAL statement_timeout = 0")
            op.add_column("orders", sa.Column("a", sa.Text()))
            """,
            "a long statement is not a long wait",
        ),
    ],
    findings=[
        case(
            """
            op.execute("SET LOCAL lock_timeout = 0")
            op.add_column("orders", sa.Column("a", sa.Text()))
            """,
            """
            10
              SET lock_timeout = 0 makes line 11 wait for orders without limit, and until then nobody can read or write orders.
              help: leave it to `db upgrade`, or set a short one:
                op.execute("SET LOCAL lock_timeout = '500ms'")
            """,
        ),
        case(
            """
            op.execute("SELECT set_config('lock_timeout', '0s', true)")
            op.create_index("ix", "orders", ["state"])
            """,
            """
            10
              SET lock_timeout = 0s makes line 11 wait for orders without limit, and until then nobody can write to orders.
              help: leave it to `db upgrade`, or set a short one:
                op.execute("SET LOCAL lock_timeout = '500ms'")
            """,
        ),
    ],
)

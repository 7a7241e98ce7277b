"""DATA201 unbatched-change: when it is silent, and what it prints."""

from tests.lint.ruling import after_new, case, rule_tests

test_silent, test_findings = rule_tests(
    "DATA201",
    silent=[
        case(
            'op.execute("UPDATE users SET name = NULL WHERE id = 5")',
            "one row, by its key",
        ),
        case(
            'op.execute("DELETE FROM orders WHERE user_id IN (1, 2, 3)")',
            "a few keys",
        ),
        case(
            'op.execute("UPDATE users SET name = NULL WHERE id IN (SELECT id FROM users LIMIT 1000)")',
            "a batch",
        ),
        case(
            after_new('op.execute("UPDATE new SET a = 1")'),
            "nobody uses the table yet",
        ),
        case(
            """
            users = sa.table("users", sa.column("id"), sa.column("name"))
            op.execute(sa.update(users).where(users.c.id == 5).values(name="x"))
            """,
            "one row, as SQLAlchemy writes it",
        ),
    ],
    findings=[
        case(
            'op.execute("UPDATE users SET active = true")',
            """
            10
              This UPDATE locks every row of users that it changes until it finishes: everyone else who writes one of them waits.
              help: change a few thousand rows at a time, each batch in its own transaction:
                with op.get_context().autocommit_block():
                    batch = "UPDATE … WHERE id IN (SELECT … LIMIT 5000)"
                    while op.get_bind().execute(sa.text(batch)).rowcount:
                        pass
            """,
        ),
        case(
            'op.execute("DELETE FROM orders USING users WHERE users.id = user_id")',
            """
            10
              This DELETE locks every row of orders that it changes until it finishes: everyone else who writes one of them waits.
              help: change a few thousand rows at a time, each batch in its own transaction:
                with op.get_context().autocommit_block():
                    batch = "DELETE … WHERE id IN (SELECT … LIMIT 5000)"
                    while op.get_bind().execute(sa.text(batch)).rowcount:
                        pass
            """,
        ),
        case(
            """
            users = sa.table("users", sa.column("name"))
            op.get_bind().execute(sa.update(users).values(name="x"))
            """,
            """
            11
              This UPDATE locks every row of users that it changes until it finishes: everyone else who writes one of them waits.
              help: change a few thousand rows at a time, each batch in its own transaction:
                with op.get_context().autocommit_block():
                    batch = "UPDATE … WHERE id IN (SELECT … LIMIT 5000)"
                    while op.get_bind().execute(sa.text(batch)).rowcount:
                        pass
            """,
        ),
    ],
)
